import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badInput, notFound, type Person, SignedIn } from '#platform';
import { instantsOf } from '#statutes';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';
import { dayAfter, MOVES_ON } from '../questions/move-on.js';
import { Readers } from '../questions/reader.js';
import { type FormFields, fieldIn } from './form-body.js';
import { ownPath } from './own-path.js';

/** From midnight to nine in the morning, when people come to work. */
const MORNING_MS = 9 * 3_600_000;

/**
 * Moves the clock of a demonstration on. Whoever is signed in may: one person plays all the parts there, and should not
 * have to change them for a day to pass; nothing real hangs on it. A real store has no such door.
 */
@Controller('demonstration-clock')
export class DemonstrationClockController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly readers: Readers,
  ) {}

  @Post()
  async move(
    @Body() body: FormFields | undefined,
    @SignedIn() person: Person,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { demonstration, statutes } = this.options;
    if (demonstration === undefined) throw notFound('本系统不是演示，时间不能拨动');
    const to = MOVES_ON.find((move) => move === fieldIn(body ?? {}, 'to'));
    if (to === undefined) throw badInput([{ path: 'to', message: `应为下列之一：${MOVES_ON.join('、')}` }]);
    const day = await dayAfter(to, this.readers.of(person), statutes);
    await demonstration.moveOn(new Date(Date.parse(instantsOf(day).first) + MORNING_MS).toISOString());
    void reply.redirect(cameFrom(request), 303);
  }
}

/** The page of ours on which the button was. */
function cameFrom({ headers: { referer } }: FastifyRequest): string {
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  // Said over the page that said why the clock was not moved: there is nothing to go back to.
  if (pathname === '/demonstration-clock') return '/';
  return ownPath(pathname + search);
}
