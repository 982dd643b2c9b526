import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { caseAggregate } from './case.js';
import {
  AssignOfficer,
  CollectEvidence,
  ConcludeInvestigation,
  OrderCorrection,
  RemoveOfficer,
  ReplaceOfficer,
  ReturnInvestigation,
} from './investigation.js';
import {
  by,
  collected,
  concluded,
  discussed,
  filed,
  hearingScheduled,
  penaltyDecided,
  registered,
  returned,
  SHA256,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  waived,
} from './scenario.js';
import { courtApplied, demanded, transferProposed, UNTIL_SERVED } from './scenario-after-decision.js';

const assigned = (userId: string, certNo: string) => ({
  type: 'OfficerAssigned',
  data: { userId, certNo, duty: 'ASSIST', assignedOn: '2023-03-06' },
});

describe('指派办案人员（行政处罚法第四十二条第一款）', () => {
  const ASSIGN: AssignOfficer = { userId: 'wang', duty: 'ASSIST', assignedOn: '2023-03-10' };

  it('指派持有效执法证的人员，记下其证号', () => {
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), ASSIGN, by('chen', '2023-03-10'))
      .then({ type: 'OfficerAssigned', data: { ...ASSIGN, certNo: 'C03' } });
  });

  it('执法证最后一日可以指派，次日不可以', () => {
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), ASSIGN, by('chen', '2023-03-20'))
      .then({ type: 'OfficerAssigned' });
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), { ...ASSIGN, assignedOn: '2023-03-11' }, by('chen', '2023-03-20'))
      .thenRefused('officer.not_certified');
  });

  it('辅助人员、外单位人员不能指派（条例第二十九条、第三十条）', () => {
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'helper' }, by('chen', '2023-03-10'))
      .thenRefused('officer.auxiliary');
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'stranger' }, by('chen', '2023-03-10'))
      .thenRefused('officer.other_unit');
  });

  it('已是办案人员的不能重复指派', () => {
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'li' }, by('chen', '2023-03-10'))
      .thenRefused('officer.assigned');
  });

  it('原有办案人员证件过期的，不妨碍增派', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'))
      .when(the(AssignOfficer), { userId: 'zhao', duty: 'ASSIST', assignedOn: '2023-03-20' }, by('chen', '2023-03-20'))
      .then({ type: 'OfficerAssigned', data: { userId: 'zhao', certNo: 'C04' } });
  });

  it('审核过本案的不能转为办案人员（第五十八条）', () => {
    given(...UNTIL_CONCLUDED, submitted(1, '2023-04-12', 'zhou'))
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'zhou', assignedOn: '2023-04-13' }, by('chen', '2023-04-13'))
      .thenRefused('officer.judged_case');
  });

  it('主持本案听证的不能转为办案人员（第六十四条第四项）', () => {
    given(...UNTIL_REQUESTED, hearingScheduled({ hostId: 'zhao' }))
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'zhao', assignedOn: '2023-05-10' }, by('chen', '2023-05-10'))
      .thenRefused('officer.judged_case');
  });

  it('本案决定人不能转为办案人员（第五十七条）', () => {
    given(...UNTIL_NOTICED, waived(), penaltyDecided({ deciderId: 'both' }))
      .when(the(AssignOfficer), { ...ASSIGN, userId: 'both', assignedOn: '2023-05-10' }, by('chen', '2023-05-10'))
      .thenRefused('officer.judged_case');
  });

  it('批准立案、参加集体讨论的负责人不能转为办案人员（第五十七条）', () => {
    const both = { ...ASSIGN, userId: 'both', assignedOn: '2023-05-10' };
    given(registered(), filed({ approverId: 'both' }))
      .when(the(AssignOfficer), both, by('chen', '2023-05-10'))
      .thenRefused('officer.judged_case');
    const meeting = discussed();
    given(...UNTIL_NOTICED, waived(), {
      ...meeting,
      data: { ...(meeting.data as object), attendees: ['chen', 'lin', 'both'] },
    })
      .when(the(AssignOfficer), both, by('chen', '2023-05-10'))
      .thenRefused('officer.judged_case');
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), both, by('chen', '2023-05-10'))
      .then({ type: 'OfficerAssigned' });
  });

  it('移送期间、申请法院强制执行以后仍可以换人', () => {
    const zhao = { ...ASSIGN, userId: 'zhao', assignedOn: '2023-11-14' };
    for (const history of [
      [...UNTIL_FILED, transferProposed()],
      [...UNTIL_SERVED, demanded(), courtApplied()],
    ])
      given(...history)
        .when(the(AssignOfficer), zhao, by('chen', '2023-11-14'))
        .then({ type: 'OfficerAssigned' });
  });

  it('立案前没有办案人员可以指派；日期在立案与今天之间', () => {
    given(registered()).when(the(AssignOfficer), ASSIGN, by('chen', '2023-03-10')).thenRefused('case.phase');
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), ASSIGN, by('chen', '2023-03-09'))
      .thenRefused('day.in_future', { earliest: '2023-03-10' });
    given(...UNTIL_FILED)
      .when(the(AssignOfficer), { ...ASSIGN, assignedOn: '2023-03-02' }, by('chen', '2023-03-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-03' });
  });
});

