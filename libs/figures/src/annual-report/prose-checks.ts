import { REPORT_SECTIONS, type WrittenSection } from '#enforcement';
import type { Check, Figures } from './parts.js';
import { byName, numbersByHand, paragraphOf } from './prose.js';

/** What is to be seen to in the sections that a unit writes itself: names that no figure has, and numbers without entries. */
export function proseChecks(written: readonly WrittenSection[], figures: Figures): Check[] {
  if (written.length === 0) return [];
  const names = byName(figures);
  const unknown = written.flatMap(({ words }) => paragraphOf(words, names).unknown);
  const byHand = written.flatMap(({ section, words }) => {
    const numbers = numbersByHand(words);
    return numbers.length === 0 ? [] : [`“${REPORT_SECTIONS[section]}”${numbers.join('、')}`];
  });
  return [
    {
      id: 'W1',
      statement:
        unknown.length === 0 ? '撰写的文字中引用的数据都有' : `撰写的文字中引用了没有的数据：${unknown.join('、')}`,
      holds: unknown.length === 0,
      apart: false,
      figures: [],
    },
    {
      id: 'W2',
      statement: byHand.length === 0 ? '撰写的文字中没有手写的数字' : `撰写的文字中有手写的数字：${byHand.join('；')}`,
      holds: true,
      apart: byHand.length > 0,
      figures: [],
      ...(byHand.length === 0 ? {} : { explanation: '手写的数字没有事件可以累计；文件名称、编号中的除外，请逐个核对' }),
    },
  ];
}
