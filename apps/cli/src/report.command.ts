import { Command } from 'commander';
import { unit as unitRegister } from '#enforcement';
import { defined } from '#eventsourcing';
import { annualReport, draftOf, eventsIn, reportText } from '#figures';
import { dayOf } from '#statutes';
import { knownOnArgument, numberArgument, withInstallation } from './session.js';

export function reportCommand(): Command {
  return new Command('report')
    .description('行政执法工作年报')
    .argument('<年度>', '统计年度', numberArgument(2000, 2100))
    .option('--unit <单位>', '填报单位', '330800')
    .option('--known-on <时间>', '按该日（2024-01-26）或者该分钟（2024-01-26T18:00）终了时已知的事件', knownOnArgument)
    .option('--json', '只打印各项数字')
    .action((year: number, flags: { readonly unit: string; readonly knownOn?: string; readonly json?: boolean }) =>
      withInstallation(async ({ store, readModelStore, ledger, now }) => {
        const row = await readModelStore.row(unitRegister.register.readModel, flags.unit);
        if (!row) {
          console.error(`没有编号为 ${flags.unit} 的单位`);
          process.exitCode = 1;
          return;
        }
        const report = await annualReport(ledger, {
          year,
          today: dayOf(now()),
          unit: { unitId: flags.unit, name: String(row['name']) },
          ...(await draftOf(eventsIn(store), flags.unit, year, flags.knownOn)),
          ...defined({ knownOn: flags.knownOn }),
        });
        console.log(flags.json ? JSON.stringify(figuresOf(report), null, 2) : reportText(report));
      }),
    );
}

/** The figures alone: key to number; a rate with nothing to divide by is null. */
export function figuresOf(report: { readonly figures: Readonly<Record<string, { readonly value: number | null }>> }) {
  return Object.fromEntries(Object.entries(report.figures).map(([key, { value }]) => [key, value]));
}
