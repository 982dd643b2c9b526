import { Command } from 'commander';
import { DEADLINES, type DeadlineId, explainDue, renderLaw } from '#statutes';
import { dayArgument, fail, statutes } from './session.js';

export function lawCommand(): Command {
  return new Command('law')
    .description('期间与公式：问一个期限，或者打印全表')
    .addCommand(
      new Command('due')
        .description('某项期限的届满日，逐日说明')
        .argument('<期限>', '期限编号，如 D07')
        .requiredOption('--on <日期>', '触发日', dayArgument)
        .option('--variant <情形>', '该期限的哪一种情形')
        .action((rule: string, flags: { readonly on: string; readonly variant?: string }) => {
          const id = DEADLINES.find((deadline) => deadline.id === rule.toUpperCase())?.id as DeadlineId | undefined;
          if (id === undefined) {
            console.error(`没有编号为 ${rule} 的期限；可用的有 ${DEADLINES.map((deadline) => deadline.id).join('、')}`);
            process.exit(1);
          }
          try {
            console.log(explainDue(statutes(), id, { on: flags.on, variant: flags.variant }));
          } catch (error) {
            fail(error);
          }
        }),
    )
    .addCommand(
      new Command('table')
        .description('打印期间总表（docs/law.md 的内容）')
        .action(() => console.log(renderLaw(statutes()))),
    );
}
