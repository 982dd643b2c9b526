import { accept, acceptWith } from '#eventsourcing';
import { ActDay, arranged, Choice, Day, Fen, Flag, Optional, RecordRef, say, the, type Values } from '#fields';
import type { LegalDay } from '#statutes';
import { command, event, type Stage } from '../definition/stage.js';
import { historyNeeds } from '../party-history.js';
import { REMEDY_KINDS, REMEDY_OUTCOMES, type RemedyKind, type RemedyOutcome } from '../terms.js';
import { WhichParties } from './parts.js';
import { DecisionRevoked, setRightBy, struckFor } from './setting-right.js';
import type { CaseRemedy, CaseState } from './state.js';

/*
 * 案件知道它的救济 (DOMAIN 9 F4). A reconsideration or a lawsuit is a record of its own; the case hears of each of its steps
 * by a reaction on the log (`remedy/case-hears.ts`), and what the outcome does to the decision follows in the same append.
 * It never refuses: what another organ did has happened.
 */

/** 救济的进展. */
export const REMEDY_STEPS = {
  SOUGHT: '提起',
  ACCEPTED: '受理',
  DECLINED: '不予受理',
  WITHDRAWN: '撤回或者终止',
  JUDGED: '作出裁判（尚未生效）',
  DECIDED: '作出复议决定或者裁判生效',
  SERVED: '结果送达当事人',
  RETRIED: '裁定再审',
} as const;
export type RemedyStep = keyof typeof REMEDY_STEPS;

/** What a case is told of a remedy, by the reaction alone. */
export class HearOfRemedy {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @Choice('救济途径', REMEDY_KINDS) kind!: RemedyKind;
  @Choice('进展', REMEDY_STEPS) step!: RemedyStep;
  @ActDay('日期') on!: LegalDay;
  @Optional() @Choice('结果', REMEDY_OUTCOMES) outcome?: RemedyOutcome;
  @Optional() @Day('结果送达当事人日期') servedOn?: LegalDay;
  @Optional() @Flag('是否责令重作') redo?: boolean;
  @Optional() @Flag('仅因违反法定程序') isProcedural?: boolean;
  @Optional() @Fen('变更后的罚款') fineFen?: number;
  @Optional() @Fen('变更后的没收') confiscateFen?: number;
  @WhichParties() partyIds?: readonly string[];
}

/** Stored for ever. */
export class RemedyReported {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @Choice('救济途径', REMEDY_KINDS) kind!: RemedyKind;
  @Choice('进展', REMEDY_STEPS) step!: RemedyStep;
  @ActDay('日期') on!: LegalDay;
  @Optional() @Choice('结果', REMEDY_OUTCOMES) outcome?: RemedyOutcome;
  @Optional() @Day('结果送达当事人日期') servedOn?: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}

/** What the case knows of the remedy after this step. */
function after(
  known: CaseRemedy | undefined,
  { remedyId, kind, step, on, outcome, servedOn }: RemedyReported,
): CaseRemedy {
  const remedy = known ?? { remedyId, kind, soughtOn: on };
  switch (step) {
    case 'DECLINED':
    case 'WITHDRAWN':
      return { ...remedy, end: step, endedOn: on, outcomeServedOn: servedOn ?? on };
    case 'DECIDED': {
      // A judgment in force has been served; a decision of reconsideration takes the day that is told.
      const served = servedOn ?? (kind === 'LITIGATION' ? on : undefined);
      const { outcomeServedOn: _was, ...rest } = remedy;
      return {
        ...rest,
        end: step,
        endedOn: on,
        ...(outcome === undefined ? {} : { outcome }),
        ...(served === undefined ? {} : { outcomeServedOn: served }),
      };
    }
    case 'SERVED':
      return remedy.end === 'DECIDED' ? { ...remedy, outcomeServedOn: on } : remedy;
    case 'RETRIED':
      return { remedyId, kind, soughtOn: remedy.soughtOn };
    default:
      return remedy;
  }
}

/** It was about a decision that fell before the case was taken up anew. */
function isFormer({ former }: CaseState, remedyId: string): boolean {
  return former?.remedyIds.includes(remedyId) === true;
}

export const remedies: Stage<CaseState> = {
  events: [
    event<CaseState, RemedyReported>(RemedyReported, {
      title: '救济进展',
      says: ({ remedyId, kind, step, outcome }) =>
        say`${REMEDY_KINDS[kind]}（${the.record('remedy', remedyId)}）${REMEDY_STEPS[step]}${
          outcome === undefined ? undefined : say`：${REMEDY_OUTCOMES[outcome]}`
        }`,
      evolve: (state, report) => {
        if (isFormer(state, report.remedyId)) return state;
        const known = state.remedies.find(({ remedyId }) => remedyId === report.remedyId);
        const remedy = after(known, report);
        return {
          ...state,
          remedies: known ? state.remedies.map((one) => (one === known ? remedy : one)) : [...state.remedies, remedy],
        };
      },
    }),
  ],
  commands: [
    command<CaseState, HearOfRemedy>({
      input: HearOfRemedy,
      title: '救济进入案件',
      article: '行政复议法第四十二条；行政诉讼法第五十六条',
      roles: [],
      needs: (_told, { parties }) => historyNeeds(parties),
      decide: (told, state, { statutes }) => {
        const { remedyId, kind, step, on, outcome, servedOn, redo = false, isProcedural = false } = told;
        const report: RemedyReported = { remedyId, kind, step, on, outcome, servedOn } as RemedyReported;
        const reported = {
          type: RemedyReported.name,
          data: arranged(RemedyReported, report as unknown as Values<RemedyReported>),
        };
        // What is told of an earlier decision does nothing to the one that came after it.
        if (step !== 'DECIDED' || outcome === undefined || isFormer(state, remedyId)) return accept(reported);
        const { fineFen, confiscateFen } = told;
        const follows = setRightBy(
          state,
          statutes,
          { by: kind, remedyId },
          // A decision of reconsideration takes effect when it is served (复议法第七十五条), a judgment when it is final.
          {
            outcome,
            on: kind === 'RECONSIDERATION' ? (servedOn ?? on) : on,
            redo,
            isProcedural,
            fineFen,
            confiscateFen,
          },
        );
        const fallen = follows.find(({ type }) => type === DecisionRevoked.name);
        return acceptWith(
          [reported, ...follows],
          fallen === undefined ? [] : struckFor(state, (fallen.data as DecisionRevoked).revokedOn),
        );
      },
    }),
  ],
};
