import { Command } from 'commander';
import { rebuildCommand, replayCommand, verifyCommand } from './audit.command.js';
import { backupCommand, restoreCommand } from './backup.command.js';
import { checkTableCommand } from './check-table.command.js';
import { speakChinese } from './chinese.js';
import { demoCommand } from './demo.command.js';
import { lawCommand } from './law.command.js';
import { exportCommand, importCommand } from './log-copy.command.js';
import { messagesCommand } from './messages.command.js';
import { reportCommand } from './report.command.js';
import { statusCommand } from './status.command.js';
import { tokenCommand } from './token.command.js';
import { verifyLawCommand } from './verify-law.command.js';

/** 案卷 on the command line: `npm run anjuan -- <command>`. */
export function createProgram(): Command {
  return speakChinese(
    new Command('anjuan')
      .description('案卷：行政执法案件事件溯源引擎的命令行工具')
      .addCommand(demoCommand())
      .addCommand(reportCommand())
      .addCommand(checkTableCommand())
      .addCommand(replayCommand())
      .addCommand(verifyCommand())
      .addCommand(verifyLawCommand())
      .addCommand(rebuildCommand())
      .addCommand(statusCommand())
      .addCommand(backupCommand())
      .addCommand(restoreCommand())
      .addCommand(exportCommand())
      .addCommand(importCommand())
      .addCommand(messagesCommand())
      .addCommand(tokenCommand())
      .addCommand(lawCommand()),
  );
}
