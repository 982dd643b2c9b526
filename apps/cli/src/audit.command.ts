import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { aggregateNamed, type LawAggregate, sentenceOf } from '#enforcement';
import { firstFaultyPosition, fold, knownBefore, type Projector, type RecordedEvent } from '#eventsourcing';
import { printable, spoken } from '#fields';
import { READ_MODELS } from '#figures';
import type { Installation } from '#installation';
import { knownOnArgument, numberArgument, withInstallation } from './session.js';

/** 审计: proves that what is shown is what happened. */
export function verifyCommand(): Command {
  return new Command('verify').description('核对：事件位置无误，各读模型逐行等于重建，汇总等于明细').action(() =>
    withInstallation(async (installation) => {
      await verifyPositions(installation);
      await withProjector(installation, async (projector) => {
        const comparisons = await projector.compareAll(READ_MODELS.map(({ name }) => name));
        for (const { readModel, rows, entries, differing, differences } of comparisons) {
          report(`${readModel} 逐行等于重建`, differing === 0, `${rows} 行，${entries} 条台账分录`);
          for (const difference of differences.slice(0, 10)) console.log(`    ${JSON.stringify(difference)}`);
        }
      });
      const groups = await installation.ledger.ledgerAgreesWithRollup(10);
      report('汇总等于明细', groups.length === 0, '');
      for (const group of groups) console.log(`    ${JSON.stringify(group)}`);
    }),
  );
}

function report(what: string, holds: boolean, more: string): void {
  console.log(`${holds ? '✓' : '✗'} ${what}${more === '' ? '' : `（${more}）`}`);
  if (!holds) process.exitCode = 1;
}

/** Positions are as the store declares them. */
async function verifyPositions({ store }: Installation): Promise<void> {
  const faulty = await firstFaultyPosition(store);
  const [what, fault] = store.positions === 'gapless' ? ['事件位置连续', '缺失'] : ['事件位置递增', '不大于前一个'];
  report(what, faulty === undefined, faulty === undefined ? '' : `位置 ${faulty} ${fault}`);
}

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('重建读模型；查询不受影响，建好后替换')
    .argument('[读模型]', `${READ_MODELS.map(({ name }) => name).join('、')}；不给则全部`)
    .action((name?: string) =>
      withInstallation((installation) =>
        withProjector(installation, async (projector) => {
          const names = READ_MODELS.map((model) => model.name).filter((known) => name === undefined || known === name);
          if (names.length === 0) {
            return missing(`没有名为 ${name} 的读模型`);
          }
          const started = performance.now();
          await withProgress(installation, projector, () => projector.rebuild(...names));
          const took = ((performance.now() - started) / 1000).toFixed(1);
          console.log(`${name ?? `全部 ${names.length} 个读模型`} 已重建，${took} 秒`);
        }),
      ),
    );
}

/** Shows on stderr how far a rebuild has come and how long it still takes; where stderr is no terminal, now and then. */
async function withProgress({ store }: Installation, projector: Projector, work: () => Promise<void>): Promise<void> {
  const bar = new SingleBar({
    format: '重建 {bar} {percentage}% ｜ {value}/{total} 个事件 ｜ {left}',
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
  });
  const started = performance.now();
  const total = (await store.head()).position;
  const show = () => {
    const reached = projector.status().readModels.find(({ state }) => state === 'rebuilding')?.position ?? 0;
    const seconds = ((performance.now() - started) / 1_000 / reached) * (total - reached);
    bar.update(reached, { left: reached < total ? `约余 ${reached > 0 ? Math.ceil(seconds) : '…'} 秒` : '正在建索引' });
  };
  bar.start(total, 0, { left: '' });
  const showing = setInterval(show, 200);
  try {
    await work();
    bar.update(total, { left: '' });
  } finally {
    clearInterval(showing);
    bar.stop();
  }
}

async function withProjector(installation: Installation, work: (projector: Projector) => Promise<void>): Promise<void> {
  const projector = installation.projector();
  await projector.start();
  await projector.caughtUp();
  await work(projector);
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('重放一个案件或者一条流：逐个事件，以及其后的状态')
    .argument('<案件或者流>', '如 2022.11，或者 unit-330800')
    .option('--revision <版本>', '只到这个版本', numberArgument(0, 999_999_999))
    .option('--at <时间>', '只到该日（2024-01-26）或者该分钟（2024-01-26T18:00）终了', knownOnArgument)
    .action((named: string, flags: { readonly revision?: number; readonly at?: string }) =>
      withInstallation(async ({ store }) => {
        const stream = streamNamed(named);
        const aggregate = aggregateNamed(stream.slice(0, stream.indexOf('-')));
        const kept = await store.readStream(stream, 0, flags.revision);
        if (kept.length === 0 || !aggregate) return missing(`没有 ${named} 这个案件，也没有这条流`);
        const before = flags.at && knownBefore(flags.at);
        const events = before ? kept.filter(({ recordedAt }) => recordedAt < before) : kept;
        if (events.length === 0) return missing(`${named} 当时还没有记录，第一条记录于 ${kept[0]!.recordedAt}`);
        for (const event of events) console.log(printable(line(aggregate, event)));
        console.log(`\n第 ${events.length - 1} 版的状态：`);
        console.log(printable(JSON.stringify(fold(aggregate, aggregate.initialState, events), null, 2)));
      }),
    );
}

/** The stream of a case is called by the case's number alone. */
function streamNamed(named: string): string {
  return aggregateNamed(named.slice(0, named.indexOf('-'))) ? named : `case-${named}`;
}

function missing(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

function line(aggregate: LawAggregate, event: RecordedEvent): string {
  const { revision, position, recordedAt, meta } = event;
  return `${String(revision).padStart(4)}  位置 ${position}  ${recordedAt}  ${meta.actor}（${meta.role}）  ${spoken(sentenceOf(aggregate, event))}`;
}