describe('撤换办案人员不得使其少于两人（行政处罚法第四十二条第一款）', () => {
  const REMOVE: RemoveOfficer = { userId: 'li', reason: '调离', removedOn: '2023-03-10' };

  it('另有两人的，可以撤换；撤换的人仍算办理过本案', () => {
    const history = [...UNTIL_FILED, assigned('wang', 'C03')];
    const { events } = given(...history)
      .when(the(RemoveOfficer), REMOVE, by('chen', '2023-03-10'))
      .then({ type: 'OfficerRemoved', data: { ...REMOVE } });
    const state = [...history, ...events].reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);
    expect(state.officers.map(({ userId }) => userId)).toEqual(['zhang', 'wang']);
    expect(state.everInvestigated).toEqual(['zhang', 'li', 'wang']);
  });

  it('只有两人的，不可以', () => {
    given(...UNTIL_FILED)
      .when(the(RemoveOfficer), REMOVE, by('chen', '2023-03-10'))
      .thenRefused('officer.fewer_than_two', { article: '行政处罚法第四十二条第一款' });
  });

  it('余下的人当日证件已经失效的，不计入两人', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'))
      .when(the(RemoveOfficer), { ...REMOVE, removedOn: '2023-03-11' }, by('chen', '2023-03-20'))
      .thenRefused('officer.fewer_than_two');
  });

  it('证件失效的人可以撤换', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'))
      .when(
        the(RemoveOfficer),
        { userId: 'wang', reason: '证件到期', removedOn: '2023-03-11' },
        by('chen', '2023-03-20'),
      )
      .then({ type: 'OfficerRemoved' });
  });

  it('不是本案办案人员的，没有可撤换的', () => {
    given(...UNTIL_FILED)
      .when(the(RemoveOfficer), { ...REMOVE, userId: 'zhao' }, by('chen', '2023-03-10'))
      .thenRefused('officer.not_assigned');
  });

  it('再撤换一次被拒绝', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'), assigned('zhao', 'C04'), { type: 'OfficerRemoved', data: REMOVE })
      .when(the(RemoveOfficer), REMOVE, by('chen', '2023-03-10'))
      .thenRefused('officer.not_assigned');
  });

  it('日期在立案与今天之间；立案前没有可撤换的', () => {
    given(registered()).when(the(RemoveOfficer), REMOVE, by('chen', '2023-03-10')).thenRefused('case.phase');
    given(...UNTIL_FILED)
      .when(the(RemoveOfficer), REMOVE, by('chen', '2023-03-09'))
      .thenRefused('day.in_future');
    given(...UNTIL_FILED)
      .when(the(RemoveOfficer), { ...REMOVE, removedOn: '2023-03-02' }, by('chen', '2023-03-09'))
      .thenRefused('day.out_of_order');
  });
});

