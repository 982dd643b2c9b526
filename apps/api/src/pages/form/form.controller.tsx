import { randomInt } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { type Proposal, Propose, proposal, type Register, type RegisteredCommand, ReviseProposal } from '#enforcement';
import { type CommandOutcome, fold, isDay, type Refusal, type Revision } from '#eventsourcing';
import { parseCommand } from '#fields';
import { AGGREGATE_ID, badInput, ExecuteCommand, notFound, type Person, ProblemError, SignedIn } from '#platform';
import { inWords, isProposedBy } from '../../questions/actions.js';
import { TIMELINES } from '../../questions/files.js';
import { commandOf, FORMS, type FormAnswer } from '../../questions/forms.js';
import type { Place } from '../../questions/question.js';
import { Readers } from '../../questions/reader.js';
import { addressOf } from '../../ui/form.js';
import { recordHref } from '../../ui/value.js';
import { type FormFields, fieldIn } from '../form-body.js';
import { type Desk, Desks, type Given, PAGE_TYPE } from '../page.js';
import { confirmPage } from './confirm.js';
import { filledFrom, filledOf, saidBy, withoutBlankRows, withoutRow, withRow } from './filled.js';
import { type FormView, formPage, impossiblePage, NEW, type Proposing } from './form.page.js';
import { withFoundRecords } from './found-records.js';
import { calendarEntry } from './reminder.js';

/* The form of every command of a register: shown, sent, sent back with what is wrong, confirmed, done. */

