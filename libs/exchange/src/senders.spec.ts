import { describe, expect, it } from '@jest/globals';
import { parseSenders, SENDER_LIMITS, SendersError } from './senders.js';

const BANK = { id: 'bank', title: '代收银行', source: '/quzhou/bank', kinds: ['payments'], units: ['330802'] };
const file = (...systems: unknown[]) => JSON.stringify({ systems });

function faults(text: string): readonly string[] {
  try {
    parseSenders(text);
  } catch (error) {
    if (error instanceof SendersError) return error.sentences;
    throw error;
  }
  return [];
}

describe('对接系统的文件', () => {
  it('写明每个系统的名称、来源、可以发送的种类和单位', () => {
    const court = { ...BANK, id: 'court', source: '/quzhou/court', kinds: ['courts', 'police'], units: 'ALL' };
    expect(parseSenders(file(BANK, court))).toEqual([BANK, court]);
    expect(parseSenders(file())).toEqual([]);
  });

  it('不是 JSON、不是对象、没有列表的，一句话说明', () => {
    expect(faults('{')).toEqual(['对接系统的文件不是合法的 JSON']);
    expect(faults('[]')[0]).toBe('对接系统的文件：应为对象');
    expect(faults('{"system":[]}')).toEqual(['system：没有这一项', 'systems：应为列表，每项是一个对接系统']);
  });

  it.each([
    ['id', { id: 'Bank' }, 'systems[0].id：应为小写字母、数字和 - 组成的名称'],
    ['id of ours', { id: 'dead-letters' }, 'systems[0].id：'],
    ['title', { title: ' ' }, 'systems[0].title：应为系统的中文名称'],
    ['source', { source: '衢州' }, 'systems[0].source：'],
    ['kinds', { kinds: ['payments', 'news'] }, 'systems[0].kinds：应为消息种类的列表，可用的有leads、'],
    ['no kinds', { kinds: [] }, 'systems[0].kinds：'],
    ['units', { units: 'all' }, 'systems[0].units：'],
    ['no units', { units: [] }, 'systems[0].units：'],
    ['more', { password: 'x' }, 'systems[0].password：没有这一项'],
  ])('%s不对的，指出在哪里', (_what, more, sentence) => {
    expect(faults(file({ ...BANK, ...more }))).toEqual([expect.stringContaining(sentence)]);
  });

  it('一次说全；两个系统同名、同源的，不能区分', () => {
    expect(faults(file({ ...BANK, id: 7, units: 7 }, null))).toHaveLength(3);
    expect(faults(file(BANK, BANK))).toEqual([
      'id“bank”不止一个系统使用，无法区分',
      'source“/quzhou/bank”不止一个系统使用，无法区分',
    ]);
    expect(faults(file(...Array.from({ length: SENDER_LIMITS.systems + 1 }, () => BANK)))).toEqual([
      'systems：对接系统不能超过200个',
    ]);
  });
});
