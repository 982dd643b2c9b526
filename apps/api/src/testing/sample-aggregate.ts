import { aggregate, command, event, type LawContext, officer, type RegisteredCommand, ROLES } from '#enforcement';
import { type Aggregate, accept, CommandLoop, type EventStore, refuse } from '#eventsourcing';
import { Day, Fen, ListOf, Narrative, Optional, PersonRef, parseCommand, say, schemaOf, Text, the } from '#fields';
import type { CommandRegistry } from '#platform';
import { dayOf, loadStatutes } from '#statutes';

/* A small aggregate that shows everything that the door must pass through, whatever the domain becomes. */

interface SampleState {
  readonly title?: string;
  readonly totalFen: number;
}

class SampleLine {
  @Text('名称') name!: string;
  @Fen('金额') amountFen!: number;
}

class OpenSample {
  @Text('标题', { max: 10 }) title!: string;
}

class AddLines {
  @Day('日期') on!: string;
  @ListOf('明细', () => SampleLine) lines!: SampleLine[];
  @Optional() @Narrative('说明') note?: string;
}

class CloseSample {}

class SampleOpened extends OpenSample {}

class LinesAdded {
  @Fen('合计') sumFen!: number;
}

class HandSample {
  @PersonRef('接手人') toId!: string;
}

class BreakSample {}

const ARTICLE = '行政处罚法第五条';

export const sample = aggregate<SampleState>({
  name: 'sample',
  path: 'samples',
  title: '样例',
  belongsTo: () => ({ units: [], people: [] }),
  initialState: { totalFen: 0 },
  stages: [
    {
      events: [
        event<SampleState, SampleOpened>(SampleOpened, {
          title: '建立样例',
          evolve: (state, { title }) => ({ ...state, title }),
        }),
        event<SampleState, LinesAdded>(LinesAdded, {
          title: '增加明细',
          evolve: (state, { sumFen }) => ({ ...state, totalFen: state.totalFen + sumFen }),
        }),
      ],
      commands: [
        command<SampleState, OpenSample>({
          input: OpenSample,
          title: '建立样例',
          article: ARTICLE,
          roles: ['OFFICER', 'REGISTRAR'],
          creates: true,
          decide: (input, state) =>
            state.title === undefined
              ? accept({ type: 'SampleOpened', data: { ...input } })
              : refuse({
                  code: 'sample.open',
                  article: ARTICLE,
                  message: say`样例“${the.words(state.title)}”已经建立`,
                }),
        }),
        command<SampleState, AddLines>({
          input: AddLines,
          title: '增加明细',
          article: ARTICLE,
          roles: ['OFFICER'],
          may: (state) =>
            state.title === undefined
              ? refuse({
                  code: 'sample.not_open',
                  article: ARTICLE,
                  message: '样例尚未建立，不能增加明细',
                  earliest: '2023-06-05',
                })
              : undefined,
          decide: (input) =>
            accept({
              type: 'LinesAdded',
              data: { sumFen: input.lines.reduce((sum, { amountFen }) => sum + amountFen, 0) },
            }),
        }),
        command<SampleState, CloseSample>({
          input: CloseSample,
          title: '关闭样例',
          article: ARTICLE,
          roles: ['LEADER'],
          decide: () => accept(),
        }),
        command<SampleState, HandSample>({
          input: HandSample,
          title: '移交样例',
          article: ARTICLE,
          roles: ['OFFICER'],
          decide: ({ toId }) =>
            refuse({ code: 'sample.handed', article: ARTICLE, message: say`${the.person(toId)}不能接手` }),
        }),
        command<SampleState, BreakSample>({
          input: BreakSample,
          title: '破坏样例',
          article: ARTICLE,
          roles: ['OFFICER'],
          decide: () => {
            throw new Error('secret of the inside');
          },
        }),
      ],
    },
  ],
});

/** The loop over this aggregate alone. */
export function sampleLoop(store: EventStore) {
  const statutes = loadStatutes();
  return new CommandLoop<LawContext>({
    store,
    aggregates: new Map<string, Aggregate>([
      [sample.name, sample],
      [officer.name, officer],
    ]),
    context: (kernel) => ({
      ...kernel,
      sourceSystem: 'PLATFORM',
      statutes,
      today: dayOf(kernel.now),
      standing: () => kernel.actor.roles,
      unitOf: () => ({ unitId: '' }),
      itemOf: () => ({}),
      proposalOf: () => {
        throw new Error('the sample knows no proposals');
      },
      caseOf: () => {
        throw new Error('the sample knows no cases');
      },
    }),
  });
}

export const sampleRegistry: CommandRegistry = {
  aggregates: [sample],
  aggregate: (name) => (name === sample.name ? sample : undefined),
  aggregateAt: (path) => (path === sample.path ? sample : undefined),
  command: (aggregate, name) =>
    aggregate === sample.name ? sample.commands.find((entry) => entry.name === name) : undefined,
  parse: (entry, body) => parseCommand((entry as RegisteredCommand).input, body),
  schemaOf: (entry) => schemaOf((entry as RegisteredCommand).input),
  roleTitle: (role) => (ROLES as Readonly<Record<string, string>>)[role] ?? role,
};
