import { Command } from 'commander';
import { printable } from '#fields';
import { ConfigurationError, commandIdOf } from '#platform';
import { deadLettersCommand } from './dead-letters.command.js';
import { inboxFindings } from './inbox-findings.js';
import { withInstallation } from './session.js';

/** 消息: what other systems are told and tell, and whether all of it arrived. */
export function messagesCommand(): Command {
  return new Command('messages')
    .description('与其他系统交换的消息')
    .addCommand(verifyCommand())
    .addCommand(deadLettersCommand());
}

function verifyCommand(): Command {
  return new Command('verify').description('核对：收到的每条消息都成了命令、死信，或者已经答复').action(() =>
    withInstallation(async (installation) => {
      const inbox = await installation.verifyInbox(commandIdOf);
      if (inbox === undefined)
        throw new ConfigurationError(['没有设置 KAFKA_BROKERS（Kafka 的地址），没有可以核对的主题']);
      for (const line of inboxFindings(inbox)) console.log(printable(line));
      if (inbox.missingCount > 0) process.exitCode = 1;
    }),
  );
}
