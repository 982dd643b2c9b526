import { describe, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { ApproveCriminalTransfer, SendCriminalTransfer } from './criminal-transfer.js';
import { FileCase } from './filing.js';
import { DisposePreserved } from './measures.js';
import { PublishPenalty } from './publication.js';
import {
  attempted,
  by,
  onPaper,
  penaltyDecided,
  registered,
  the,
  UNTIL_FILED,
  UNTIL_NOTICED,
  waived,
} from './scenario.js';
import { ServeDecision } from './service.js';

/* 逾期不等于不能办: what was due is done, and its lateness is on record beside it (R11). */

const DEFECT = 'ProceduralDefectRecorded';
const UNTIL_DECIDED = [...UNTIL_NOTICED, waived(), penaltyDecided()];

describe('立案（D01，十五个工作日）', () => {
  const file = (filedOn: string, discoveredOn?: string): FileCase => ({
    filedOn,
    ...(discoveredOn === undefined ? {} : { discoveredOn }),
    ...onPaper(filedOn),
    officers: [
      { userId: 'zhang', duty: 'LEAD' },
      { userId: 'li', duty: 'ASSIST' },
    ],
  });
  // Discovered on Thursday 2023-03-02: the fifteenth working day is 2023-03-23.
  it('第十五个工作日立案的没有瑕疵，次日立案的记一日', () => {
    given(registered())
      .when(the(FileCase), file('2023-03-23'), by('zhang', '2023-03-24'))
      .then({ type: 'CaseFiled', data: { discoveredOn: '2023-03-02' } });
    given(registered())
      .when(the(FileCase), file('2023-03-24'), by('zhang', '2023-03-24'))
      .then(
        { type: 'CaseFiled' },
        { type: DEFECT, data: { kind: 'FILING_OVERDUE', dueOn: '2023-03-23', doneOn: '2023-03-24', days: 1 } },
      );
  });

  it('发现日期写明的，自发现日期起算；早于登记的也是', () => {
    given(registered({ happenedOn: '2023-02-01', registeredOn: '2023-03-20' }))
      .when(the(FileCase), file('2023-03-24', '2023-03-02'), by('zhang', '2023-03-24'))
      .then({ type: 'CaseFiled' }, { type: DEFECT, data: { kind: 'FILING_OVERDUE', days: 1 } });
  });
});

describe('送达决定书（D11，七个工作日）', () => {
  // Decided on Monday 2023-05-08.
  const serve = (servedOn: string): ServeDecision => ({ method: 'DIRECT', servedOn, receiptId: '回证1号' });
  it('第七个工作日送达的没有瑕疵，次日送达的记一日，送达照样有效', () => {
    given(...UNTIL_DECIDED)
      .when(the(ServeDecision), serve('2023-05-17'), by('zhang', '2023-05-18'))
      .then({ type: 'DecisionServed' });
    given(...UNTIL_DECIDED)
      .when(the(ServeDecision), serve('2023-05-18'), by('zhang', '2023-05-18'))
      .then(
        { type: 'DecisionServed', data: { serviceDueOn: '2023-05-17' } },
        { type: DEFECT, data: { kind: 'SERVICE_OVERDUE', days: 1, rule: 'D11@2021-07-15' } },
      );
  });

  it('公告送达以发出公告之日为准：七个工作日内公告的没有瑕疵', () => {
    const announce = (announcedOn: string): ServeDecision => ({
      method: 'ANNOUNCE',
      announcedOn,
      receiptId: '公告1号',
    });
    const notFound = attempted({ document: 'DECISION', attemptedOn: '2023-05-12', result: 'WHEREABOUTS_UNKNOWN' });
    given(...UNTIL_DECIDED, notFound)
      .when(the(ServeDecision), announce('2023-05-17'), by('zhang', '2023-06-30'))
      .then({ type: 'DecisionServed', data: { servedOn: '2023-06-16' } });
    given(...UNTIL_DECIDED, notFound)
      .when(the(ServeDecision), announce('2023-05-18'), by('zhang', '2023-06-30'))
      .then({ type: 'DecisionServed' }, { type: DEFECT, data: { kind: 'SERVICE_OVERDUE', days: 1 } });
  });
});

describe('公示决定（D28）', () => {
  const served: DomainEvent = {
    type: 'DecisionServed',
    data: { method: 'DIRECT', servedOn: '2023-05-10', receiptId: '回证1号', paymentDueOn: '2023-05-25' },
  };
  const publish = (publishedOn: string): PublishPenalty => ({
    channel: '浙江省行政处罚结果信息公开平台',
    redactedDocSha: 'a'.repeat(64),
    publishedOn,
  });
  it('期限之日公示的没有瑕疵，次日公示的记一日', () => {
    given(...UNTIL_DECIDED, served)
      .when(the(PublishPenalty), publish('2023-05-17'), by('zhang', '2023-05-18'))
      .then({ type: 'PenaltyPublished' });
    given(...UNTIL_DECIDED, served)
      .when(the(PublishPenalty), publish('2023-05-18'), by('zhang', '2023-05-18'))
      .then({ type: 'PenaltyPublished' }, { type: DEFECT, data: { kind: 'PUBLICATION_OVERDUE', days: 1 } });
  });
});

describe('移送涉嫌犯罪案件（D30三日，D31二十四小时）', () => {
  const proposed: DomainEvent = {
    type: 'CriminalTransferProposed',
    data: { taskForce: [], proposedOn: '2023-03-06', approvalDueOn: '2023-03-09', approvalRule: 'D30@2020-08-07' },
  };
  const approved: DomainEvent = {
    type: 'CriminalTransferApproved',
    data: {
      approverId: 'chen',
      approverRank: 'CHIEF',
      approvedAt: '2023-03-09T02:00:00.000Z',
      sendDueAt: '2023-03-10T02:00:00.000Z',
    },
  };
  it('第三日批准的没有瑕疵，次日批准的记一日', () => {
    given(...UNTIL_FILED, proposed)
      .when(the(ApproveCriminalTransfer), { approvedAt: '2023-03-09T10:00:00+08:00' }, by('chen', '2023-03-10'))
      .then({ type: 'CriminalTransferApproved' });
    given(...UNTIL_FILED, proposed)
      .when(the(ApproveCriminalTransfer), { approvedAt: '2023-03-10T10:00:00+08:00' }, by('chen', '2023-03-10'))
      .then(
        { type: 'CriminalTransferApproved' },
        { type: DEFECT, data: { kind: 'TRANSFER_ANSWER_OVERDUE', days: 1, rule: 'D30@2020-08-07' } },
      );
  });

  it('满二十四小时移送的没有瑕疵，过一分钟的记一分钟', () => {
    const send = (sentAt: string) =>
      given(...UNTIL_FILED, proposed, approved).when(
        the(SendCriminalTransfer),
        { sentAt, policeOrgan: '衢州市公安局', copiedToProcuratorate: false } as SendCriminalTransfer,
        by('zhang', '2023-03-11'),
      );
    send('2023-03-10T10:00:00+08:00').then({ type: 'CriminalTransferSent' });
    send('2023-03-10T10:01:00+08:00').then(
      { type: 'CriminalTransferSent' },
      { type: DEFECT, data: { kind: 'TRANSFER_SENDING_OVERDUE', minutes: 1, days: 1, dueOn: '2023-03-10' } },
    );
  });
});

describe('处理先行登记保存的物品（D04，七个工作日）', () => {
  const preserved: DomainEvent = {
    type: 'EvidencePreserved',
    data: {
      measureId: 'm1',
      documentNo: '1号',
      goods: [],
      approvedOn: '2023-03-06',
      approverId: 'chen',
      preservedOn: '2023-03-06',
      dueOn: '2023-03-15',
      dueRule: 'D04@2021-07-15',
      officers: [],
    },
  };
  const dispose = (disposedOn: string): DisposePreserved =>
    ({ measureId: 'm1', disposal: 'RETURNED', disposedOn }) as DisposePreserved;
  it('第七个工作日处理的没有瑕疵，次日处理的记一日', () => {
    given(...UNTIL_FILED, preserved)
      .when(the(DisposePreserved), dispose('2023-03-15'), by('zhang', '2023-03-16'))
      .then({ type: 'PreservedEvidenceDisposed' });
    given(...UNTIL_FILED, preserved)
      .when(the(DisposePreserved), dispose('2023-03-16'), by('zhang', '2023-03-16'))
      .then({ type: 'PreservedEvidenceDisposed' }, { type: DEFECT, data: { kind: 'PRESERVATION_OVERDUE', days: 1 } });
  });
});
