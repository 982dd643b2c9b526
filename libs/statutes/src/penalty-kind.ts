/** 行政处罚法9条: the kinds of penalty, 通报批评 and the kinds of one item told apart. */
export const PENALTY_KINDS = [
  'WARNING',
  'CRITICISM',
  'FINE',
  'CONFISCATE_INCOME',
  'CONFISCATE_GOODS',
  'SUSPEND_LICENSE',
  'DOWNGRADE',
  'RESTRICT_BUSINESS',
  'ORDER_SUSPENSION',
  'ORDER_CLOSURE',
  'RESTRICT_EMPLOYMENT',
  'REVOKE_LICENSE',
  'DETENTION',
  'OTHER',
] as const;

export type PenaltyKind = (typeof PENALTY_KINDS)[number];

export const PENALTY_KIND_NAMES: Readonly<Record<PenaltyKind, string>> = {
  WARNING: '警告',
  CRITICISM: '通报批评',
  FINE: '罚款',
  CONFISCATE_INCOME: '没收违法所得',
  CONFISCATE_GOODS: '没收非法财物',
  SUSPEND_LICENSE: '暂扣许可证件',
  DOWNGRADE: '降低资质等级',
  RESTRICT_BUSINESS: '限制开展生产经营活动',
  ORDER_SUSPENSION: '责令停产停业',
  ORDER_CLOSURE: '责令关闭',
  RESTRICT_EMPLOYMENT: '限制从业',
  REVOKE_LICENSE: '吊销许可证件',
  DETENTION: '行政拘留',
  OTHER: '其他行政处罚',
};

export type PartyKind = 'CITIZEN' | 'SOLE_TRADER' | 'ORGANISATION';

export type Procedure = 'SUMMARY' | 'ORDINARY';
