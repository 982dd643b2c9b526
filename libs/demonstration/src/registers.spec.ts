import { beforeAll, describe, expect, it } from '@jest/globals';
import { evaluate, partNamed } from '#figures';
import { memoryInstallation } from '#installation';
import { ADMINISTRATOR } from './cast.js';
import { demonstrate, VirtualClock } from './demonstrate.js';
import type { PlannedCommand } from './planned-command.js';
import { REGISTER_FIGURES_2023, type RegisterFigure } from './published-2023.js';
import { DEMONSTRATION_YEAR, planYear } from './year.js';

/* Each register that the report counts gives the published number by itself, and another one when a command of it is taken out. */

const plan = planYear(DEMONSTRATION_YEAR);

/** The figures of the registers after these commands, as the ledger sums them. */
async function figuresAfter(commands: readonly PlannedCommand[]): Promise<Record<string, number | null>> {
  const clock = new VirtualClock();
  const installation = memoryInstallation().onClock(clock.now, ADMINISTRATOR.id);
  const projector = installation.projector();
  await demonstrate({ installation, clock, plan: commands });
  await projector.start();
  await projector.caughtUp();
  const parked = projector.status().readModels.filter(({ parkedKeys }) => parkedKeys > 0);
  await projector.stop();
  expect(parked).toEqual([]);
  const parts = REGISTER_FIGURES_2023.map(({ part }) => part);
  const period = { from: '2023-01-01', to: '2023-12-31' };
  const results = await evaluate(installation.ledger, parts.map(partNamed), period);
  return Object.fromEntries(results.map(({ value }, index) => [parts[index]!, value]));
}

/** The commands of some aggregates, with the units and people that they need, and the cases that they are about. */
function ofAggregates(...aggregates: readonly string[]): PlannedCommand[] {
  const isOf = ({ aggregate }: PlannedCommand) => ['unit', 'officer', ...aggregates].includes(aggregate);
  const about = new Map<string, Set<string>>([
    ['case', new Set()],
    ['lead', new Set()],
    ['proposal', new Set()],
  ]);
  const refer = ({ body }: PlannedCommand) => {
    const { caseId, leadId, proposalId } = body as Readonly<Record<string, string | undefined>>;
    if (caseId !== undefined) about.get('case')!.add(caseId);
    if (leadId !== undefined) about.get('lead')!.add(leadId);
    if (proposalId !== undefined) about.get('proposal')!.add(proposalId);
  };
  for (const command of plan) if (aggregates.length > 0 && isOf(command)) refer(command);
  for (const command of plan) if (about.get('case')!.has(command.id) && command.aggregate === 'case') refer(command);
  return plan.filter((command) => isOf(command) || about.get(command.aggregate)?.has(command.id));
}

describe('the year, several times over', () => {
  it('has as many cases each time', () => {
    const filed = (commands: typeof plan) => commands.filter(({ command }) => command === 'FileCase').length;
    expect(filed(planYear({ ...DEMONSTRATION_YEAR, scale: 3 }))).toBe(3 * filed(plan));
  });
});

describe('台账的数字与公开的年报一致', () => {
  let whole: Awaited<ReturnType<typeof figuresAfter>>;

  beforeAll(async () => {
    whole = await figuresAfter(ofAggregates(...REGISTER_FIGURES_2023.flatMap(({ aggregates }) => aggregates)));
  });

  it.each<RegisterFigure>(REGISTER_FIGURES_2023)('$sentence：$part为$value', ({ part, value }) => {
    expect(whole[part]).toBe(value);
  });

  it.each<RegisterFigure>(REGISTER_FIGURES_2023)(
    '$sentence：计划中少一条$without，数字就不同',
    async ({ part, aggregates, without, where }) => {
      const commands = ofAggregates(...aggregates);
      const left = commands.findLast(({ command, body, id }) => command === without && (where?.(body, id) ?? true))!;
      // A unit counts once, however often its dossiers are looked at: each of them has to go.
      const isGone = ({ aggregate, chain, id, on }: PlannedCommand) =>
        part.startsWith('E13/units')
          ? aggregate === left.aggregate && id.split('.').at(-1) === left.id.split('.').at(-1)
          : // What follows in the same record cannot be done without it.
            chain === left.chain && on >= left.on;
      const rest = commands.filter((entry) => !isGone(entry));
      expect(rest.length).toBeLessThan(commands.length);
      expect((await figuresAfter(rest))[part]).not.toBe(whole[part]);
    },
  );
});
