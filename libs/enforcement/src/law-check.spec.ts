import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, RecordedEvent } from '#eventsourcing';
import { loadStatutes, underEdition } from '#statutes';
import {
  BUREAU,
  filed,
  hearingHeld,
  hearingRequested,
  hearingScheduled,
  noticed,
  onPaper,
  penaltyDecided,
  registered,
  UNTIL_HELD,
  UNTIL_NOTICED,
  waived,
} from './case/scenario.js';
import { served } from './case/scenario-after-decision.js';
import { LawCheck } from './law-check.js';

/** Who gave an act, where it was not zhang. */
const GIVEN_BY: Readonly<Record<string, string>> = {
  PenaltyDecided: 'chen',
  LegalReviewPassed: 'sun',
};
const ROLES: Readonly<Record<string, string>> = { chen: 'LEADER', sun: 'REVIEWER' };

/** A log of the bureau and one case, every event a command of its own, put on record in the summer. */
function logOf(...history: readonly DomainEvent[]): RecordedEvent[] {
  const streams = Object.entries(BUREAU).flatMap(([stream, events]) => events.map((event) => ({ stream, event })));
  const all = [...streams, ...history.map((event) => ({ stream: 'case-k1', event }))];
  return all.map(({ stream, event: { type, data } }, index) => {
    const actor = GIVEN_BY[type] ?? 'zhang';
    return {
      stream,
      type,
      data,
      revision: all.slice(0, index).filter((one) => one.stream === stream).length,
      position: index + 1,
      recordedAt: '2023-08-01T04:00:00.000Z',
      meta: { actor, unit: 'qz', role: ROLES[actor] ?? 'OFFICER', commandId: `c${index}`, sourceSystem: 'PLATFORM' },
    } as unknown as RecordedEvent;
  });
}

function checked(statutes: ReturnType<typeof loadStatutes>, ...history: readonly DomainEvent[]) {
  const check = new LawCheck(statutes);
  const findings = [...check.read(logOf(...history)), ...check.end()];
  return { counts: check.counts, findings: findings.map(({ act, code, on, article }) => [act, code, on, article]) };
}

/** Filed with the paper on which a leader approved it. */
const FILED = filed(onPaper('2023-03-03'));
const withPaper = (history: readonly DomainEvent[]) =>
  history.map((event) => (event.type === 'CaseFiled' ? FILED : event));

describe('依法复核', () => {
  const present = loadStatutes();

  it('依法办理的案件，按现行规则逐项再问，没有不合法的', () => {
    const { findings, counts } = checked(present, ...withPaper(UNTIL_HELD));
    expect(findings).toEqual([]);
    expect(counts).toEqual({ asked: UNTIL_HELD.length, unasked: 0 });
  });

  it('按指名的版本：告知后第五个工作日的听证申请，依旧法已经逾期，其后的期限也照旧法推算', () => {
    const old = underEdition(present, 'D07@1996-10-01');
    expect(checked(old, ...withPaper(UNTIL_HELD)).findings).toEqual([
      ['申请听证', 'hearing.request_too_late', '2023-05-05', '行政处罚法第六十四条第一项'],
    ]);
    // Asked for by the last day of the old law.
    const inTime = withPaper([...UNTIL_NOTICED, waived(), hearingRequested('2023-05-04')]);
    expect(checked(old, ...inTime).findings).toEqual([]);
  });

  it('记录在案而现行规则不许的事，指出案件、办理、日期、代码和条文；不因此停止，以后的照记录再问', () => {
    const early = [
      ...withPaper(UNTIL_NOTICED),
      waived(),
      penaltyDecided({ decidedOn: '2023-05-06' }),
      served({ servedOn: '2023-05-08' }),
    ];
    expect(checked(present, ...early).findings).toEqual([
      ['处罚决定', 'decision.hearing_period_open', '2023-05-06', '行政处罚法第六十三条、第六十四条第一项'],
    ]);
  });

  it('依该版本逾期而当时没有记为程序瑕疵的，作为瑕疵指出', () => {
    const late = [
      ...withPaper(UNTIL_NOTICED),
      waived(),
      penaltyDecided({ decidedOn: '2023-05-08' }),
      served({ servedOn: '2023-05-18' }),
    ];
    expect(checked(present, ...late).findings).toEqual([
      ['送达决定书', 'defect.SERVICE_OVERDUE', '2023-05-18', 'D11@2021-07-15'],
    ]);
  });

  it('听证通知不足七个工作日的，依旧法的七个自然日可以', () => {
    const held = withPaper([
      registered(),
      ...UNTIL_NOTICED.slice(1, -1),
      noticed(),
      hearingRequested('2023-04-27'),
      hearingScheduled({ noticeServedOn: '2023-04-27', on: '2023-05-06' }),
      { ...hearingHeld(), data: { ...(hearingHeld().data as object), heldOn: '2023-05-06' } },
    ]);
    expect(checked(present, ...held).findings.map(([act, code]) => [act, code])).toEqual([
      ['通知听证', 'hearing.notice_too_short'],
    ]);
    expect(checked(underEdition(present, 'D08@1996-10-01'), ...held).findings).toEqual([]);
  });
});
