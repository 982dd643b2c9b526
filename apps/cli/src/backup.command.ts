import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { backUpBureau, restoreBureau } from '#installation';
import { withConfiguration } from './session.js';

/** 备份: everything that cannot be derived, as it is at this moment. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('备份：事件、查阅记录、死信、检查点等全部留存数据，运行中也可备份；含个人信息，只有本用户可读')
    .argument('<目录>', '写到哪里；不能已经存在', newDirectoryArgument)
    .action((directory: string) =>
      withConfiguration(async (configuration) => {
        const { tables } = await backUpBureau(configuration, directory, new Date().toISOString());
        const rows = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0;
        console.log(`已备份到 ${directory}：${rows('events')} 个事件，${rows('look')} 条查阅记录`);
        if (configuration.kurrentUrl !== undefined)
          console.log('注意：事件存放在 KurrentDB 中，须用 KurrentDB 自己的办法另行备份');
      }),
    );
}

/** 恢复: a backup into a new data directory or an empty database. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('恢复：把备份恢复到新的数据目录（ANJUAN_DATA）或者空的数据库（DATABASE_URL）')
    .argument('<目录>', '由 backup 备份的目录', existingDirectoryArgument)
    .action((directory: string) =>
      withConfiguration(async (configuration) => {
        const { tables, madeAt } = await restoreBureau(configuration, directory);
        const events = tables.find(({ name }) => name === 'events')?.rows ?? 0;
        console.log(`已恢复 ${madeAt} 的备份：${events} 个事件`);
        console.log('读模型由 npm start 或者 worker 跟随事件建立；建好后用 npm run anjuan -- verify 核对');
      }),
    );
}

function newDirectoryArgument(text: string): string {
  if (existsSync(text)) throw new InvalidArgumentError('目录已经存在，请另起名称');
  return resolve(text);
}

function existingDirectoryArgument(text: string): string {
  if (!existsSync(text)) throw new InvalidArgumentError('没有这个目录');
  return resolve(text);
}