describe('更换办案人员：一人接替另一人，分工不变，不得少于两人（行政处罚法第四十二条第一款）', () => {
  const REPLACE: ReplaceOfficer = { fromId: 'li', userId: 'wang', reason: '调离', replacedOn: '2023-03-10' };
  const stateAfter = (history: readonly DomainEvent[]) =>
    history.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

  it('两人办理的案件也可以更换：接办的人有原来的分工、自己的证号；两人都算办理过本案', () => {
    const { events } = given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), { ...REPLACE, fromId: 'zhang' }, by('chen', '2023-03-10'))
      .then({ type: 'OfficerReplaced', data: { ...REPLACE, fromId: 'zhang', certNo: 'C03', duty: 'LEAD' } });
    const { officers, everInvestigated } = stateAfter([...UNTIL_FILED, ...events]);
    expect(officers).toEqual([
      { userId: 'wang', certNo: 'C03', duty: 'LEAD' },
      { userId: 'li', certNo: 'C02', duty: 'ASSIST' },
    ]);
    expect(everInvestigated).toEqual(['zhang', 'li', 'wang']);
  });

  it('由机关负责人决定，办案人员自己不能更换（DOMAIN 2.7）', () => {
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), REPLACE, by('zhang', '2023-03-10'))
      .thenRefused('approval.not_proposed');
  });

  it('接办的人执法证最后一日可以，次日不可以', () => {
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), REPLACE, by('chen', '2023-03-20'))
      .then({ type: 'OfficerReplaced' });
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), { ...REPLACE, replacedOn: '2023-03-11' }, by('chen', '2023-03-20'))
      .thenRefused('officer.not_certified');
  });

  it('已是办案人员的、辅助人员、外单位人员、审核过本案的，不能接办', () => {
    for (const [userId, code] of [
      ['zhang', 'officer.assigned'],
      ['helper', 'officer.auxiliary'],
      ['stranger', 'officer.other_unit'],
    ] as const)
      given(...UNTIL_FILED)
        .when(the(ReplaceOfficer), { ...REPLACE, userId }, by('chen', '2023-03-10'))
        .thenRefused(code);
    given(...UNTIL_CONCLUDED, submitted(1, '2023-04-12', 'zhou'))
      .when(the(ReplaceOfficer), { ...REPLACE, userId: 'zhou', replacedOn: '2023-04-13' }, by('chen', '2023-04-13'))
      .thenRefused('officer.judged_case');
  });

  it('不是本案办案人员的，没有可更换的；更换以后不能再更换一次', () => {
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), { ...REPLACE, fromId: 'zhao' }, by('chen', '2023-03-10'))
      .thenRefused('officer.not_assigned');
    const { events } = given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), REPLACE, by('chen', '2023-03-10'))
      .then({ type: 'OfficerReplaced' });
    given(...UNTIL_FILED, ...events)
      .when(the(ReplaceOfficer), { ...REPLACE, userId: 'zhao' }, by('chen', '2023-03-10'))
      .thenRefused('officer.not_assigned');
  });

  it('余下的一人证件已经失效的，连同接办的人仍不足两人', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'), { type: 'OfficerRemoved', data: { userId: 'zhang' } })
      .when(the(ReplaceOfficer), { ...REPLACE, userId: 'zhao', replacedOn: '2023-03-11' }, by('chen', '2023-03-20'))
      .thenRefused('officer.fewer_than_two');
  });

  it('日期在立案与今天之间；立案前没有可更换的', () => {
    given(registered()).when(the(ReplaceOfficer), REPLACE, by('chen', '2023-03-10')).thenRefused('case.phase');
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), REPLACE, by('chen', '2023-03-09'))
      .thenRefused('day.in_future', { earliest: '2023-03-10' });
    given(...UNTIL_FILED)
      .when(the(ReplaceOfficer), { ...REPLACE, replacedOn: '2023-03-02' }, by('chen', '2023-03-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-03' });
  });
});

