import { type Refusal, refuse } from '#eventsourcing';

/** 案件状态 (DOMAIN 3.2): the main line; service, publication and remedy run beside it. */
export const PHASES = {
  Unregistered: '未登记',
  Registered: '已登记（待立案）',
  Declined: '不予立案',
  Investigating: '调查中',
  Concluded: '调查终结',
  InLegalReview: '法制审核中',
  ReviewPassed: '审核通过',
  Noticed: '已告知',
  HearingPhase: '听证中',
  InDiscussion: '集体讨论',
  Decided: '已决定',
  Served: '已送达',
  Performing: '履行中',
  Overdue: '逾期',
  Demanded: '已催告',
  CourtEnforcement: '申请法院强制执行',
  TransferPending: '移送审批/公安审查',
  TransferredCriminal: '公安已立案',
  Closed: '已结案',
} as const;
export type CasePhase = keyof typeof PHASES;

/** Refuses a command outside the phases in which the law has room for it; `article` is the command's own. */
export function inPhase(
  state: { readonly phase: CasePhase },
  act: string,
  article: string,
  ...allowed: readonly CasePhase[]
): Refusal | undefined {
  if (allowed.includes(state.phase)) return undefined;
  const where = allowed.map((phase) => `“${PHASES[phase]}”`).join('或');
  return refuse({
    code: 'case.phase',
    article,
    message: `案件现为“${PHASES[state.phase]}”，${act}只能在${where}时进行`,
  });
}
