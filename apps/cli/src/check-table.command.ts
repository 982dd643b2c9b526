import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { checkPublishedTable, UncheckableTableError } from '#figures';
import { sheetRows, UnreadableSheetError } from '#sheets';

/** Exit code 0 where every sum is right, 1 where one is not or the file cannot be read. */
export function checkTableCommand(): Command {
  return new Command('check-table')
    .description('核对一份公布的数据表（XLSX、CSV）的加总，逐行逐列指出不符之处')
    .argument('<文件>', '数据表')
    .action(async (file: string) => {
      try {
        const { template, rows, compared, faults } = checkPublishedTable(await sheetRows(readFileSync(file)));
        if (template !== null) console.log(`样式：${template}`);
        for (const { row, column, said } of faults) console.log(`第${row}行“${column}”：${said}`);
        console.log(
          `${rows.length}行，核对${compared}项合计，${faults.length === 0 ? '全部相符' : `${faults.length}处不符`}`,
        );
        if (faults.length > 0) process.exitCode = 1;
      } catch (error) {
        const { code } = error as { readonly code?: string };
        if (!(error instanceof UnreadableSheetError || error instanceof UncheckableTableError || code === 'ENOENT'))
          throw error;
        console.error(code === 'ENOENT' ? `没有文件 ${file}` : (error as Error).message);
        process.exitCode = 1;
      }
    });
}