describe('取证由本案两名以上持证人员进行（行政处罚法第四十二条、第四十六条、第五十四条）', () => {
  const COLLECT: CollectEvidence = {
    evidenceId: 'E1',
    kind: 'SITE_RECORD',
    sha256: SHA256,
    obtainedAt: '2023-03-10T09:30:00+08:00',
    officers: ['zhang', 'li'],
  };

  it('记下取证人员当日的证号；时刻存为UTC', () => {
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), COLLECT, by('zhang', '2023-03-10'))
      .then({
        type: 'EvidenceCollected',
        data: {
          ...COLLECT,
          obtainedAt: '2023-03-10T01:30:00.000Z',
          officers: [
            { userId: 'zhang', certNo: 'C01' },
            { userId: 'li', certNo: 'C02' },
          ],
        },
      });
  });

  it('一人取证、同一证号的两个账号取证，均不可以', () => {
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), { ...COLLECT, officers: ['zhang', 'zhang'] }, by('zhang', '2023-03-10'))
      .thenRefused('officer.fewer_than_two');
    given(...UNTIL_FILED, assigned('twin', 'C01'))
      .when(the(CollectEvidence), { ...COLLECT, officers: ['zhang', 'twin'] }, by('zhang', '2023-03-10'))
      .thenRefused('officer.fewer_than_two');
  });

  it('证件须在取证之日有效：最后一日可以，次日不可以', () => {
    const history = [...UNTIL_FILED, assigned('wang', 'C03')];
    given(...history)
      .when(
        the(CollectEvidence),
        { ...COLLECT, officers: ['zhang', 'wang'], obtainedAt: '2023-03-10T23:59:59+08:00' },
        by('zhang', '2023-03-20'),
      )
      .then({ type: 'EvidenceCollected' });
    given(...history)
      .when(
        the(CollectEvidence),
        { ...COLLECT, officers: ['zhang', 'wang'], obtainedAt: '2023-03-11T00:00:00+08:00' },
        by('zhang', '2023-03-20'),
      )
      .thenRefused('officer.not_certified');
  });

  it('取证之日按北京时间：UTC 3月10日16时已是3月11日', () => {
    given(...UNTIL_FILED, assigned('wang', 'C03'))
      .when(
        the(CollectEvidence),
        { ...COLLECT, officers: ['zhang', 'wang'], obtainedAt: '2023-03-10T16:00:00Z' },
        by('zhang', '2023-03-20'),
      )
      .thenRefused('officer.not_certified');
  });

  it('不是本案办案人员的，不能取证', () => {
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), { ...COLLECT, officers: ['zhang', 'zhao'] }, by('zhang', '2023-03-10'))
      .thenRefused('officer.not_assigned');
  });

  it('取得时刻不能晚于现在，同一日的晚些时候也不行', () => {
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), COLLECT, by('zhang', '2023-03-10T01:29:59Z'))
      .thenRefused('day.in_future', { earliest: '2023-03-10' });
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), COLLECT, by('zhang', '2023-03-10T01:30:00Z'))
      .then({ type: 'EvidenceCollected' });
  });

  it('取得日期不能早于违法行为发生日；立案前核查取得的可以登记', () => {
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), { ...COLLECT, obtainedAt: '2023-02-28T10:00:00+08:00' }, by('zhang', '2023-03-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
    given(...UNTIL_FILED)
      .when(the(CollectEvidence), { ...COLLECT, obtainedAt: '2023-03-01T10:00:00+08:00' }, by('zhang', '2023-03-10'))
      .then({ type: 'EvidenceCollected' });
  });

  it('同一证据编号不能登记两次', () => {
    given(...UNTIL_FILED, collected('E1'))
      .when(the(CollectEvidence), COLLECT, by('zhang', '2023-03-10'))
      .thenRefused('evidence.recorded');
  });

  it('调查终结后、立案前不能取证', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(CollectEvidence), { ...COLLECT, evidenceId: 'E2' }, by('zhang', '2023-04-12'))
      .thenRefused('case.phase');
    given(registered()).when(the(CollectEvidence), COLLECT, by('zhang', '2023-03-10')).thenRefused('case.phase');
  });

  it('证据种类限于八种，SHA-256为64位小写十六进制数', () => {
    const faults = parseCommand(CollectEvidence, { ...COLLECT, kind: 'RUMOUR', sha256: 'A'.repeat(64) }).faults;
    expect(faults?.map(({ path }) => path).sort()).toEqual(['kind', 'sha256']);
    expect(parseCommand(CollectEvidence, COLLECT).faults).toBeUndefined();
  });
});

