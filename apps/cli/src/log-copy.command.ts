import { closeSync, createReadStream, createWriteStream, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { checkLogCopy, LogCopyError, logCopy, restoreLog } from '#installation';
import { fileArgument, messageOf, withInstallation, withNewInstallation } from './session.js';

/** 导出: the whole log as lines of JSON with a checksum. */
export function exportCommand(): Command {
  return new Command('export')
    .description('导出：全部事件，一行一个，末行是事件数和校验值；含个人信息，只有本用户可读')
    .argument('<文件>', '写到哪里；已有的文件不会被覆盖', newFileArgument)
    .action((file: string) =>
      withInstallation(async ({ log }) => {
        // Whoever is stopped half-way leaves no file that looks whole.
        const unfinished = `${file}.unfinished`;
        try {
          const lines = endedLines(logCopy(log, new Date().toISOString()));
          await pipeline(Readable.from(lines), createWriteStream(unfinished, { mode: 0o600 }));
          const events = await checkLogCopy(linesOf(unfinished));
          renameSync(unfinished, file);
          console.log(`已导出 ${events} 个事件到 ${file}`);
        } finally {
          rmSync(unfinished, { force: true });
        }
      }),
    );
}

/** 导入: a log into an empty store, of whichever kind. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      '导入：把导出的事件放进空的存储（PostgreSQL 或者 KurrentDB），编号和记录时刻不变；中断后再次运行即接着导入',
    )
    .argument('<文件>', '由 export 导出的文件', readableFileArgument)
    .action((file: string) =>
      withNewInstallation(async (installation) => {
        try {
          const events = await checkLogCopy(linesOf(file));
          let tenths = 0;
          const added = await restoreLog({
            lines: () => linesOf(file),
            openAt: (clock) => installation.onClock(clock).log,
            onProgress: (done) => {
              if (done < ((tenths + 1) * events) / 10) return;
              tenths = Math.floor((done * 10) / events);
              console.log(`导入 ${tenths * 10}% ｜ ${done}/${events} 个事件`);
            },
          });
          console.log(`✓ 存储中的 ${events} 个事件与 ${file} 逐个相同（本次导入 ${added} 个）`);
          console.log('读模型由 npm start 或者 worker 跟随事件建立；建好后用 npm run anjuan -- verify 核对');
        } catch (error) {
          if (!(error instanceof LogCopyError)) throw error;
          console.error(faultOf(error, file));
          process.exitCode = 1;
        }
      }),
    );
}

const FAULTS: Readonly<Record<LogCopyError['code'], string>> = {
  not_a_copy: '不是案卷导出的文件',
  version: '由更新的版本导出，请使用那个版本或者更新的版本导入',
  cut_off: '不完整：缺少末行的校验值，请重新导出或者重新传输',
  altered: '与校验值不符：内容被改动过，或者传输中有损坏，没有导入',
  unreadable: '不是有效的 JSON',
  another_log: '存储中已有别的事件：请导入到空的存储',
};

function faultOf({ code, line }: LogCopyError, file: string): string {
  return `${file}${line > 1 ? ` 第 ${line} 行` : ''}：${FAULTS[code]}`;
}

async function* endedLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

function newFileArgument(text: string): string {
  if (existsSync(text)) throw new InvalidArgumentError('文件已经存在，请另起名称');
  const file = fileArgument(text);
  rmSync(file);
  return file;
}

function readableFileArgument(text: string): string {
  try {
    closeSync(openSync(text, 'r'));
  } catch (error) {
    throw new InvalidArgumentError(`文件不能读取（${messageOf(error)}）`);
  }
  return text;
}
