import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#eventsourcing/testing';
import { addDays, DEADLINES, type Deadline, LAW_TEXTS, NOT_IN_USE, PARAMETERS, provisionsOf } from '#statutes';
import { PublishPenalty } from './case/publication.js';
import { by, penaltyDecided, SHA256, the, UNTIL_NOTICED, waived } from './case/scenario.js';
import { ServeDecision } from './case/service.js';

/** The production code of a library, as text. */
function codeOf(library: string, ...without: readonly string[]): string {
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !without.includes(file))
    .map((file) => readFileSync(join(library, file), 'utf8'))
    .join('\n');
}

const domain = codeOf('libs/enforcement/src');
const law = codeOf('libs/statutes/src', 'parameters.ts', 'rules.ts', 'not-in-use.ts', 'configuration.ts');

/** The body of a function of the domain, by its name. */
const bodyOf = (name: string) => new RegExp(`function ${name}\\([\\s\\S]*?\\n\\}`).exec(domain)?.[0] ?? '';

/** Rules that the domain asks for with this in the trigger, or in the function that makes it: `due('D03', { …, suspensions, … })`. */
const askedWith = (what: 'suspensions' | 'extensions') =>
  [...domain.matchAll(/(?:due|lastDay)\((?:\s*(?:context\.)?statutes,)?\s*'([DL]\d+)',\s*([\s\S]{0,400}?)\)[;,]?\n/g)]
    .filter(([, , trigger]) => {
      const made = /^(\w+)\(/.exec(trigger!)?.[1];
      return new RegExp(`\\b${what}\\b`).test(made === undefined ? trigger! : bodyOf(made));
    })
    .map(([, rule]) => rule!);

const idsOf = (has: (row: Deadline) => boolean) => (DEADLINES as readonly Deadline[]).filter(has).map(({ id }) => id);

describe('规则表里的开关都能拨动，不能的标明尚未启用（F7）', () => {
  it('停止计算的事由由命令提出', () => {
    // D14 is no day but an amount: its pauses are those of the surcharge (R8).
    const stoppable = idsOf(({ id, suspendedBy }) => suspendedBy !== undefined && id !== 'D14');
    const asked = new Set(askedWith('suspensions'));
    expect(stoppable.filter((id) => !asked.has(id))).toEqual(NOT_IN_USE.suspensions);
  });

  it('延长由命令提出', () => {
    const extensible = idsOf(({ editions }) => editions.some(({ extensions }) => extensions !== undefined));
    // D05: an extension of a sealing is thirty days from its last day, and measured by the row itself.
    const asked = new Set([...askedWith('extensions'), 'D05']);
    expect(extensible.filter((id) => !asked.has(id))).toEqual(NOT_IN_USE.extensions);
  });

  it('单位的每个参数都有守卫或者公式读取', () => {
    const unread = Object.keys(PARAMETERS).filter((name) => !new RegExp(`\\b${name}\\b`).test(domain + law));
    expect(unread).toEqual(NOT_IN_USE.parameters);
  });
});

describe('机关的期限都能依法按时完成（F6）', () => {
  it('公示期限（D28）：无论何日送达，送达以后期限以内总有可以公示之日，届满之日公示不是逾期', () => {
    const decided = [...UNTIL_NOTICED, waived(), penaltyDecided()];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (later) => {
        const servedOn = addDays('2023-05-08', later);
        const serving = given(...decided).when(
          the(ServeDecision),
          { method: 'DIRECT', servedOn, receiptId: '回证1号' },
          by('zhang', '2023-12-29'),
        ).decision;
        if (serving.kind !== 'accepted') throw new Error(serving.code);
        const moved = (serving.events[0]!.data as { publicationDueOn?: string }).publicationDueOn;
        given(...decided, ...serving.events)
          .when(
            the(PublishPenalty),
            { channel: '公示平台', redactedDocSha: SHA256, publishedOn: moved ?? '2023-05-17' },
            by('zhang', '2023-12-29'),
          )
          .then({ type: 'PenaltyPublished' });
      }),
    );
  });
});

describe('法条原文', () => {
  it('办理事项和拒绝所引的，凡是录入了原文的法律，条条都有', () => {
    const cited = new RegExp(`'[^'\\n]*(?:${LAW_TEXTS.map((text) => text.law).join('|')})第[^'\\n]*'`, 'g');
    const articles = [...new Set([...domain.matchAll(cited)].map(([quoted]) => quoted.slice(1, -1)))];
    expect(articles.length).toBeGreaterThan(80);
    const places = (article: string) => {
      const named = new RegExp(
        `(?:${LAW_TEXTS.map((text) => text.law).join('|')})((?:[、至]?第[^、，；（）至 ]+)+)`,
        'g',
      );
      return [...article.matchAll(named)].flatMap(([, those = '']) => those.match(/第[^、至]+/g) ?? []).length;
    };
    const missing = articles.filter((article) => provisionsOf(article, '2026-11-26').length < places(article));
    expect(missing).toEqual([]);
    // An item that the article does not have would leave the words before it alone.
    const halves = articles
      .flatMap((article) => provisionsOf(article, '2026-11-26'))
      .filter(({ title, lines }) => lines.filter(Boolean).length < (title.endsWith('项') ? 2 : 1));
    expect(halves).toEqual([]);
  });
});