describe('责令改正应当具体（行政处罚法第二十八条第一款）', () => {
  const ORDER: OrderCorrection = {
    content: '立即清理占用人行道的摊位和货物，恢复道路原状并保持畅通。',
    orderedOn: '2023-03-06',
    dueOn: '2023-03-08',
  };

  it('责令改正取文书编号', () => {
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), ORDER, by('zhang', '2023-03-06'))
      .then({ type: 'CorrectionOrdered', data: { ...ORDER, correctionNo: '衢综执责改字〔2023〕1号' } });
  });

  it('可以一案多次责令', () => {
    const { events } = given(...UNTIL_FILED)
      .when(the(OrderCorrection), ORDER, by('zhang', '2023-03-06'))
      .then({
        type: 'CorrectionOrdered',
      });
    given(...UNTIL_FILED, ...events)
      .when(the(OrderCorrection), ORDER, by('zhang', '2023-03-06'))
      .then({ type: 'CorrectionOrdered' });
  });

  it('内容至少二十个字：二十字可以，十九字是输入错误，中间的空格不充数', () => {
    expect(parseCommand(OrderCorrection, { ...ORDER, content: '改'.repeat(20) }).faults).toBeUndefined();
    expect(parseCommand(OrderCorrection, { ...ORDER, content: '改'.repeat(19) }).faults).toEqual([
      { path: 'content', message: '责令改正的内容至少20个字' },
    ]);
    const spaced = `限期${'　'.repeat(30)}改正`;
    expect(parseCommand(OrderCorrection, { ...ORDER, content: `限期改正${'　'.repeat(30)}` }).faults).toHaveLength(1);
    expect(parseCommand(OrderCorrection, { ...ORDER, content: spaced }).faults).toBeUndefined();
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), { ...ORDER, content: spaced }, by('zhang', '2023-03-06'))
      .thenRefused('correction.not_specific', { article: '行政处罚法第二十八条第一款' });
  });

  it('改正期限可以是责令当日，不能更早', () => {
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), { ...ORDER, dueOn: '2023-03-06' }, by('zhang', '2023-03-06'))
      .then({ type: 'CorrectionOrdered' });
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), { ...ORDER, dueOn: '2023-03-05' }, by('zhang', '2023-03-06'))
      .thenRefused('day.out_of_order');
  });

  it('责令日期在立案与今天之间；决定后、立案前不再责令', () => {
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), ORDER, by('zhang', '2023-03-05'))
      .thenRefused('day.in_future');
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), { ...ORDER, orderedOn: '2023-03-02' }, by('zhang', '2023-03-06'))
      .thenRefused('day.out_of_order');
    given(registered()).when(the(OrderCorrection), ORDER, by('zhang', '2023-03-06')).thenRefused('case.phase');
    given(...UNTIL_NOTICED, waived(), penaltyDecided())
      .when(the(OrderCorrection), { ...ORDER, orderedOn: '2023-05-09', dueOn: '2023-05-10' }, by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
  });
});

describe('调查终结（行政处罚法第五十七条第一款）', () => {
  const CONCLUDE: ConcludeInvestigation = {
    concludedOn: '2023-04-10',
    facts: '当事人未经批准占用城市道路摆摊',
    nature: '擅自占用城市道路',
    proposedFineFen: 1_000_000,
    discretionReason: '一般情节',
  };

  it('有证据的可以终结', () => {
    given(...UNTIL_FILED, collected())
      .when(the(ConcludeInvestigation), { ...CONCLUDE, benchmarkId: 'B12' }, by('zhang', '2023-04-10'))
      .then({ type: 'InvestigationConcluded', data: { ...CONCLUDE, benchmarkId: 'B12' } });
  });

  it('裁量基准的编号照公布的写法，可以有汉字和括号（DOMAIN F10）', () => {
    const benchmarkId = '浙综执裁〔2022〕12号';
    expect(parseCommand(ConcludeInvestigation, { ...CONCLUDE, benchmarkId }).command).toEqual({
      ...CONCLUDE,
      benchmarkId,
    });
  });

  it('没有证据的不能终结（第四十条、第四十六条）', () => {
    given(...UNTIL_FILED)
      .when(the(ConcludeInvestigation), CONCLUDE, by('zhang', '2023-04-10'))
      .thenRefused('investigation.no_evidence');
  });

  it('终结不能早于最后一份证据的取得：当日可以，前一日不可以', () => {
    const history = [...UNTIL_FILED, collected('E1', '2023-04-09T16:00:00.000Z'), collected('E2')];
    given(...history)
      .when(the(ConcludeInvestigation), CONCLUDE, by('zhang', '2023-04-10'))
      .then({ type: 'InvestigationConcluded' });
    given(...history)
      .when(the(ConcludeInvestigation), { ...CONCLUDE, concludedOn: '2023-04-09' }, by('zhang', '2023-04-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-10' });
  });

  it('不能晚于今天，不能早于立案', () => {
    given(...UNTIL_FILED, collected())
      .when(the(ConcludeInvestigation), CONCLUDE, by('zhang', '2023-04-09'))
      .thenRefused('day.in_future');
    given(registered(), filed({ filedOn: '2023-03-20' }), collected())
      .when(the(ConcludeInvestigation), { ...CONCLUDE, concludedOn: '2023-03-19' }, by('zhang', '2023-04-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-20' });
  });

  it('不能重复终结', () => {
    given(...UNTIL_FILED, collected(), concluded())
      .when(the(ConcludeInvestigation), CONCLUDE, by('zhang', '2023-04-10'))
      .thenRefused('case.phase');
  });
});

