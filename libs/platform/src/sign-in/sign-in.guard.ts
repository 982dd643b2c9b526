import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Credentials } from './credentials.js';
import { PEOPLE_HERE, type PeopleHere, type SignedRequest } from './person.js';

const PUBLIC = 'anjuan:public';
const ASKED_AGAIN = 'anjuan:asked-again';

/** The route asks for no sign-in. */
export const Public = () => SetMetadata(PUBLIC, true);

/**
 * Behind the route it is asked again who the person is, before anything is written: at the door what this process
 * remembers of him will do.
 */
export const AskedAgain = () => SetMetadata(ASKED_AGAIN, true);

/** Lets only people through who are signed in and whom the register has. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(PEOPLE_HERE) private readonly people: PeopleHere,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (route.some((target) => has(PUBLIC, target))) return true;
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const claimant = await this.credentials.claimantOf(request);
    // Whoever is turned away has a name all the same, and may sign out.
    request.person = { ...claimant, unit: claimant.unit ?? '', roles: [] };
    const asKept = route.some((target) => has(ASKED_AGAIN, target));
    request.person = await this.people.known(claimant, { asKept });
    return true;
  }
}

function has(mark: string, target: object): boolean {
  return Reflect.getMetadata(mark, target) === true;
}
