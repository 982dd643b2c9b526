import { Command } from 'commander';
import { MAX_CLOCK_BEHIND_MS } from '#eventsourcing';
import { printable } from '#fields';
import { followerStandings, type Installation } from '#installation';
import { withInstallation } from './session.js';

/** 运行状态, for whoever has a shell and no browser. Exit code 1 where something wants a hand. */
export function statusCommand(): Command {
  return new Command('status')
    .description('运行状态：事件、时钟、跟随进程、停放的记录和死信；有需要处理的事项时退出码为 1')
    .action(() =>
      withInstallation(async (installation) => {
        await tellLog(installation);
        await tellFollowers(installation);
        const { readModels } = await installation.readModelStore.load('main');
        const parked = readModels.flatMap((model) => model.parked);
        tell('停放的记录', parked.length === 0, `${parked.length} 条`);
        for (const { readModel, key, stream, error } of parked.slice(0, 10))
          console.log(printable(`    ${readModel} ${key}（${stream}）：${error.slice(0, 200)}`));
        const letters = await installation.deadLetters.counts();
        tell('死信', letters.open === 0, `待处理 ${letters.open}，等待重放 ${letters.asked}`);
      }),
    );
}

async function tellLog({ log, demonstration }: Installation): Promise<void> {
  const { position, recordedAt } = await log.head();
  tell('事件', true, recordedAt === undefined ? '还没有' : `位置 ${position}，最后一条记录于 ${recordedAt}`);
  if (demonstration !== undefined) return tell('演示时钟', true, demonstration.now());
  const now = Date.now();
  const aheadMs = recordedAt === undefined ? 0 : Date.parse(recordedAt) - now;
  const isRight = aheadMs <= MAX_CLOCK_BEHIND_MS;
  tell('时钟', isRight, new Date(now).toISOString());
  if (!isRight)
    console.log(
      `    最后一条事件的记录时刻比本机时钟晚 ${Math.round(aheadMs / 60_000)} 分钟：数据库服务器的时钟若与本机一致，则不再接受办理。` +
        '时钟慢了就校准；曾经快了、现在已校准的，到那一时刻之前不能办理，急用时从出错之前的备份恢复',
    );
}

async function tellFollowers({ reports }: Installation): Promise<void> {
  const standings = followerStandings(await reports.list(), new Date().toISOString());
  if (standings.length === 0) tell('跟随进程', false, '没有进程在跟随事件：请启动 npm start 或者 worker');
  for (const { report, title, stateTitle, isWell, state } of standings) {
    const { process: by, position, lastError } = report;
    const where = position === undefined ? '' : `，到位置 ${position}`;
    const isRight = isWell || state === 'new';
    tell(`${title}（${by}）`, isRight, `${stateTitle}${where}`);
    if (lastError !== undefined && !isRight) console.log(printable(`    ${lastError.slice(0, 200)}`));
  }
}

function tell(what: string, isWell: boolean, more: string): void {
  console.log(`${isWell ? '✓' : '✗'} ${what}：${more}`);
  if (!isWell) process.exitCode = 1;
}