describe('退回补充调查（行政处罚法第五十七条第一款）', () => {
  const back = (returnedOn = '2023-04-17') => ({ reason: '现场照片没有拍摄时间，请补充', returnedOn });
  const SENT_BACK = [...UNTIL_CONCLUDED, submitted(), returned()];
  const RETURNED = [...SENT_BACK, { type: 'InvestigationReturned', data: back() }];
  const CONCLUDE: ConcludeInvestigation = {
    concludedOn: '2023-04-20',
    facts: '占用城市道路摆摊',
    nature: '擅自占用城市道路',
    proposedFineFen: 1_000_000,
    discretionReason: '一般情节',
  };

  it('调查终结、审核退回、集体讨论以后可以退回，退回后可以取证', () => {
    for (const [history, day] of [
      [UNTIL_CONCLUDED, '2023-04-10'],
      [SENT_BACK, '2023-04-14'],
      [[...UNTIL_NOTICED, waived(), discussed()], '2023-05-08'],
    ] as const)
      for (const who of ['chen', 'zhang'])
        given(...history)
          .when(the(ReturnInvestigation), back(day), by(who, '2023-05-08'))
          .then({ type: 'InvestigationReturned', data: back(day) });
    given(...RETURNED)
      .when(
        the(CollectEvidence),
        {
          evidenceId: 'E2',
          kind: 'AUDIOVISUAL',
          sha256: SHA256,
          obtainedAt: '2023-04-18T10:00:00+08:00',
          officers: ['zhang', 'li'],
        },
        by('zhang', '2023-04-18'),
      )
      .then({ type: 'EvidenceCollected' });
  });

  it('调查中、送审中、已告知、已决定的没有可退回的', () => {
    for (const history of [UNTIL_FILED, [...UNTIL_CONCLUDED, submitted()], UNTIL_NOTICED, RETURNED])
      given(...history)
        .when(the(ReturnInvestigation), back('2023-05-08'), by('zhang', '2023-05-08'))
        .thenRefused('case.phase');
  });

  it('不早于终结、审核、讨论，不晚于今天', () => {
    given(...SENT_BACK)
      .when(the(ReturnInvestigation), back('2023-04-13'), by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-14' });
    given(...SENT_BACK)
      .when(the(ReturnInvestigation), back('2023-04-18'), by('zhang', '2023-04-17'))
      .thenRefused('day.in_future');
  });

  it('再次终结不早于退回', () => {
    given(...RETURNED)
      .when(the(ConcludeInvestigation), { ...CONCLUDE, concludedOn: '2023-04-16' }, by('zhang', '2023-04-20'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-17' });
    given(...RETURNED)
      .when(the(ConcludeInvestigation), { ...CONCLUDE, concludedOn: '2023-04-17' }, by('zhang', '2023-04-20'))
      .then({ type: 'InvestigationConcluded' });
  });
});
