import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { AGGREGATES } from '#enforcement';
import { createProgram } from './program.js';

/** What a command line gets to read before anything is done. */
async function said(...words: string[]): Promise<string> {
  const program = createProgram();
  let text = '';
  const listen = (command: Command) => {
    command.exitOverride().configureOutput({
      writeOut: (part) => {
        text += part;
      },
      writeErr: (part) => {
        text += part;
      },
    });
    command.commands.forEach(listen);
  };
  listen(program);
  await program.parseAsync(words, { from: 'user' }).catch((error: { readonly code?: string }) => {
    if (!error.code?.startsWith('commander.')) throw error;
  });
  return text;
}

describe('the command line', () => {
  it('speaks Chinese, whatever is wrong with what was typed', async () => {
    for (const words of [
      ['nonsense'],
      ['repor'],
      ['report'],
      ['report', '20x3'],
      ['report', '2023', '2024'],
      ['report', '2023', '--unitt'],
      ['report', '2023', '--unit'],
      ['report', '2023', '--known-on', '2023-02-30'],
      ['replay', '2022.11', '--at', '2023-02-30'],
      ['messages', 'nonsense'],
      ['messages', 'dead-letters', '--state', 'lost'],
      ['messages', 'dead-letters', 'give-up', 'x'],
      ['messages', 'dead-letters', 'give-up', 'x', '--reason', ' '],
      ['demo', '--scale', '0'],
      ['law', 'due', 'D07'],
      ['law', 'due', 'D07', '--on', '2023-09-26', '--suspend', '2023-09-27'],
    ]) {
      const text = await said(...words);
      expect(text).toMatch(/[\u4e00-\u9fff]/);
      expect(text).not.toMatch(/error|missing|invalid|unknown|specified|mean|Allowed/);
    }
  });

  it('describes each command in Chinese', async () => {
    for (const command of createProgram().commands) {
      const text = await said(command.name(), '--help');
      expect(text).toContain('用法：');
      expect(text).not.toMatch(/Usage|Options|Arguments|Commands|default|display help/);
    }
  });

  it('gives no act of any register: nobody gets round a guard here (F16)', async () => {
    const named = (command: Command): string[] => [command.name(), ...command.commands.flatMap(named)];
    const here = new Set(named(createProgram()));
    const acts = AGGREGATES.flatMap(({ path, commands }) => [path, ...commands.map(({ name }) => name)]);
    expect(acts.filter((act) => here.has(act))).toEqual([]);
    expect(await said('HoldHearing', 'b1')).toContain('没有');
    expect(await said('cases', 'b1', 'HoldHearing')).toContain('没有');
  });
});
