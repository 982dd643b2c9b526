import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import type { EvidenceKind } from '../terms.js';
import { DecidePenalty } from './decision.js';
import { ExcludeEvidence, VerifyEvidence } from './evidence.js';
import { CollectEvidence, ConcludeInvestigation, OrderCorrection, VerifyCorrection } from './investigation.js';
import {
  by,
  collected,
  registered,
  SHA256,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  waived,
} from './scenario.js';

const piece = (evidenceId: string, kind: EvidenceKind) => ({
  type: 'EvidenceCollected',
  data: { ...(collected(evidenceId).data as object), kind },
});
const verified = (evidenceId = 'E2', verifiedOn = '2023-03-08') => ({
  type: 'EvidenceVerified',
  data: { evidenceId, finding: '与现场笔录、证人证言相互印证', verifiedOn },
});
const excluded = (evidenceId = 'E1', excludedOn = '2023-03-08') => ({
  type: 'EvidenceExcluded',
  data: { evidenceId, ground: 'ILLEGAL', reason: '以扣留车辆相威胁取得', excludedOn },
});
const VERIFY: VerifyEvidence = { evidenceId: 'E2', finding: '与现场笔录相互印证', verifiedOn: '2023-03-08' };
const EXCLUDE: ExcludeEvidence = {
  evidenceId: 'E1',
  ground: 'ILLEGAL',
  reason: '以扣留车辆相威胁取得',
  excludedOn: '2023-03-08',
};
const CONCLUDE: ConcludeInvestigation = {
  concludedOn: '2023-04-10',
  facts: '当事人未经批准占用城市道路摆摊',
  nature: '擅自占用城市道路',
  proposedFineFen: 1_000_000,
  discretionReason: '一般情节',
};

const conclude = (history: readonly DomainEvent[], input: Partial<ConcludeInvestigation> = {}) =>
  given(...history).when(the(ConcludeInvestigation), { ...CONCLUDE, ...input }, by('zhang', '2023-04-10'));

describe('证据须经查证属实，方可作为认定案件事实的根据（G08，行政处罚法第四十六条第二款）', () => {
  it('执法人员自己制作的笔录当场查证，其他证据须另行查证', () => {
    conclude([...UNTIL_FILED, collected()]).then({ type: 'InvestigationConcluded', data: { evidence: ['E1'] } });
    conclude([...UNTIL_FILED, piece('E2', 'OBJECT')]).thenRefused('evidence.not_verified', {
      article: '行政处罚法第四十六条第二款',
    });
    conclude([...UNTIL_FILED, piece('E2', 'OBJECT'), verified()]).then({
      type: 'InvestigationConcluded',
      data: { evidence: ['E2'] },
    });
  });

  it('没有说明根据的，以全部可用的证据为根据；说明的须本案有、已查证', () => {
    const history = [...UNTIL_FILED, collected(), piece('E2', 'WITNESS'), piece('E3', 'WITNESS'), verified()];
    conclude(history).then({ type: 'InvestigationConcluded', data: { evidence: ['E1', 'E2'] } });
    conclude(history, { evidence: ['E1'] }).then({ type: 'InvestigationConcluded', data: { evidence: ['E1'] } });
    conclude(history, { evidence: ['E3'] }).thenRefused('evidence.not_verified');
    conclude(history, { evidence: ['E9'] }).thenRefused('evidence.unknown');
  });

  it('由办案人员查证，不早于取得之日，只查证一次', () => {
    const history = [...UNTIL_FILED, piece('E2', 'OBJECT')];
    const verify = (input: Partial<VerifyEvidence>, more: readonly DomainEvent[] = [], id = 'zhang') =>
      given(...history, ...more).when(the(VerifyEvidence), { ...VERIFY, ...input }, by(id, '2023-04-01'));
    verify({}).then({ type: 'EvidenceVerified', data: VERIFY });
    verify({ verifiedOn: '2023-03-06' }).then({ type: 'EvidenceVerified' });
    verify({ verifiedOn: '2023-03-05' }).thenRefused('day.out_of_order', { earliest: '2023-03-06' });
    verify({ evidenceId: 'E7' }).thenRefused('evidence.unknown');
    verify({}, [verified()]).thenRefused('evidence.verified');
    verify({}, [], 'wang').thenRefused('officer.not_assigned');
  });
});

