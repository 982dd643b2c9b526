import { type Refusal, refuse } from '#eventsourcing';
import { say, the } from '#fields';
import type { CourtEnforcementInput, LegalDay, SurchargeInput } from '#statutes';
import { REMEDY_KINDS } from '../terms.js';
import type { CaseRemedy, CaseState } from './state.js';

/*
 * What a case knows of its remedies (DOMAIN 9 F4), for those who ask: whether one is pending, which days bear no surcharge
 * (R8), and from where the months for asking the court run.
 */

/** R8: from the application to the service of the outcome; an application that was turned away never was a remedy. */
export function remedyPauses({ remedies }: CaseState): NonNullable<SurchargeInput['remedies']> {
  return remedies
    .filter(({ end }) => end !== 'DECLINED')
    .map(({ soughtOn, outcomeServedOn }) => ({ appliedOn: soughtOn, outcomeServedOn }));
}

/** The remedy that is under way on a day: sought, and its outcome not served yet. */
export function pendingRemedy({ remedies }: CaseState, on: LegalDay): CaseRemedy | undefined {
  return remedies.find(({ soughtOn, outcomeServedOn }) => soughtOn <= on && (outcomeServedOn ?? '9999') > on);
}

/** G35①: as long as the party's remedy is pending nothing is demanded, and nobody is asked to enforce. */
export function guardNoRemedyPending(
  state: CaseState,
  on: LegalDay,
  act: '催告' | '申请强制执行',
  code: 'demand.remedy_pending' | 'court.remedy_pending',
): Refusal | undefined {
  const pending = pendingRemedy(state, on);
  if (pending === undefined) return undefined;
  const { kind, remedyId, soughtOn, end } = pending;
  return refuse({
    code,
    article: '行政强制法第五十三条',
    message: say`当事人于${the.day(soughtOn)}提起的${REMEDY_KINDS[kind]}（${the.record('remedy', remedyId)}）${
      end === undefined ? '还没有结果' : '结果还没有送达当事人'
    }，不能${act}；结果送达、裁判生效以后仍不履行的，可以${act}`,
  });
}

/** From where the months for asking the court run, once the party did turn to a remedy (行政诉讼法第四十五条、第九十五条、第九十七条). */
export function afterRemedies({
  remedies,
}: CaseState): Pick<CourtEnforcementInput, 'judgmentDueOn' | 'reconsiderationServedOn' | 'remedyEndedOn'> {
  const judged = remedies.findLast(
    ({ kind, end, outcome }) => kind === 'LITIGATION' && end === 'DECIDED' && outcome !== 'SUIT_DISMISSED',
  );
  if (judged?.outcomeServedOn !== undefined) return { judgmentDueOn: judged.outcomeServedOn };
  const reconsidered = remedies.findLast(({ kind, end }) => kind === 'RECONSIDERATION' && end === 'DECIDED');
  const untouched = remedies.flatMap(({ kind, end, endedOn }) =>
    end !== undefined && end !== 'DECLINED' && (kind === 'LITIGATION' || end === 'WITHDRAWN') && endedOn
      ? [endedOn]
      : [],
  );
  return {
    ...(reconsidered?.outcomeServedOn === undefined ? {} : { reconsiderationServedOn: reconsidered.outcomeServedOn }),
    ...(untouched.length === 0 ? {} : { remedyEndedOn: untouched.sort().at(-1)! }),
  };
}

/** 复议法第七十八条第二项: what the reconsideration altered is enforced by the organ that altered it. */
export function guardNotAlteredByReconsideration({ remedies }: CaseState, article: string): Refusal | undefined {
  const altered = remedies.find(({ kind, outcome }) => kind === 'RECONSIDERATION' && outcome === 'ALTERED');
  if (altered === undefined) return undefined;
  return refuse({
    code: 'court.altered_by_reconsideration',
    article: `行政复议法第七十八条第二项；${article}`,
    message: say`本案决定已由行政复议（${the.record('remedy', altered.remedyId)}）变更，由复议机关依法强制执行或者申请法院强制执行`,
  });
}