/** Characters of an allotted id that nobody takes for each other. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** An id that nobody has: the day, and six characters drawn by lot. */
function allottedId(today: string): string {
  const drawn = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${today.replaceAll('-', '')}-${drawn}`;
}

export function formController(register: Register): Type {
  const { path, name } = register;

  @Controller()
  class FormController {
    constructor(
      private readonly desks: Desks,
      private readonly readers: Readers,
      @Inject(CommandBus) private readonly bus: CommandBus,
    ) {}

    @Get(`${path}/:id/:command`)
    async open(
      @Param() place: Place,
      @Query() query: Given,
      @SignedIn() person: Person,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const command = commandOf(register, place['command']!);
      if (isNew(place)) {
        if (!command.creates) throw notFound(`“${command.title}”不登记新的${register.noun}`);
        if (register.idTitle === undefined) {
          const desk = await this.desks.of(person);
          return void reply.redirect(addressIn(register, allottedId(desk.today), command), 303);
        }
      }
      const desk = await this.desks.of(person);
      const form = await desk.ask(FORMS.get(name)!, {}, place);
      const returned =
        query['proposal'] === undefined ? undefined : await this.returned(person, query['proposal'], place);
      const filled = filledFrom(command.input, returned?.input ?? form.draft);
      const proposing = proposingOf(register, form, command, person, {
        forId: returned?.forId ?? '',
        opinion: returned?.opinion ?? '',
        proposalId: returned && query['proposal'],
        returnReason: returned?.returnReason,
      });
      const own = { register, command, form, key: v7(), revision: seen(form.revision), filled, id: '' };
      const view: FormView = { ...own, proposing, on: query['on'] };
      const shown = form.refusal === null ? await formPage(desk, view) : impossiblePage(desk, view);
      void reply.type(PAGE_TYPE).send(shown);
    }

    /** The day from which the act is possible, for the calendar of whoever was told it. */
    @Get(`${path}/:id/:command/reminder.ics`)
    async remind(
      @Param() place: Place,
      @Query() { on = '' }: Given,
      @SignedIn() person: Person,
      @Req() { protocol, host }: FastifyRequest,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const command = commandOf(register, place['command']!);
      if (!isDay(on)) throw badInput([{ path: 'on', message: '应为日期，形如 2024-01-12' }]);
      const action = addressIn(register, place['id']!, command);
      const { now } = this.readers.of(person);
      const title = `可以办理：${command.title}（${register.noun} ${place['id']}）`;
      void reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="reminder.ics"')
        .send(calendarEntry({ on, title, url: `${protocol}://${host}${action}`, now }));
    }

    @Post(`${path}/:id/:command`)
    async send(
      @Param() place: Place,
      @Body() body: unknown,
      @SignedIn() person: Person,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const fields = (body ?? {}) as FormFields;
      const command = commandOf(register, place['command']!);
      const desk = await this.desks.of(person);
      const [action = 'send', row = ''] = (fieldIn(fields, '_action') ?? 'send').split(/:(.*)/s);
      const given = action === 'remove' ? withoutRow(fields, row) : fields;
      const typed = filledOf(command.input, given);
      const id = fieldIn(fields, '_id')?.trim() ?? '';
      const key = fieldIn(fields, '_key') || v7();
      const revision = readRevision(fieldIn(fields, '_revision'));
      const form = await desk.ask(FORMS.get(name)!, {}, place);
      const view: FormView = {
        register,
        command,
        form,
        key,
        revision: revision ?? seen(form.revision),
        filled: typed,
        id,
        proposing: proposingOf(register, form, command, person, {
          forId: fieldIn(fields, '_for') ?? '',
          opinion: fieldIn(fields, '_opinion')?.trim() ?? '',
          proposalId: fieldIn(fields, '_proposal') || undefined,
        }),
      };
      const answer = (status: number, html: string) => void reply.status(status).type(PAGE_TYPE).send(html);

      if (action === 'add')
        return answer(200, await formPage(desk, { ...view, filled: withRow(command.input, typed, row) }));
      if (action === 'find') return answer(200, await formPage(desk, { ...view, find: fieldIn(fields, '_find') }));
      if (action === 'remove' || action === 'edit') return answer(200, await formPage(desk, view));

      const filled = await withFoundRecords(desk, command.input, withoutBlankRows(command.input, typed));
      const said = saidBy(command.input, filled);
      const own = new Set(said.faults.map((fault) => fault.path));
      const { faults = [] } = this.readers.execution.registry.parse(command as never, said.body);
      const { proposing } = view;
      const isProposed = action === 'propose' && proposing !== undefined;
      const all = [
        ...(isProposed && proposing.forId === '' ? [{ path: '_for', message: '请选择呈批给哪位负责人' }] : []),
        ...faultsOfId(register, place, id),
        ...said.faults,
        ...faults.filter((fault) => !own.has(fault.path)),
      ];
      const read = { ...view, filled };
      if (all.length > 0) return answer(400, await formPage(desk, { ...read, faults: all }));
      const target = isNew(place) ? id : place['id']!;
      if (isProposed) return this.propose(desk, read, said.body, target, proposing, reply);
      if (command.isFinal && action !== 'confirm') return answer(200, await confirmPage(desk, read, said.body));

      try {
        const outcome = await this.bus.execute(
          new ExecuteCommand({
            aggregate: name,
            id: target,
            name: command.name,
            body: said.body,
            actor: person,
            now: this.readers.of(person).now,
            key,
            ifMatch: read.revision,
            correlationId: reply.request.id,
          }),
        );
        if (outcome.kind === 'done') {
          const after = outcome.position;
          return void reply.redirect(addressOf(recordHref(register, target), { after }), 303);
        }
        const { status, shown } = await this.notDone(desk, read, outcome, place);
        answer(status, await formPage(desk, shown));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.status !== 400) throw error;
        const { faults: found = [{ path: '', message: error.problem.detail }] } = error.problem as never as FormView;
        answer(400, await formPage(desk, { ...read, faults: found }));
      }
    }

    /** The proposal that came back, as a draft of its act. Throws ProblemError 404 where it is of another one. */
    private async returned(person: Person, id: string, place: Place): Promise<Proposal> {
      const { events } = await this.readers.of(person).life(proposal.register, id);
      const said = fold(proposal, proposal.initialState, events);
      if (said.register === name && said.recordId === place['id'] && said.act === place['command']) return said;
      throw notFound(`呈批件 ${id} 不是就此事提出的`);
    }

    /** Proposes the act as it is filled in. What the leader would be refused is told now, at the form. */
    private async propose(
      desk: Desk,
      view: FormView,
      input: object,
      recordId: string,
      { forId, opinion, proposalId }: Proposing,
      reply: FastifyReply,
    ): Promise<void> {
      const { command, key } = view;
      const { person } = desk;
      const reader = this.readers.of(person);
      const answer = async (status: number, shown: FormView) =>
        void reply
          .status(status)
          .type(PAGE_TYPE)
          .send(await formPage(desk, shown));
      const refused = async (refusal: Refusal) =>
        answer(422, { ...view, refusal: (await inWords(reader, [refusal]))[0]! });
      const { command: parsed } = parseCommand(command.input, unapproved(command, input));
      const leader = { id: forId, unit: person.unit, roles: ['LEADER'] };
      const rehearsed = await reader.rehearsed(command, recordId, parsed!, leader);
      if (rehearsed.kind === 'refused') return refused(rehearsed);
      const id = proposalId ?? allottedId(desk.today);
      const outcome = await this.bus.execute(
        new ExecuteCommand({
          aggregate: proposal.name,
          id,
          name: proposalId === undefined ? Propose.name : ReviseProposal.name,
          body: {
            ...{ register: name, recordId, act: command.name, input: parsed!, forId, on: desk.today },
            ...(opinion === '' ? {} : { opinion }),
          },
          actor: person,
          now: reader.now,
          key,
          correlationId: reply.request.id,
        }),
      );
      if (outcome.kind === 'refused') return refused(outcome.refusal);
      if (outcome.kind !== 'done') return answer(409, { ...view, key: v7(), isDoneBefore: true });
      void reply.redirect(addressOf(recordHref(proposal.register, id), { after: outcome.position }), 303);
    }

    /** What kept it from being done, at the form. */
    private async notDone(
      desk: Desk,
      view: FormView,
      outcome: Exclude<CommandOutcome, { readonly kind: 'done' }>,
      place: Place,
    ): Promise<{ readonly status: number; readonly shown: FormView }> {
      if (outcome.kind === 'refused') {
        const [refusal] = await inWords(this.readers.of(desk.person), [outcome.refusal]);
        return { status: 422, shown: { ...view, refusal: refusal! } };
      }
      // As it stands by now: sent again, it is sent on this.
      const form = await desk.ask(FORMS.get(name)!, {}, place);
      const shown = { ...view, form, revision: seen(form.revision) };
      if (outcome.kind === 'id-reused') return { status: 422, shown: { ...shown, key: v7(), isDoneBefore: true } };
      const from = view.revision === 'no-stream' ? 0 : view.revision + 1;
      const isHere = form.revision !== null && from <= form.revision;
      const { entries } = isHere
        ? await desk.ask(TIMELINES.get(name)!, { order: 'asc', cursor: String(from), limit: 50 }, place)
        : { entries: [] };
      return { status: outcome.kind === 'stale' ? 412 : 409, shown: { ...shown, meanwhile: entries } };
    }
  }
  return FormController;
}

