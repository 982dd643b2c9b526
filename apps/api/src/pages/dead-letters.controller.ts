import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DEAD_LETTER_LIMITS } from '#eventsourcing';
import { badInput, type Person, SignedIn } from '#platform';
import { Readers } from '../questions/reader.js';

type Form = Readonly<Record<string, unknown>>;

/**
 * What the administrator does about dead letters. The guard has let through nothing that another site's page sent: the
 * cookie stays away from it, and so does whatever says that it comes from elsewhere.
 */
@Controller('status/dead-letters/:id')
export class DeadLettersController {
  constructor(private readonly readers: Readers) {}

  @Post('replay')
  async replay(@Param('id') id: string, @Body() body: Form, @SignedIn() person: Person, @Res() reply: FastifyReply) {
    const { operations } = this.readers.of(person);
    assertConfirmed(body);
    await operations.askReplay(id);
    return back(reply, id);
  }

  @Post('give-up')
  async giveUp(@Param('id') id: string, @Body() body: Form, @SignedIn() person: Person, @Res() reply: FastifyReply) {
    const { operations } = this.readers.of(person);
    const { reason: said } = body ?? {};
    const reason = typeof said === 'string' ? said.trim() : '';
    if (reason === '' || reason.length > DEAD_LETTER_LIMITS.maxReasonLength)
      throw badInput([{ path: 'reason', message: `请写明放弃的理由，至多${DEAD_LETTER_LIMITS.maxReasonLength}字` }]);
    assertConfirmed(body);
    await operations.giveUp(id, reason);
    return back(reply, id);
  }
}

/** Throws ProblemError 400. */
function assertConfirmed(body: Form | undefined): void {
  if (body?.['confirmed'] !== 'yes') throw badInput([{ path: 'confirmed', message: '请先勾选确认' }]);
}

function back(reply: FastifyReply, id: string): void {
  void reply.redirect(`/status/dead-letters/${encodeURIComponent(id)}`, 303);
}
