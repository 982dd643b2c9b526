import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Credentials } from './credentials.js';
import type { SignedRequest } from './person.js';

const PUBLIC = 'anjuan:public';

/** The route asks for no sign-in. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Lets only people through who are signed in. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(@Inject(Credentials) private readonly credentials: Credentials) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context.getHandler()) || isPublic(context.getClass())) return true;
    await this.credentials.personOf(context.switchToHttp().getRequest<SignedRequest>());
    return true;
  }
}

function isPublic(target: object): boolean {
  return Reflect.getMetadata(PUBLIC, target) === true;
}
