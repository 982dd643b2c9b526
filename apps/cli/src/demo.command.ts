import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  afterTheYear,
  DEMONSTRATION_YEAR,
  isEmpty,
  progressBar,
  type RunResult,
  readMark,
  runDemonstration,
  writeMark,
} from '#demonstration';
import { defined } from '#eventsourcing';
import { reportText } from '#figures';
import { openInstallation } from '#installation';
import { ConfigurationError, onStopRequest, readConfiguration } from '#platform';
import { figuresOf } from './report.command.js';
import { directoryArgument, fail, fileArgument, messageOf, numberArgument, tell } from './session.js';

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
    .option('--journal <文件>', '逐条记下已确认的命令', fileArgument)
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  const directory = flags.dir ?? temporaryDirectory();
  const bar = progressBar();
  // What was asked to stop stops between two commands; a directory of one's own is gone on with the next time.
  const interruption = new AbortController();
  onStopRequest(() => interruption.abort());
  try {
    const result = await playInto(directory, flags, bar, interruption.signal);
    bar.stop();
    if (flags.json) console.log(JSON.stringify(figuresOf(result.report), null, 2));
    else {
      console.log(reportText(result.report));
      console.log(speedOf(result));
      if (flags.dir !== undefined) console.log(`数据在 ${directory}`);
    }
  } catch (error) {
    bar.stop();
    process.exitCode = 1;
    if (!interruption.signal.aborted) tell(error);
    else console.error(flags.dir === undefined ? '已中断' : '已中断；同一目录再次运行会接着办');
  } finally {
    if (flags.dir === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

async function playInto(
  directory: string,
  flags: DemoFlags,
  bar: ReturnType<typeof progressBar>,
  signal: AbortSignal,
): Promise<RunResult> {
  const year = { seed: flags.seed, scale: flags.scale, bureauOnly: flags.bureauOnly === true };
  const mark = readMark(directory);
  if (mark && JSON.stringify(mark.year) !== JSON.stringify(year)) {
    const { seed, scale, bureauOnly } = mark.year;
    throw new ConfigurationError([
      `目录 ${directory} 中是另一个演示年度（种子 ${seed}，${scale} 遍${bureauOnly ? '，只办市局本级' : ''}），请换一个目录`,
    ]);
  }
  // Into the directory, whatever servers the environment names.
  const { databaseUrl: _others, kurrentUrl: _theirs, ...configuration } = readConfiguration(process.env);
  const installation = await openInstallation({ ...configuration, dataDirectory: directory });
  try {
    if (mark === undefined) {
      if (!(await isEmpty(installation)))
        throw new ConfigurationError([`目录 ${directory} 中已有数据，不是演示年度，请换一个目录`]);
      writeMark(directory, { year, state: 'playing' });
    } else if (!flags.json)
      console.error(mark.state === 'complete' ? '这一年已经办完，逐条核对' : '接着上次中断的地方继续');
    const result = await runDemonstration({
      installation,
      year,
      signal,
      onProgress: bar.show,
      ...defined({ journal: flags.journal }),
    });
    await afterTheYear(installation);
    writeMark(directory, { year, state: 'complete' });
    return result;
  } finally {
    bar.stop();
    await installation.close();
  }
}

function temporaryDirectory(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'anjuan-demo-'));
  } catch (error) {
    return fail(new ConfigurationError([`临时目录 ${tmpdir()} 不可用（${messageOf(error)}），请用 --dir 指定目录`]));
  }
}

function speedOf({ commands, events, planMs, playMs }: RunResult): string {
  const seconds = playMs / 1000;
  return (
    `${commands} 条命令，${events} 个事件；计划 ${(planMs / 1000).toFixed(1)} 秒，` +
    `办理和投影 ${seconds.toFixed(1)} 秒（每秒 ${Math.round((events ?? commands) / seconds)} 个事件），` +
    `内存峰值 ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`
  );
}
