import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { standingsOf } from '../definition/clock.js';
import { ArchiveDossier, documentsOf } from './archiving.js';
import { caseAggregate } from './case.js';
import { CASE_CLOCKS, caseTerms } from './clocks.js';
import { CloseCase } from './closing.js';
import { CorrectEntry } from './entry-correction.js';
import { CollectEvidence } from './investigation.js';
import { RecordPayment } from './payment.js';
import { by, onPaper, SHA256, the } from './scenario.js';
import { closed, paid, published, summaryMade, UNTIL_SERVED } from './scenario-after-decision.js';

const CLOSED = [...UNTIL_SERVED, published(), paid(), closed({ closeReason: 'EXECUTED', closedOn: '2023-06-01' })];
const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
const ALL = documentsOf(fold(CLOSED));
const archive = (history: readonly DomainEvent[], more: Partial<ArchiveDossier> = {}) =>
  given(...history).when(
    the(ArchiveDossier),
    { archiveNo: '2023-CF-0001', retention: 'TEN_YEARS', documents: ALL, pages: 64, archivedOn: '2023-06-20', ...more },
    by('zhang', '2023-12-28'),
  );

describe('归档（G37，行政处罚法第四十七条）', () => {
  it('卷内应有的文书由案件经过的环节得出', () => {
    expect(ALL).toEqual([
      'FILING',
      'EVIDENCE',
      'CONCLUSION',
      'REVIEW',
      'NOTICE',
      'DECISION',
      'SERVICE',
      'PAYMENT',
      'CLOSING',
    ]);
    expect(documentsOf(fold([summaryMade()]))).toEqual(['DECISION', 'SERVICE']);
  });

  it('结案以后文书齐全的可以归档', () => {
    archive(CLOSED).then({ type: 'DossierArchived', data: { missing: [], retention: 'TEN_YEARS' } });
  });

  it('缺一件也不能归档，逐件说明；备考表说明了的可以', () => {
    const documents = ALL.filter((name) => name !== 'SERVICE');
    const refusal = archive(CLOSED, { documents }).thenRefused('archiving.incomplete');
    expect(String(refusal.message)).toContain('决定书送达回证');
    archive(CLOSED, { documents, missingReason: '回证邮寄中遗失，附邮政查询单' }).then({
      type: 'DossierArchived',
      data: { missing: ['SERVICE'] },
    });
    archive(CLOSED, { missingReason: '无' }).thenRefused('archiving.nothing_missing');
  });

  it('结案当日可以归档，前一日不可以；没有结案的不能归档', () => {
    archive(CLOSED, { archivedOn: '2023-06-01' }).then({ type: 'DossierArchived' });
    archive(CLOSED, { archivedOn: '2023-05-31' }).thenRefused('day.out_of_order', { earliest: '2023-06-01' });
    archive(CLOSED.slice(0, -1)).thenRefused('case.phase');
  });

  it('归档以后不再办理，法院执行到的款项照样入账', () => {
    const { decision } = archive(
      [...UNTIL_SERVED, published(), closed({ closeReason: 'COURT_ACCEPTED', closedOn: '2023-06-01' })],
      { documents: ALL.filter((name) => name !== 'PAYMENT') },
    );
    const archived = [
      ...UNTIL_SERVED,
      published(),
      closed({ closeReason: 'COURT_ACCEPTED', closedOn: '2023-06-01' }),
      ...(decision.kind === 'accepted' ? decision.events : []),
    ];
    expect(fold(archived).phase).toBe('Archived');
    given(...archived)
      .when(
        the(CollectEvidence),
        {
          evidenceId: 'E9',
          kind: 'OBJECT',
          sha256: SHA256,
          obtainedAt: '2023-07-01T10:00:00+08:00',
          officers: ['zhang', 'li'],
        },
        by('zhang', '2023-12-28'),
      )
      .thenRefused('case.phase');
    given(...archived)
      .when(
        the(RecordPayment),
        { receiptNo: 'R9', amountFen: 100, kind: 'FINE', channel: 'BANK', paidOn: '2023-07-03' },
        by('zhang', '2023-12-28'),
      )
      .then({ type: 'FinePaid' });
  });
});

describe('归档的期限（D43，档案法第十四条）', () => {
  const closing = (history: readonly DomainEvent[], closedOn = '2023-06-01') =>
    given(...history).when(
      the(CloseCase),
      { closeReason: 'EXECUTED', closedOn, ...onPaper(closedOn) },
      by('zhang', '2023-12-28'),
    );
  const history = (() => {
    const { decision } = closing(CLOSED.slice(0, -1));
    if (decision.kind !== 'accepted') throw new Error('not closed');
    return [...CLOSED.slice(0, -1), ...decision.events];
  })();

  it('普通程序结案起三十日，简易程序多案一卷，不起算', () => {
    closing(CLOSED.slice(0, -1)).then({
      type: 'CaseClosed',
      data: { archivingDueOn: '2023-07-01', archivingRule: 'D43@1996-10-01' },
    });
    const { decision } = given(summaryMade(), paid({ amountFen: 10_000, paidOn: '2023-05-20' })).when(
      the(CloseCase),
      { closeReason: 'EXECUTED', closedOn: '2023-06-01' },
      by('zhang', '2023-12-28'),
    );
    if (decision.kind !== 'accepted') throw new Error('not closed');
    expect(decision.events[0]!.data).not.toHaveProperty('archivingDueOn');
  });

  it('第三十日归档的没有瑕疵，次日归档的记一日', () => {
    archive(history, { archivedOn: '2023-07-01' }).then({ type: 'DossierArchived' });
    archive(history, { archivedOn: '2023-07-02' }).then(
      { type: 'DossierArchived' },
      { type: 'ProceduralDefectRecorded', data: { kind: 'ARCHIVING_OVERDUE', days: 1, rule: 'D43@1996-10-01' } },
    );
  });

  it('此前结案、没有期限的，何日归档都没有瑕疵', () => {
    archive(CLOSED, { archivedOn: '2023-12-28' }).then({ type: 'DossierArchived' });
  });

  it('结案以后这一期限在走，归档以后不再走', () => {
    const standing = (events: readonly DomainEvent[]) =>
      standingsOf(CASE_CLOCKS, caseTerms(fold(events))).find(({ clock }) => clock === 'archiving');
    expect(standing(history)).toMatchObject({ dueOn: '2023-07-01', isOpen: true });
    const { decision } = archive(history, { archivedOn: '2023-06-20' });
    if (decision.kind !== 'accepted') throw new Error('not archived');
    expect(standing([...history, ...decision.events])).toMatchObject({ isOpen: false, doneOn: '2023-06-20' });
  });

  it('结案日期更正的，归档期限随之移动', () => {
    given(...history)
      .when(
        the(CorrectEntry),
        {
          entry: 'CaseClosed.closedOn',
          becomesOn: '2023-06-05',
          reason: '审批表为6月5日',
          correctedOn: '2023-06-20',
          ...onPaper('2023-06-20'),
        },
        by('zhang', '2023-12-28'),
      )
      .then({ type: 'EventCorrected', data: { archivingDueOn: '2023-07-05' } });
  });
});
