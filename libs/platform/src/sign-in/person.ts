import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#eventsourcing';

/** Whom a signed token or a session names, and what it says of him, where it says anything. */
export interface Claimant {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly roles?: readonly string[];
  /** Seconds since 1970 at which the sign-in ends. */
  readonly expiresAt: number;
}

/** Who asks: in the unit and the roles that the register of people has for him at this moment. */
export interface Person extends Actor {
  readonly name: string;
  /** Seconds since 1970 at which the sign-in ends. */
  readonly expiresAt: number;
}

/** How a door knows people: by the register, whatever a token says. */
export interface PeopleHere {
  /**
   * @param asKept by what this process remembers, for a route behind which it is asked again before anything is written.
   * Throws ProblemError 403 where he is not whom his token says, with the reason.
   */
  known(claimant: Claimant, how: { readonly asKept: boolean }): Promise<Person>;
}

export const PEOPLE_HERE = Symbol('people here');

export type SignedRequest = FastifyRequest & { claimant?: Claimant; person?: Person };

/** The person who asks; the guard has let nobody through without one, `@Public()` routes excepted. */
export const SignedIn = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedRequest>().person,
);
