import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { reportText } from '#read-models';
import { openDatabase } from '#store-postgres';
import { isEmpty, readMark, runDemonstration, writeMark } from './demo/run.js';
import { DEMONSTRATION_YEAR } from './demo/year.js';
import { directoryArgument, fail, numberArgument, statutes } from './session.js';

interface DemoFlags {
  readonly dir?: string;
  readonly scale: number;
  readonly seed: number;
  readonly bureauOnly?: boolean;
  readonly json?: boolean;
  readonly journal?: string;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('演示年度：把全市2023年的案件逐条命令办一遍，并由事件得出年度报告')
    .option('--dir <目录>', '存放数据的目录；不给则用临时目录，演示完删除', directoryArgument)
    .option('--scale <倍数>', '把这一年办几遍', numberArgument(1, 100), 1)
    .option('--seed <种子>', '换一个种子就是数字相同的另一年', numberArgument(1, 999_999_999), DEMONSTRATION_YEAR.seed)
    .option('--bureau-only', '只办市局本级的案件，不含县（市、区）和乡镇（街道）')
    .option('--json', '只打印各项数字')
    .option('--journal <文件>', '逐条记下已确认的命令')
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  const directory = flags.dir ?? mkdtempSync(join(tmpdir(), 'anjuan-demo-'));
  const bar = progressBar();
  try {
    const year = { seed: flags.seed, scale: flags.scale, bureauOnly: flags.bureauOnly === true };
    const mark = readMark(directory);
    if (mark && JSON.stringify(mark.year) !== JSON.stringify(year)) {
      const { seed, scale, bureauOnly } = mark.year;
      console.error(
        `目录 ${directory} 中是另一个演示年度（种子 ${seed}，${scale} 遍${bureauOnly ? '，只办市局本级' : ''}），请换一个目录`,
      );
      process.exit(1);
    }
    const database = await openDatabase({ directory });
    // Ctrl-C and SIGTERM stop between two commands; the next start goes on from there.
    const interruption = new AbortController();
    process.once('SIGINT', () => interruption.abort(new Error('已中断；同一目录再次运行会接着办')));
    process.once('SIGTERM', () => interruption.abort(new Error('已中断；同一目录再次运行会接着办')));
    try {
      if (mark === undefined) {
        if (!(await isEmpty(database))) {
          console.error(`目录 ${directory} 中已有数据，不是演示年度，请换一个目录`);
          process.exitCode = 1;
          return;
        }
        writeMark(directory, { year, state: 'playing' });
      } else if (!flags.json) console.error('接着上次中断的地方继续');
      const result = await runDemonstration({
        database,
        statutes: statutes(),
        year,
        signal: interruption.signal,
        onProgress: bar.show,
        ...(flags.journal === undefined ? {} : { journal: flags.journal }),
      });
      bar.stop();
      writeMark(directory, { year, state: 'complete' });
      if (flags.json) console.log(JSON.stringify(figuresOf(result.report), null, 2));
      else {
        console.log(reportText(result.report));
        const seconds = result.playMs / 1000;
        console.log(
          `${result.commands} 条命令，${result.events} 个事件；计划 ${(result.planMs / 1000).toFixed(1)} 秒，` +
            `办理和投影 ${seconds.toFixed(1)} 秒（每秒 ${Math.round(result.events / seconds)} 个事件），` +
            `内存峰值 ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
        );
        if (flags.dir !== undefined) console.log(`数据在 ${directory}`);
      }
    } finally {
      bar.stop();
      await database.close();
    }
  } catch (error) {
    bar.stop();
    if (flags.dir === undefined) rmSync(directory, { recursive: true, force: true });
    fail(error);
  }
  if (flags.dir === undefined) rmSync(directory, { recursive: true, force: true });
}

/** The figures alone: key to number; a rate with nothing to divide by is null. */
export function figuresOf(report: { readonly figures: Readonly<Record<string, { readonly value: number | null }>> }) {
  return Object.fromEntries(Object.entries(report.figures).map(([key, { value }]) => [key, value]));
}

/** A progress bar on stderr; where stderr is no terminal, a line every tenth of the way. */
export function progressBar() {
  const bar = new SingleBar({
    format: '办理 {bar} {percentage}% ｜ {day} ｜ {value}/{total} 条命令',
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  let running = false;
  let told = -1;
  return {
    show: ({ day, commands, total }: { readonly day: string; readonly commands: number; readonly total: number }) => {
      if (!process.stderr.isTTY) {
        const tenth = Math.floor((commands / total) * 10);
        if (tenth > told) process.stderr.write(`办理 ${tenth * 10}% ｜ ${day} ｜ ${commands}/${total} 条命令\n`);
        told = Math.max(told, tenth);
        return;
      }
      if (!running) bar.start(total, commands, { day });
      running = true;
      bar.update(commands, { day });
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