describe('以非法手段取得的证据，不得作为认定案件事实的根据（行政处罚法第四十六条第三款）', () => {
  it('排除的证据不能再作根据；全部排除的，不能终结调查', () => {
    const history = [...UNTIL_FILED, collected(), collected('E4'), excluded()];
    conclude(history).then({ type: 'InvestigationConcluded', data: { evidence: ['E4'] } });
    conclude(history, { evidence: ['E1'] }).thenRefused('evidence.excluded', {
      article: '行政处罚法第四十六条第三款',
    });
    conclude([...UNTIL_FILED, collected(), excluded()]).thenRefused('investigation.no_evidence');
  });

  it('终结以后排除的，没有别的根据就不能处罚', () => {
    const decide = (more: readonly DomainEvent[]) =>
      given(...UNTIL_NOTICED, waived(), ...more).when(
        the(DecidePenalty),
        {
          ...{ decidedOn: '2023-05-08', kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
          lawVersion: '条例第十二条',
        } as DecidePenalty,
        by('chen', '2023-05-08'),
      );
    decide([]).then({ type: 'PenaltyDecided', data: { evidence: ['E1'] } });
    decide([excluded('E1', '2023-05-05')]).thenRefused('investigation.no_evidence');
  });

  it('办案人员、审核人员、负责人都可以排除，一次；排除以后不能再查证', () => {
    for (const id of ['zhang', 'sun', 'chen'])
      given(...UNTIL_CONCLUDED)
        .when(the(ExcludeEvidence), { ...EXCLUDE, excludedOn: '2023-04-11' }, by(id, '2023-04-11'))
        .then({ type: 'EvidenceExcluded' });
    const history = [...UNTIL_FILED, collected(), excluded()];
    given(...history)
      .when(the(ExcludeEvidence), EXCLUDE, by('zhang', '2023-03-08'))
      .thenRefused('evidence.excluded');
    given(...history)
      .when(the(VerifyEvidence), { ...VERIFY, evidenceId: 'E1' }, by('zhang', '2023-03-08'))
      .thenRefused('evidence.excluded');
    given(...UNTIL_FILED, collected())
      .when(the(ExcludeEvidence), { ...EXCLUDE, excludedOn: '2023-03-05' }, by('zhang', '2023-03-08'))
      .thenRefused('day.out_of_order');
  });
});

describe('取证', () => {
  const collect = (input: Partial<CollectEvidence>, history: readonly DomainEvent[] = UNTIL_FILED, at = '2025-05-20') =>
    given(...history).when(
      the(CollectEvidence),
      {
        ...{ evidenceId: 'E1', kind: 'AUDIO_VIDEO', sha256: SHA256, officers: ['zhang', 'li'] },
        obtainedAt: `${at}T10:00:00+08:00`,
        ...input,
      } as CollectEvidence,
      by('zhang', at),
    );

  it('公共视频录制后三十日内固定；第三十一日起说明来源和完整性（公共安全视频图像信息系统管理条例第十七条）', () => {
    collect({ recordedOn: '2025-04-20' }).then({ type: 'EvidenceCollected' });
    collect({ recordedOn: '2025-04-19' }).thenRefused('evidence.video_late');
    collect({ recordedOn: '2025-04-19', lateReason: '由运营单位另行保存，附校验值' }).then({
      type: 'EvidenceCollected',
    });
    collect({ recordedOn: '2025-05-21' }).thenRefused('evidence.video_to_come');
    // Before the regulation there was no such day.
    collect({ recordedOn: '2025-01-01' }, UNTIL_FILED, '2025-03-31').then({ type: 'EvidenceCollected' });
  });

  it('询问未成年人，有法定代理人或者其他合适成年人到场（参照未成年人保护法第一百一十条）', () => {
    const minor = { partyId: 'p1', kind: 'CITIZEN', name: '当事人甲', bornOn: '2008-03-02' } as const;
    const history = [registered({ parties: [minor] }), ...UNTIL_FILED.slice(1)];
    collect({ kind: 'PARTY_STATEMENT' }, history, '2023-03-06').thenRefused('evidence.guardian_absent');
    collect({ kind: 'PARTY_STATEMENT', guardian: '其母周某' }, history, '2023-03-06').then({
      type: 'EvidenceCollected',
    });
    collect({ kind: 'SITE_RECORD' }, history, '2023-03-06').then({ type: 'EvidenceCollected' });
    collect({ kind: 'PARTY_STATEMENT' }, UNTIL_FILED, '2023-03-06').then({ type: 'EvidenceCollected' });
  });
});

describe('复查改正情况（行政处罚法第二十八条第一款）', () => {
  const ordered = {
    type: 'CorrectionOrdered',
    data: {
      ...{ correctionNo: '衢综执责改字〔2023〕1号', content: '立即清理占用人行道的摊位和货物，恢复道路原状。' },
      ...{ orderedOn: '2023-03-06', dueOn: '2023-03-08' },
    },
  };
  const VERIFY_CORRECTION: VerifyCorrection = {
    ...{ correctionNo: '衢综执责改字〔2023〕1号', result: 'CORRECTED', finding: '摊位已经清理，路面恢复原状' },
    ...{ officers: ['zhang', 'li'], verifiedOn: '2023-03-09' },
  };
  const check = (input: Partial<VerifyCorrection> = {}, more: readonly DomainEvent[] = [ordered]) =>
    given(...UNTIL_FILED, ...more).when(
      the(VerifyCorrection),
      { ...VERIFY_CORRECTION, ...input },
      by('zhang', '2023-03-20'),
    );

  it('由两名办案人员复查，记下结果和证号', () => {
    check().then({ type: 'CorrectionVerified', data: { result: 'CORRECTED', officers: [{ certNo: 'C01' }, {}] } });
    check({ officers: ['zhang', 'wang'] }).thenRefused('officer.not_assigned');
  });

  it('没有责令过的、责令以前的，不能复查；全角半角的文号是同一个', () => {
    check({}, []).thenRefused('correction.unknown');
    check({ verifiedOn: '2023-03-05' }).thenRefused('day.out_of_order');
    check({ correctionNo: '衢综执责改字〔２０２３〕１号' }).then({ type: 'CorrectionVerified' });
  });

  it('责令以后再责令的，分别复查', () => {
    const again = { ...ordered, data: { ...ordered.data, correctionNo: '衢综执责改字〔2023〕2号' } };
    const decision = check({ correctionNo: '衢综执责改字〔2023〕2号', result: 'PARTLY' }, [ordered, again]).then({
      type: 'CorrectionVerified',
    });
    expect(decision.events).toHaveLength(1);
    given(...UNTIL_FILED)
      .when(
        the(OrderCorrection),
        { content: '立即清理占用人行道的摊位和货物，恢复道路原状。', orderedOn: '2023-03-06', dueOn: '2023-03-08' },
        by('zhang', '2023-03-06'),
      )
      .then({ type: 'CorrectionOrdered' });
  });
});
