import { Command } from 'commander';
import { printable } from '#fields';
import { ConfigurationError, commandIdOf } from '#platform';
import { deadLettersCommand } from './dead-letters.command.js';
import { inboxFindings } from './inbox-findings.js';
import { withInstallation } from './session.js';
import { topicsFindings } from './topics-findings.js';

/** 消息: what other systems are told and tell, and whether all of it arrived. */
export function messagesCommand(): Command {
  return new Command('messages')
    .description('与其他系统交换的消息')
    .addCommand(verifyCommand())
    .addCommand(deadLettersCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('核对：日志中的每件事都在主题里，先后不乱；收到的每条消息都成了命令、死信，或者已经答复')
    .action(() =>
      withInstallation(async (installation) => {
        const topics = await installation.verifyTopics();
        const inbox = await installation.verifyInbox(commandIdOf);
        if (topics === undefined || inbox === undefined)
          throw new ConfigurationError(['没有设置 KAFKA_BROKERS（Kafka 的地址），没有可以核对的主题']);
        for (const line of [...topicsFindings(topics), ...inboxFindings(inbox)]) console.log(printable(line));
        if (topics.faults.length > 0 || inbox.missingCount > 0) process.exitCode = 1;
      }),
    );
}
