import { Body, Controller, Get, Inject, Post, Query, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { v7 } from 'uuid';
import { type Register, type RegisteredCommand } from '#enforcement';
import { REGISTERS } from '#figures';
import { type Person, SignedIn } from '#platform';
import { AT_ONCE, HAND_OVERS, handOverOf } from '../../questions/hand-over.js';
import { LOAD } from '../../questions/load.js';
import { PAGE, readQuery, words, yesOrNo } from '../../questions/parameters.js';
import { type Reader, Readers } from '../../questions/reader.js';
import { addressOf } from '../../ui/form.js';
import { recordHref } from '../../ui/value.js';
import { filledFrom, filledOf, saidBy } from '../form/filled.js';
import { offeredTo } from '../form/offered.js';
import { type FormFields, fieldIn } from '../form-body.js';
import { framed, menuPlaceOf } from '../frame.js';
import { type Desk, Desks, type Given, PAGE_TYPE } from '../page.js';
import { giveOne } from './give-one.js';
import { HandOver, type HandOverView, handOverHref } from './hand-over.page.js';
import { type Outcome, Outcomes } from './outcomes.js';

/* Several of somebody's records given to somebody else: one command for each, each asked by its own guards. */

const PARAMETERS = { of: words('原来办理的人员编号'), cursor: PAGE.cursor, all: yesOrNo('是否全部勾选') } as const;

/** Of every register with an act by which records go from hand to hand. */
export const HAND_OVER_CONTROLLERS: readonly Type[] = REGISTERS.flatMap((register) => {
  const act = handOverOf(register);
  return act === undefined ? [] : [controllerOf(register, act.command)];
});

function controllerOf(register: Register, command: RegisteredCommand): Type {
  const path = `hand-over/${register.path}`;
  const unasked = unaskedOf(command);

  @Controller()
  class HandOverController {
    constructor(
      private readonly desks: Desks,
      private readonly readers: Readers,
      @Inject(CommandBus) private readonly bus: CommandBus,
    ) {}

    @Get(path)
    async open(@Query() query: Given, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
      const desk = await this.desks.of(person);
      const view = await viewOf(desk, query);
      const isAll = query['all'] === 'true';
      show(reply, desk, isAll ? { ...view, chosen: new Set(view.answer.items.map(({ record }) => record.id)) } : view);
    }

    @Post(path)
    async send(
      @Query() query: Given,
      @Body() body: FormFields | undefined,
      @SignedIn() person: Person,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const fields = body ?? {};
      const desk = await this.desks.of(person);
      const chosen = [fields['_record'] ?? []].flat();
      const typed = filledOf(command.input, fields);
      const find = fieldIn(fields, '_find');
      const key = fieldIn(fields, '_key') || v7();
      const again = async (more: Partial<HandOverView>) => ({
        ...(await viewOf(desk, query, find)),
        ...{ filled: typed, chosen: new Set(chosen), key, find },
        ...more,
      });
      if (fieldIn(fields, '_action') === 'find') return show(reply, desk, await again({}));

      const said = saidBy(command.input, typed);
      const own = new Set(said.faults.map((fault) => fault.path));
      const { faults = [] } = this.readers.execution.registry.parse(command as never, said.body);
      const all = [...faultsOfChoice(chosen.length), ...said.faults, ...faults.filter((fault) => !own.has(fault.path))];
      if (all.length > 0) return show(reply.status(400), desk, await again({ faults: all }));

      const reader = this.readers.of(person);
      const outcomes: Outcome[] = [];
      // One after the other: two acts that number from one list do not race each other.
      for (const id of chosen) outcomes.push(await this.give(reader, id, said.body, key, reply.request.id));
      const isDone = outcomes.every(({ refusal }) => refusal === undefined);
      const back = { href: handOverHref(register), title: '回到人员在办案件' };
      framedIn(
        reply.status(isDone ? 200 : 422),
        desk,
        `${command.title}结果`,
        <Outcomes act={command.title} noun={register.noun} outcomes={outcomes} back={back} />,
      );
    }

    private async give(reader: Reader, id: string, body: object, key: string, correlationId: string): Promise<Outcome> {
      const { row } = await reader.life(register, id);
      const named = register.calledBy === undefined ? undefined : row[register.calledBy];
      const called = { key: id, called: typeof named === 'string' ? named : id };
      const act = { aggregate: register.name, id, name: command.name, body, key: `${key}.${id}`, correlationId };
      const { position, refusal } = await giveOne(this.bus, reader, act);
      return { ...called, href: addressOf(recordHref(register, id), { after: position }), refusal };
    }
  }

  async function viewOf(desk: Desk, query: Given, find?: string): Promise<HandOverView> {
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const { of, cursor } = readQuery(PARAMETERS, given);
    const ask = HAND_OVERS.get(register.name)!;
    const [answer, load, offered] = await Promise.all([
      desk.ask(ask, { of, cursor }),
      desk.ask(LOAD, {}),
      offeredTo(desk, command.input, find),
    ]);
    return {
      ...{ register, command, load, offered, unasked, given, find, key: v7(), chosen: new Set<string>() },
      answer,
      filled: filledFrom(command.input, answer.draft),
    };
  }

  function show(reply: FastifyReply, desk: Desk, view: HandOverView): void {
    const isFailed = view.faults !== undefined;
    const title = isFailed ? `尚未办理：${command.title}` : command.title;
    framedIn(reply, desk, title, <HandOver view={view} desk={desk} />);
  }

  function framedIn(reply: FastifyReply, desk: Desk, title: string, body: preact.ComponentChildren): void {
    const { person, demonstratedOn, sight } = desk;
    const here = menuPlaceOf(register);
    void reply.type(PAGE_TYPE).send(framed({ title, body, person, demonstratedOn, sight, here }));
  }

  return HandOverController;
}

/** Whose it was is said by the page; that a leader approves it follows from his giving it. */
function unaskedOf({ handsOver, approval }: RegisteredCommand): string[] {
  return [handsOver!.as, ...(approval === undefined ? [] : [approval.as, 'paper'])];
}

function faultsOfChoice(chosen: number) {
  if (chosen === 0) return [{ path: '', message: '请先勾选' }];
  return chosen > AT_ONCE ? [{ path: '', message: `一次至多办理${AT_ONCE}件，请分次办理` }] : [];
}
