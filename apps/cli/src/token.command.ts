import { Command } from 'commander';
import { demonstrationPeople } from '#demonstration';
import { ConfigurationError, DemonstrationIssuer, readConfiguration } from '#platform';
import { fail } from './session.js';

export function tokenCommand(): Command {
  return new Command('token')
    .description('打印演示用户的令牌；只在没有接入统一身份认证时可用')
    .argument('[身份]', '只打印这一种身份中第一人的令牌，如 OFFICER')
    .action(async (role?: string) => {
      try {
        const { signIn, dataDirectory } = readConfiguration(process.env);
        if (signIn.kind !== 'demonstration') throw new ConfigurationError(['已接入统一身份认证，演示令牌不可用']);
        const issuer = await DemonstrationIssuer.open(dataDirectory, signIn);
        const people = demonstrationPeople();
        if (role !== undefined) {
          const first = people.find(({ roles }) => roles.includes(role.toUpperCase()));
          if (!first) throw new ConfigurationError([`没有身份为 ${role} 的演示用户`]);
          console.log(await issuer.token(first));
        } else
          for (const person of people)
            console.log(
              `${person.title}　${person.name}（${person.roles.join('、')}）\n${await issuer.token(person)}\n`,
            );
      } catch (error) {
        fail(error);
      }
    });
}
