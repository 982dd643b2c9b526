import type { LegalDay } from './legal-day.js';
import type { PenaltyKind } from './penalty-kind.js';
import { PENALTY_KINDS } from './penalty-kind.js';

/** What the law leaves open and a bureau decides. Every default is marked K: an assumption until the bureau confirms it. */
export interface Parameter<Value> {
  readonly name: string;
  readonly article: string;
  readonly standard: Value;
  /** What a value has to be, in Chinese, and whether it is. */
  readonly expected: string;
  readonly accepts: (value: unknown) => value is Value;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

function fen(name: string, article: string, standard: number): Parameter<number> {
  return { name, article, standard, expected: '以分为单位的非负整数', accepts: isCount };
}

function count(name: string, article: string, standard: number): Parameter<number> {
  return { name, article, standard, expected: '非负整数', accepts: isCount };
}

function yesNo(name: string, article: string, standard: boolean): Parameter<boolean> {
  return { name, article, standard, expected: 'true 或 false', accepts: isBoolean };
}

function oneOf<const Value extends string>(
  name: string,
  article: string,
  values: readonly Value[],
  standard: NoInfer<Value>,
): Parameter<Value> {
  const accepts = (value: unknown): value is Value => values.includes(value as Value);
  return { name, article, standard, expected: `${values.join('、')}之一`, accepts };
}

function kinds(name: string, article: string, standard: readonly PenaltyKind[]): Parameter<readonly PenaltyKind[]> {
  const accepts = (value: unknown): value is readonly PenaltyKind[] =>
    Array.isArray(value) && value.every((kind) => PENALTY_KINDS.includes(kind));
  return { name, article, standard, expected: `由${PENALTY_KINDS.join('、')}组成的数组`, accepts };
}

// biome-ignore format: a table is read by its lines
export const PARAMETERS = {
  hearingThresholdCitizenFen: fen('听证“较大数额”：公民', '行政处罚法63条(一)(二)', 500_000),
  hearingThresholdOrganisationFen: fen('听证“较大数额”：法人、其他组织', '行政处罚法63条(一)(二)', 5_000_000),
  hearingSoleTraderAs: oneOf('听证：个体工商户比照', '行政处罚法63条', ['CITIZEN', 'ORGANISATION'], 'CITIZEN'),
  hearingOtherSeriousKinds: kinds('听证：“其他较重的行政处罚”', '行政处罚法63条(五)', ['SUSPEND_LICENSE', 'RESTRICT_BUSINESS']),
  onTheSpotSoleTraderAs: oneOf('当场处罚：个体工商户比照', '行政处罚法51条；民法典54条', ['CITIZEN', 'ORGANISATION'], 'CITIZEN'),
  collectiveDiscussionFineFen: fen('集体讨论：罚没达到', '行政处罚法57条2款', 5_000_000),
  collectiveDiscussionKinds: kinds('集体讨论：必经的处罚种类', '行政处罚法57条2款', ['REVOKE_LICENSE', 'ORDER_SUSPENSION', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT']),
  reviewEveryCase: yesNo('普通程序案件全部法制审核', '行政处罚法58条', true),
  clearDays: yesNo('“n日前”按净日计算（R6）', '行政处罚法64条(二)', true),
  surchargeBase: oneOf('加处罚款基数：罚款数额或者未缴数额', '行政处罚法72条1款(一)', ['FULL', 'UNPAID'], 'FULL'),
  surchargeOnPaymentDay: yesNo('缴款当日加处', '行政处罚法72条1款(一)', true),
  surchargePausedOnApplicationDay: yesNo('复议、诉讼申请当日停计（R8）', '行政处罚法73条3款', true),
  surchargePausedOnOutcomeDay: yesNo('复议、诉讼结果送达当日停计（R8）', '行政处罚法73条3款', true),
  ageReachedOnBirthday: yesNo('生日当日即满周岁', '行政处罚法30条', false),
  evidenceVerification: oneOf('须另行查证属实的证据：全部，执法人员自己制作的笔录以外的，或者不作要求', '行政处罚法46条2款', ['ALL', 'OTHERS', 'NONE'], 'OTHERS'),
  firstOffenceYears: count('“初次违法”回溯年数', '行政处罚法33条1款', 2),
  transferSuspendsCase: yesNo('移送公安期间停计办案期限', '国务院令310号', false),
  publicationScope: oneOf('公示范围', '行政处罚法48条1款', ['ALL', 'ORDINARY'], 'ORDINARY'),
} satisfies Record<string, Parameter<unknown>>;

export type ParameterName = keyof typeof PARAMETERS;

type ValueOf<P> = P extends Parameter<infer Value> ? Value : never;

/** The bureau's parameters on a day. The two response times mirror L01 and L02. */
export type BureauParameters = { readonly [Name in ParameterName]: ValueOf<(typeof PARAMETERS)[Name]> } & {
  /** L01, for a source without a time of its own. */
  readonly leadResponseLength: number;
  /** L02. */
  readonly coordinationResponseLength: number;
};

/** A value that a bureau set for some time. */
export interface ParameterSetting {
  readonly name: ParameterName;
  readonly from: LegalDay;
  readonly to?: LegalDay;
  readonly value: unknown;
  readonly source: string;
}
