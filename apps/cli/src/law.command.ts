import { Command, InvalidArgumentError } from 'commander';
import { addNotice, bureauStatutes } from '#installation';
import { ConfigurationError, readConfiguration } from '#platform';
import { DEADLINES, type DeadlineId, explainDue, type Interval, renderLaw } from '#statutes';
import { dayArgument, fail, numberArgument } from './session.js';

export function lawCommand(): Command {
  return new Command('law')
    .description('期间与公式：问一个期限，或者打印全表')
    .addCommand(
      new Command('due')
        .description('某项期限的届满日，逐日说明')
        .argument('<期限>', '期限编号，如 D07')
        .requiredOption('--on <日期>', '触发日；以小时计的写时刻，如 2023-04-28T17:00:00+08:00', momentArgument)
        .option('--variant <情形>', '该期限的哪一种情形')
        .option('--suspend <起..止>', '停止计算的期间，自起日不计，自止日续计；可以多次', suspensionArgument)
        .option('--extend <数目>', '批准的延长，单位同期限；可以多次', extensionArgument)
        .action(due),
    )
    .addCommand(
      new Command('table').description('打印期间总表（docs/law.md 的内容）').action(async () => {
        try {
          console.log(renderLaw(await bureauStatutes(readConfiguration(process.env))));
        } catch (error) {
          fail(error);
        }
      }),
    )
    .addCommand(
      new Command('calendar')
        .description('工作日历')
        .addCommand(
          new Command('add')
            .description('录入一年的放假安排：核对全年，写入 ANJUAN_STATUTES 指定的文件')
            .argument('<文件>', '国务院办公厅通知的内容，JSON，格式见 libs/statutes/README.md 的 calendar 一项')
            .action(addYear),
        ),
    );
}

async function addYear(file: string): Promise<void> {
  try {
    const { statutesFile } = readConfiguration(process.env);
    if (statutesFile === undefined)
      throw new ConfigurationError(['没有设置 ANJUAN_STATUTES：请先指定单位的规则文件，放假安排写入其中']);
    const { year, statutes } = await addNotice(statutesFile, file);
    const workingDays = statutes.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`);
    console.log(`已录入${year}年的放假安排，全年${workingDays}个工作日；重新启动各进程后生效`);
  } catch (error) {
    fail(error);
  }
}

interface DueFlags {
  readonly on: string;
  readonly variant?: string;
  readonly suspend?: readonly Interval[];
  readonly extend?: readonly number[];
}

async function due(rule: string, { on, variant, suspend, extend }: DueFlags): Promise<void> {
  try {
    const deadline = DEADLINES.find(({ id }) => id === rule.toUpperCase());
    if (!deadline)
      throw new ConfigurationError([`没有编号为 ${rule} 的期限；可用的有 ${DEADLINES.map(({ id }) => id).join('、')}`]);
    const trigger = { on, variant, suspensions: suspend, extensions: extend };
    const statutes = await bureauStatutes(readConfiguration(process.env));
    console.log(explainDue(statutes, deadline.id as DeadlineId, trigger));
  } catch (error) {
    fail(error);
  }
}

function momentArgument(text: string): string {
  return text.includes('T') ? text : dayArgument(text);
}

function suspensionArgument(text: string, earlier: readonly Interval[] = []): readonly Interval[] {
  const [startOn, endOn, ...more] = text.split('..');
  if (startOn === undefined || endOn === undefined || more.length > 0)
    throw new InvalidArgumentError('应为 起..止，如 2023-05-01..2023-05-20');
  return [...earlier, { startOn: dayArgument(startOn), endOn: dayArgument(endOn) }];
}

function extensionArgument(text: string, earlier: readonly number[] = []): readonly number[] {
  return [...earlier, numberArgument(1, 1000)(text)];
}
