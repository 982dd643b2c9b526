import { describe, expect, it } from '@jest/globals';
import type { Facts, Refusal } from '#eventsourcing';
import { guardApprover, guardOfficer, guardReviewer, guardTwoOfficers, peopleNeeds } from './officers.js';
import { BUREAU, UNIT } from './scenario.js';

/** The bureau's people, as a decision sees them. */
const facts: Facts = {
  get: (aggregate, id) =>
    (BUREAU[`${aggregate.name}-${id}`] ?? []).reduce(
      (state, event) => aggregate.evolve(state, event),
      aggregate.initialState,
    ),
  length: (aggregate, id) => (BUREAU[`${aggregate.name}-${id}`] ?? []).length,
};

function code(refusal: Refusal | undefined): string | undefined {
  return refusal?.code;
}

describe('G01 执法人员不得少于两人，具有行政执法资格（行政处罚法第四十二条第一款）', () => {
  const two = (...userIds: string[]) => code(guardTwoOfficers(facts, userIds, UNIT, '2023-03-06'));

  it('两名持有效证件的人员可以执法', () => expect(two('zhang', 'li')).toBeUndefined());
  it('一人不可以', () => expect(two('zhang')).toBe('officer.fewer_than_two'));
  it('同一人写两次仍是一人', () => expect(two('zhang', 'zhang')).toBe('officer.fewer_than_two'));
  it('两个账号同一执法证号仍是一人', () => expect(two('zhang', 'twin')).toBe('officer.fewer_than_two'));
  it('没有执法证的人员不可以', () => expect(two('zhang', 'qian')).toBe('officer.not_certified'));
  it('没有登记的人员不可以', () => expect(two('zhang', 'nobody')).toBe('officer.unknown'));
  it('第三人没有证件的也不可以参加', () => expect(two('zhang', 'li', 'qian')).toBe('officer.not_certified'));

  it('证件在有效期最后一日有效，次日失效', () => {
    expect(code(guardOfficer(facts, 'wang', UNIT, '2023-03-10'))).toBeUndefined();
    expect(code(guardOfficer(facts, 'wang', UNIT, '2023-03-11'))).toBe('officer.not_certified');
  });

  it('证件在有效期第一日有效，前一日无效', () => {
    expect(code(guardOfficer(facts, 'zhao', UNIT, '2023-03-10'))).toBeUndefined();
    expect(code(guardOfficer(facts, 'zhao', UNIT, '2023-03-09'))).toBe('officer.not_certified');
  });

  it('证件自注销之日起失效', () => {
    const revoked: Facts = {
      ...facts,
      get: (aggregate, id) =>
        aggregate.evolve(facts.get(aggregate, id), {
          type: 'CertificateRevoked',
          data: { certNo: 'C01', revokedOn: '2023-04-01', reason: '离岗' },
        }),
    };
    expect(code(guardOfficer(revoked, 'zhang', UNIT, '2023-03-31'))).toBeUndefined();
    expect(code(guardOfficer(revoked, 'zhang', UNIT, '2023-04-01'))).toBe('officer.not_certified');
  });
});

describe('G02 人员属于本机关（浙江省综合行政执法条例第二十九条、第三十条）', () => {
  it('辅助人员不计入两人，有证件也不行', () =>
    expect(guardTwoOfficers(facts, ['zhang', 'helper'], UNIT, '2023-03-06')).toMatchObject({
      code: 'officer.auxiliary',
      article: '浙江省综合行政执法条例第三十条',
    }));

  it('外单位人员不可以', () =>
    expect(guardTwoOfficers(facts, ['zhang', 'stranger'], UNIT, '2023-03-06')).toMatchObject({
      code: 'officer.other_unit',
      article: '浙江省综合行政执法条例第二十九条',
    }));

  it('经过调用的可以，限于调用期间（含首尾两日）', () => {
    const lentOn = (day: string) => code(guardOfficer(facts, 'lent', UNIT, day));
    expect(lentOn('2023-02-28')).toBe('officer.other_unit');
    expect(lentOn('2023-03-01')).toBeUndefined();
    expect(lentOn('2023-03-10')).toBeUndefined();
    expect(lentOn('2023-03-11')).toBe('officer.other_unit');
  });
});

