import type { Command } from 'commander';

/** What commander says by itself; what an argument's own check says stands as it is. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown command '(.*)'/, '没有名为 $1 的命令'],
  [/^error: unknown option '(.*)'/, '没有名为 $1 的选项'],
  [/^error: missing required argument '(.*)'/, '缺少 <$1>'],
  [/^error: required option '(.*)' not specified/, '缺少 $1'],
  [/^error: option '(.*)' argument missing/, '$1 之后缺少内容'],
  [/^error: too many arguments.*/, '给出的内容太多'],
  [/^error: command-argument value '(.*)' is invalid for argument '(.*)'\. /, '$2“$1”：'],
  [/^error: option '(.*)' argument '(.*)' is invalid\. /, '$1“$2”：'],
  [/\(Did you mean (.*)\?\)/, '（是否要用 $1）'],
];

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

const inChinese = (term: string) => term.replace('[options]', '[选项]').replace('[command]', '<命令>');

/** Help and complaints of a command and its subcommands in Chinese, columns aligned by the width of what is printed. */
export function speakChinese(command: Command): Command {
  const { commandUsage, subcommandTerm, optionDescription } = command.createHelp();
  command
    .helpOption('-h, --help', '显示帮助')
    .configureHelp({
      commandUsage: (shown) => inChinese(commandUsage.call(command.createHelp(), shown)),
      subcommandTerm: (shown) => inChinese(subcommandTerm.call(command.createHelp(), shown)),
      optionDescription: (option) =>
        optionDescription.call(command.createHelp(), option).replace(/ \(default: "?(.*?)"?\)/, '（默认 $1）'),
      styleTitle: (title) => TITLES[title] ?? title,
      displayWidth: (text) => [...text].reduce((width, letter) => width + (letter > '\u2e7f' ? 2 : 1), 0),
    })
    .configureOutput({
      outputError: (text, write) => write(SENTENCES.reduce((said, [from, to]) => said.replace(from, to), text)),
    })
    .showHelpAfterError('用 --help 查看用法');
  if (command.commands.length > 0) command.helpCommand('help [命令]', '显示某条命令的帮助');
  for (const subcommand of command.commands) speakChinese(subcommand);
  return command;
}
