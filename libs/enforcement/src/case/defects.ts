import type { DomainEvent } from '#eventsourcing';
import { ActDay, Choice, Day, Optional, Rule, say, the, WholeNumber } from '#fields';
import {
  type DeadlineId,
  dayOf,
  daysBetween,
  type LegalDay,
  type Statutes,
  StatutesError,
  type Trigger,
} from '#statutes';
import { ruleOf } from '../definition/context.js';
import { event, type Stage } from '../definition/stage.js';
import type { CaseState } from './state.js';

/*
 * 程序瑕疵 (R11): what the organ does after its own last day is done all the same, and stays on record beside the act, with
 * its kind, its rule and its days (行政复议法第六十五条: 程序轻微违法). M19 counts it.
 */

/** 程序瑕疵. */
export const DEFECTS = {
  DECISION_OVERDUE: '逾期作出决定',
  FILING_OVERDUE: '逾期决定立案',
  PRESERVATION_OVERDUE: '逾期处理先行登记保存的物品',
  SERVICE_OVERDUE: '逾期送达决定书',
  PUBLICATION_OVERDUE: '逾期公示决定',
  WITHDRAWAL_OVERDUE: '逾期撤回公示',
  TRANSFER_ANSWER_OVERDUE: '逾期决定是否批准移送',
  TRANSFER_SENDING_OVERDUE: '逾期移送公安机关',
  ARCHIVING_OVERDUE: '逾期归档',
} as const;
export type Defect = keyof typeof DEFECTS;

/** An act that the law does not void, done out of time. */
export class ProceduralDefectRecorded {
  @Choice('瑕疵', DEFECTS) kind!: Defect;
  @Day('期限') dueOn!: LegalDay;
  @ActDay('作出日期') doneOn!: LegalDay;
  /** Calendar days past the last day; a day that has begun counts where the period is one of hours. */
  @WholeNumber('逾期天数', { min: 1 }) days!: number;
  /** Of a period of hours. */
  @Optional() @WholeNumber('逾期分钟', { min: 1 }) minutes?: number;
  /** Not said before 2026-11-26. */
  @Optional() @Rule('期限依据') rule?: string;
}

function recorded(data: ProceduralDefectRecorded): DomainEvent[] {
  return [{ type: ProceduralDefectRecorded.name, data }];
}

/** The defect of an act that was done after its last day; none where it was in time, or where there is no such day. */
export function defects(
  kind: Defect,
  dueOn: LegalDay | undefined,
  doneOn: LegalDay,
  rule: string | undefined,
): DomainEvent[] {
  if (dueOn === undefined || doneOn <= dueOn) return [];
  return recorded({ kind, dueOn, doneOn, days: daysBetween(dueOn, doneOn), ...(rule === undefined ? {} : { rule }) });
}

/** The same by the rule itself. A last day that nobody can compute has not been missed by anybody (F2). */
export function defectsBy(
  statutes: Statutes,
  kind: Defect,
  rule: DeadlineId,
  trigger: Trigger,
  doneOn: LegalDay,
): DomainEvent[] {
  try {
    const due = statutes.due(rule, trigger);
    return defects(kind, due.dueOn, doneOn, ruleOf(due));
  } catch (reason) {
    if (reason instanceof StatutesError) return [];
    throw reason;
  }
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The defect of an act that was done after the last moment of a period of hours. */
export function defectsOfMoment(kind: Defect, dueAt: string, doneAt: string, rule: string): DomainEvent[] {
  const late = Date.parse(doneAt) - Date.parse(dueAt);
  if (late <= 0) return [];
  return recorded({
    kind,
    dueOn: dayOf(dueAt),
    doneOn: dayOf(doneAt),
    days: Math.ceil(late / DAY),
    minutes: Math.ceil(late / MINUTE),
    rule,
  });
}

export const proceduralDefects: Stage<CaseState> = {
  events: [
    event(ProceduralDefectRecorded, {
      title: '程序瑕疵',
      says: ({ kind, dueOn, days, minutes }) =>
        say`${DEFECTS[kind]}：期限为${the.day(dueOn)}，逾期${minutes === undefined ? `${days}天` : `${minutes}分钟`}`,
      evolve: (state: CaseState) => state,
    }),
  ],
  commands: [],
};
