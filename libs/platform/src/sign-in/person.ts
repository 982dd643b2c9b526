import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#eventsourcing';

/** Who asks, as the signed token says. */
export interface Person extends Actor {
  readonly name: string;
  /** Seconds since 1970 at which the token ends. */
  readonly expiresAt: number;
}

export type SignedRequest = FastifyRequest & { person?: Person };

/** The person who asks; the guard has let nobody through without one, `@Public()` routes excepted. */
export const SignedIn = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedRequest>().person,
);
