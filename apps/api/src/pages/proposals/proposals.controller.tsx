import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { asApproved, commandNamed, type Proposal, proposal, sentenceOf } from '#enforcement';
import { fold, streamName } from '#eventsourcing';
import { parseCommand } from '#fields';
import { registerNamed } from '#figures';
import { badInput, type Person, ProblemError, SignedIn } from '#platform';
import { inWords } from '../../questions/actions.js';
import { FILES, type FileAnswer } from '../../questions/files.js';
import { type Reader, Readers } from '../../questions/reader.js';
import { addressOf } from '../../ui/form.js';
import { recordHref } from '../../ui/value.js';
import type { FormFields } from '../form-body.js';
import { framed } from '../frame.js';
import { type Desk, Desks, PAGE_TYPE } from '../page.js';
import { giveOne } from '../several/give-one.js';
import { type Outcome, Outcomes } from '../several/outcomes.js';
import { ON_DESK } from './desk.js';
import { Review, type Verdict } from './review.page.js';

/* 审阅和批准: what was proposed as the finished act, approved by the leader's own command, one or several at once. */

@Controller('proposals')
export class ProposalsController {
  constructor(
    private readonly desks: Desks,
    private readonly readers: Readers,
    @Inject(CommandBus) private readonly bus: CommandBus,
  ) {}

  @Get(':id/review')
  async review(@Param('id') id: string, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    const desk = await this.desks.of(person);
    const file = await desk.ask(FILES.get(proposal.name)!, {}, { id });
    const said = file.row as unknown as Proposal;
    const mayAnswer = file.phase === 'Proposed' && person.roles.includes('LEADER') && person.id !== said.proposerId;
    const [verdict, record] = await Promise.all([
      mayAnswer ? this.verdict(this.readers.of(person), said, id) : undefined,
      recordOf(desk, said),
    ]);
    show(reply, desk, `审阅：${said.title}`, <Review desk={desk} file={file} record={record} verdict={verdict} />);
  }

  @Post('approve')
  async approve(@Body() body: FormFields | undefined, @SignedIn() person: Person, @Res() reply: FastifyReply) {
    const chosen = [body?.['proposal'] ?? []].flat();
    if (chosen.length === 0) throw badInput([{ path: 'proposal', message: '请先勾选要批准的呈批件' }]);
    if (chosen.length > ON_DESK)
      throw badInput([{ path: 'proposal', message: `一次至多批准${ON_DESK}件，请分次批准` }]);
    const answered: Outcome[] = [];
    // One after the other: two acts of one case do not race each other.
    for (const one of chosen) answered.push(await this.approveOne(one, person, reply.request.id));
    const isDone = answered.every(({ refusal }) => refusal === undefined);
    if (answered.length === 1 && isDone) return void reply.redirect(answered[0]!.href, 303);
    const desk = await this.desks.of(person);
    const outcomes = (
      <Outcomes act="批准" noun="呈批事项" outcomes={answered} back={{ href: '/', title: '回到工作台' }} />
    );
    show(reply.status(isDone ? 200 : 422), desk, '批准结果', outcomes);
  }

  /** One proposal as it was seen: `<id>@<revision>`. */
  private async approveOne(chosen: string, person: Person, correlationId: string): Promise<Outcome> {
    const [id = '', revision = ''] = chosen.split('@');
    const reader = this.readers.of(person);
    const { events } = await reader.life(proposal.register, id);
    const { title, register, recordId, act, input } = fold(proposal, proposal.initialState, events);
    const [record] = (await reader.records([streamName({ aggregate: register, id: recordId })])).values();
    const called = { key: id, called: `${title}　${record?.called ?? recordId}` };
    const review = `${recordHref(proposal.register, id)}/review`;
    if (revision !== String(events.at(-1)!.revision))
      return { ...called, href: review, refusal: '您审阅以后，呈批件又有变动，请重新审阅' };
    const body = asApproved(commandNamed(register, act)!, input, id, reader.today);
    const key = `approve.${id}.${revision}`;
    const given = await giveOne(this.bus, reader, {
      aggregate: register,
      id: recordId,
      name: act,
      body,
      key,
      correlationId,
    });
    if (given.refusal !== undefined) return { ...called, href: review, refusal: given.refusal };
    return { ...called, href: addressOf(recordHref(proposal.register, id), { after: given.position }) };
  }

  /** What it would come to if this leader approved it now: every guard is asked. */
  private async verdict(reader: Reader, { register, recordId, act, input }: Proposal, id: string): Promise<Verdict> {
    const command = commandNamed(register, act)!;
    const { command: given, faults } = parseCommand(command.input, asApproved(command, input, id, reader.today));
    if (faults) throw badInput(faults);
    const decision = await reader.rehearsed(command, recordId, given);
    if (decision.kind === 'refused') return { refusal: (await inWords(reader, [decision]))[0]! };
    const aggregate = registerNamed(register)!.aggregate;
    return { sentences: await reader.speak(decision.events.map((event) => sentenceOf(aggregate, event))) };
  }
}

/** The record whose act it is; nothing where it is yet to begin. */
async function recordOf(desk: Desk, { register, recordId }: Proposal): Promise<FileAnswer | undefined> {
  try {
    return await desk.ask(FILES.get(register)!, {}, { id: recordId });
  } catch (error) {
    if (error instanceof ProblemError && [403, 404].includes(error.problem.status)) return undefined;
    throw error;
  }
}

function show(reply: FastifyReply, desk: Desk, title: string, body: preact.ComponentChildren): void {
  const { person, demonstratedOn, sight } = desk;
  void reply.type(PAGE_TYPE).send(framed({ title, body, person, demonstratedOn, sight, here: '/proposals' }));
}