describe('G05 批准人是机关负责人，且不是本案办案人员（行政处罚法第五十四条、第五十七条）', () => {
  const ARTICLE = '行政处罚法第五十七条第一款';
  const approve = (userId: string, on = '2023-05-10', investigators: string[] = ['zhang', 'li']) =>
    guardApprover(facts, userId, UNIT, investigators, on, ARTICLE);

  it('正职、副职负责人都可以', () => {
    expect(approve('chen')).toBeUndefined();
    expect(approve('lin')).toBeUndefined();
  });

  it('不是负责人的不可以', () =>
    expect(approve('sun')).toMatchObject({ code: 'approver.not_leader', article: ARTICLE }));
  it('没有登记的人不可以', () => expect(code(approve('nobody'))).toBe('approver.not_leader'));

  it('任职之日起可以，前一日不可以', () => {
    expect(code(approve('new', '2023-05-07'))).toBe('approver.not_leader');
    expect(approve('new', '2023-05-08')).toBeUndefined();
  });

  it('免职前一日可以，免职之日起不可以', () => {
    expect(approve('new', '2023-05-31')).toBeUndefined();
    expect(code(approve('new', '2023-06-01'))).toBe('approver.not_leader');
  });

  it('外单位的负责人不可以', () =>
    expect(code(guardApprover(facts, 'chen', 'kecheng', [], '2023-05-10', ARTICLE))).toBe('approver.not_leader'));

  it('办案人员不可以批准自己办理的案件', () =>
    expect(code(approve('both', '2023-05-10', ['both', 'li']))).toBe('approver.investigates'));

  it('移送涉嫌犯罪案件只能由正职或者主持工作的负责人批准（国务院令第310号第五条）', () => {
    const transfer = (userId: string) =>
      guardApprover(facts, userId, UNIT, [], '2023-05-10', '国务院令第310号第五条', ['CHIEF', 'ACTING_CHIEF']);
    expect(transfer('chen')).toBeUndefined();
    expect(transfer('lin')).toMatchObject({ code: 'approver.rank', article: '国务院令第310号第五条' });
  });
});

describe('拒绝写明最早可行之日：证件生效、调用、任职、入库在后的', () => {
  it('以后一项证件、任职、调用、入库的首日为准；以后也没有的不写', () => {
    expect(guardOfficer(facts, 'zhao', UNIT, '2023-03-09')).toMatchObject({ earliest: '2023-03-10' });
    expect(guardOfficer(facts, 'wang', UNIT, '2023-03-11')).not.toHaveProperty('earliest');
    expect(guardOfficer(facts, 'lent', UNIT, '2023-02-28')).toMatchObject({ earliest: '2023-03-01' });
    expect(guardOfficer(facts, 'lent', UNIT, '2023-03-11')).not.toHaveProperty('earliest');
    expect(guardApprover(facts, 'new', UNIT, [], '2023-05-07', '第五十七条')).toMatchObject({ earliest: '2023-05-08' });
    expect(guardApprover(facts, 'new', UNIT, [], '2023-06-01', '第五十七条')).not.toHaveProperty('earliest');
    expect(guardApprover(facts, 'new', 'kecheng', [], '2023-05-07', '第五十七条')).not.toHaveProperty('earliest');
    expect(guardReviewer(facts, 'zhou', { everInvestigated: [] }, '2023-04-11')).toMatchObject({
      earliest: '2023-04-12',
    });
    expect(guardReviewer(facts, 'qian', { everInvestigated: [] }, '2023-04-11')).not.toHaveProperty('earliest');
  });
});

describe('G15 法制审核人员（行政处罚法第五十八条）', () => {
  const review = (userId: string, on = '2023-04-12', state = {}) =>
    code(guardReviewer(facts, userId, { everInvestigated: ['zhang', 'li'], ...state }, on));

  it('审核人员库中的人员可以审核', () => expect(review('sun')).toBeUndefined());
  it('不在库的不可以', () => expect(review('qian')).toBe('reviewer.not_enrolled'));

  it('入库之日起可以，前一日不可以', () => {
    expect(review('zhou', '2023-04-11')).toBe('reviewer.not_enrolled');
    expect(review('zhou', '2023-04-12')).toBeUndefined();
  });

  it('办理过本案的不可以，即使后来撤换', () =>
    expect(review('sun', '2023-04-12', { everInvestigated: ['sun'] })).toBe('reviewer.investigates'));

  it('主持过本案听证的不可以', () =>
    expect(review('sun', '2023-04-12', { hearing: { hostId: 'sun' } })).toBe('reviewer.hosted_hearing'));

  it('初次从事法制审核而没有法律职业资格的不可以', () => {
    const newcomer: Facts = {
      ...facts,
      get: (aggregate, id) =>
        aggregate.evolve(facts.get(aggregate, id), {
          type: 'ReviewerEnrolled',
          data: { enrolledOn: '2022-01-01', firstTime: true },
        }),
    };
    expect(code(guardReviewer(newcomer, 'qian', { everInvestigated: [] }, '2023-04-12'))).toBe('reviewer.not_enrolled');
  });
});

it('每个人的历史只取一次，空缺的略去', () =>
  expect(peopleNeeds('zhang', undefined, 'li', 'zhang')).toEqual([
    { aggregate: 'officer', id: 'zhang' },
    { aggregate: 'officer', id: 'li' },
  ]));
