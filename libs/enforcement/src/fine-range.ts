import type { Need, Refusal } from '#eventsourcing';
import { refuse } from '#eventsourcing';
import { Choice, Choices, Day, Fen, Flag, Label, Optional, type Phrase, say, termsOf, the } from '#fields';
import type { LegalBasis, LegalDay, Statutes } from '#statutes';
import type { Competence } from './competence.js';
import { PARTY_KINDS, type PartyKind } from './terms.js';

/*
 * 罚则的罚款幅度 (行政处罚法第四条、第十三条、第三十七条): between what an item is fined, for whom, and by which edition of the law. The
 * library of power items keeps it, and the decision is held to it.
 */

/** 设定罚款的依据的层级. */
export const LEGAL_BASES: Readonly<Record<LegalBasis, string>> = {
  LAW: '法律',
  ADMINISTRATIVE_REGULATION: '行政法规',
  LOCAL_REGULATION: '地方性法规',
  DEPARTMENT_RULE: '部门规章',
  LOCAL_GOVERNMENT_RULE: '地方政府规章',
};

/** One range: an item has several where the law tells grave conduct from common, or firms from people. */
export class FineRange {
  /** Whom it is for; everybody where nothing is said. */
  @Optional() @Choices('适用的当事人', PARTY_KINDS) partyKinds?: readonly PartyKind[];
  @Fen('最低罚款') minFen!: number;
  @Fen('最高罚款') maxFen!: number;
  @Label('罚则') basis!: string;
  @Choice('罚则层级', LEGAL_BASES) level!: LegalBasis;
  /** 涉及健康、安全、生态: rules may go further there. */
  @Optional() @Flag('涉及人身健康、公共安全、生态环境') isGrave?: boolean;
  @Day('施行日期') from!: LegalDay;
  /** First day on which it is no longer in force. */
  @Optional() @Day('废止日期') until?: LegalDay;
}

/** What decisions ask of a power item; the library knows more. */
export interface KnownItem extends Competence {
  readonly fineRanges?: readonly FineRange[];
}

/** The streams in which an item and its benchmark stand. */
export function itemNeeds(itemId: string | undefined): Need[] {
  return itemId === undefined
    ? []
    : [
        { aggregate: 'powerItem', id: itemId },
        { aggregate: 'benchmark', id: itemId },
      ];
}

/** The ranges that bind a party on a day; none where none is recorded. */
function rangesOn({ fineRanges = [] }: KnownItem, kind: PartyKind, day: LegalDay): readonly FineRange[] {
  return fineRanges.filter(
    ({ partyKinds, from, until }) =>
      (partyKinds?.includes(kind) ?? true) && from <= day && (until === undefined || day < until),
  );
}

const lightness = (ranges: readonly FineRange[]): readonly [number, number] => [
  Math.max(...ranges.map(({ maxFen }) => maxFen)),
  Math.min(...ranges.map(({ minFen }) => minFen)),
];

/**
 * 第三十七条 从旧兼从轻: the ranges of the day of the act, or those of the day of the decision where these are lighter (by
 * what they allow at the most, then at the least).
 */
export function applicableRanges(
  item: KnownItem,
  kind: PartyKind,
  actOn: LegalDay,
  decidedOn: LegalDay,
): readonly FineRange[] {
  const { then, now, isLighter } = bothVersions(item, kind, actOn, decidedOn);
  if (then.length === 0 || now.length === 0) return then.length === 0 ? now : then;
  return isLighter ? now : then;
}

function bothVersions(item: KnownItem, kind: PartyKind, actOn: LegalDay, decidedOn: LegalDay) {
  const [then, now] = [rangesOn(item, kind, actOn), rangesOn(item, kind, decidedOn)];
  if (then.length === 0 || now.length === 0) return { then, now, isLighter: false };
  const [[thenMost, thenLeast], [nowMost, nowLeast]] = [lightness(then), lightness(now)];
  return { then, now, isLighter: nowMost < thenMost || (nowMost === thenMost && nowLeast < thenLeast) };
}

/** 第三十七条: which of two versions is applied, and why. */
export const VERSION_CHOICES = {
  THEN: '从旧：决定时的规定不轻于行为时的规定，适用行为时的规定',
  NOW: '从轻：决定时的规定较轻，适用决定时的规定',
} as const;
export type VersionChoice = keyof typeof VERSION_CHOICES;

/** 行为时和决定时的规定, side by side, where the law changed in between. */
export class VersionsCompared {
  @Label('行为时的罚则') thenBasis!: string;
  @Fen('行为时的最低罚款') thenLeastFen!: number;
  @Fen('行为时的最高罚款') thenMostFen!: number;
  @Label('决定时的罚则') nowBasis!: string;
  @Fen('决定时的最低罚款') nowLeastFen!: number;
  @Fen('决定时的最高罚款') nowMostFen!: number;
  @Choice('适用的规定和理由', VERSION_CHOICES) choice!: VersionChoice;
}

/** Both versions, where the law of the day of the act and that of the day of the decision are not the same one. */
export function versionsCompared(
  item: KnownItem,
  kind: PartyKind,
  actOn: LegalDay,
  decidedOn: LegalDay,
): VersionsCompared | undefined {
  const { then, now, isLighter } = bothVersions(item, kind, actOn, decidedOn);
  if (then.length === 0 || now.length === 0) return undefined;
  if (then.length === now.length && then.every((range, n) => range === now[n])) return undefined;
  const [[thenMostFen, thenLeastFen], [nowMostFen, nowLeastFen]] = [lightness(then), lightness(now)];
  return {
    thenBasis: then[0]!.basis,
    thenLeastFen,
    thenMostFen,
    nowBasis: now[0]!.basis,
    nowLeastFen,
    nowMostFen,
    choice: isLighter ? 'NOW' : 'THEN',
  };
}

/** The two versions and the choice, as a decision says them. */
export function versionsInWords(versions: VersionsCompared): Phrase {
  const { thenBasis, thenLeastFen, thenMostFen, nowBasis, nowLeastFen, nowMostFen, choice } = versions;
  return say`行为时${the.label(thenBasis)}罚款${the.money(thenLeastFen)}至${the.money(thenMostFen)}，决定时${the.label(nowBasis)}罚款${the.money(nowLeastFen)}至${the.money(nowMostFen)}，${VERSION_CHOICES[choice]}`;
}

const RULES = '行政处罚法第十三条第二款、第十四条第二款';

/** 规章设定罚款的限额 (F07, F12), and a range that is one. */
export function guardRanges(ranges: readonly FineRange[], { ruleFineCap }: Statutes): Refusal | undefined {
  for (const { minFen, maxFen, level, isGrave = false, from, basis } of ranges) {
    if (minFen > maxFen)
      return refuse({
        code: 'powerItem.range',
        article: '行政处罚法第四条',
        message: say`${the.label(basis)}的最低罚款${the.money(minFen)}高于最高罚款${the.money(maxFen)}`,
      });
    if (level !== 'DEPARTMENT_RULE' && level !== 'LOCAL_GOVERNMENT_RULE') continue;
    const { capFen } = ruleFineCap({ basis: level, grave: isGrave, on: from });
    if (capFen !== null && maxFen > capFen)
      return refuse({
        code: 'powerItem.over_rule_cap',
        article: RULES,
        message: say`${termsOf(LEGAL_BASES, [level])}设定的罚款不得超过${the.money(capFen)}，${the.label(basis)}的最高罚款是${the.money(maxFen)}`,
      });
  }
  return undefined;
}