/** Who gives no act of a leader himself proposes it, where it may be proposed at all. */
function proposingOf(
  { name }: Register,
  { needsApproval }: FormAnswer,
  command: RegisteredCommand,
  { roles }: Person,
  proposing: Proposing,
): Proposing | undefined {
  const isProposed = needsApproval || command.approval === undefined;
  return isProposed && isProposedBy(name, command, roles) ? proposing : undefined;
}

/** Whoever proposes says nothing of how it is approved. */
function unapproved({ approval }: RegisteredCommand, input: object): object {
  const { paper: _paper, proposalId: _proposal, ...said } = input as Record<string, unknown>;
  if (approval !== undefined) delete said[approval.as];
  return said;
}

function isNew(place: Place): boolean {
  return place['id'] === NEW;
}

function seen(revision: number | null): Revision | 'no-stream' {
  return revision ?? 'no-stream';
}

/** The revision that the form was filled in on; undefined where it does not say. */
function readRevision(text: string | undefined): Revision | 'no-stream' | undefined {
  if (text === 'no-stream') return text;
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Where a command of a record is given. */
export function addressIn(register: Register, id: string, { name }: Pick<RegisteredCommand, 'name'>): string {
  return `${recordHref(register, id)}/${name}`;
}

function faultsOfId({ idTitle = '' }: Register, place: Place, id: string) {
  if (!isNew(place) || AGGREGATE_ID.test(id)) return [];
  const title = idTitle.replace(/（.*/, '');
  const message = id === '' ? `请填写${title}` : `${title}只能由字母、数字和 -_.: 组成，至多100个字符`;
  return [{ path: '_id', message }];
}
