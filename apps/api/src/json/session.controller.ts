import { Controller, Get } from '@nestjs/common';
import { type Person, SignedIn } from '#platform';

/** Who somebody is signed in as, by whichever way. */
@Controller('api/session')
export class SessionController {
  @Get()
  person(@SignedIn() { id, name, unit, roles, expiresAt }: Person) {
    return { id, name, unit, roles, expiresAt: new Date(expiresAt * 1000).toISOString() };
  }
}
