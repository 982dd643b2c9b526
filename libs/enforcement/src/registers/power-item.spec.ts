import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { by, commandOf, ordinaryCase, rowAfter } from '../scenario.js';
import {
  AddPowerItem,
  AssessDelegation,
  CATALOGUE_TIERS,
  ClaimPowerItem,
  DelegatePower,
  DraftItemEntry,
  ModifyPowerItem,
  powerItem,
  RevokeDelegation,
  UnclaimPowerItem,
} from './power-item.js';

const the = <Command extends object>(input: new () => Command) => commandOf(powerItem, input);
const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, elsewhere);

const ADD: AddPowerItem = {
  name: '擅自占用城市道路',
  field: 'MUNICIPAL',
  tier: 'COMPREHENSIVE',
  versionCode: '2022.1',
  on: '2022-07-04',
};
const added = { type: 'PowerItemAdded', data: { ...ADD, itemId: 'x1', unitId: 'qz' } };
const claimed = { type: 'PowerItemClaimed', data: { unitId: 'qz', on: '2022-07-10' } };
const modified = (tier: string, on: string, field = 'MUNICIPAL') => ({
  type: 'PowerItemModified',
  data: { unitId: 'qz', name: ADD.name, field, tier, versionCode: '2', on },
});
const delegated = (effectiveOn: string, townId = 'xinxin') => ({
  type: 'PowerDelegated',
  data: { unitId: 'qz', townId, documentNo: '衢政发〔2022〕5号', effectiveOn, on: '2022-08-01' },
});
const revoked = {
  type: 'DelegationRevoked',
  data: { unitId: 'qz', townId: 'xinxin', reason: '承接不了', on: '2023-06-01' },
};
const removed = (on: string) => ({ type: 'PowerItemRemoved', data: { unitId: 'qz', reason: '法律修改', on } });

describe('权力事项的列入和认领（浙江省综合行政执法条例第八条、行政处罚法第十七条）', () => {
  it('同一编码只列入一次；已认领的不再认领，未认领的不能取消认领', () => {
    given().when(the(AddPowerItem), ADD, clerk('2022-07-04')).then(added);
    given(added).when(the(AddPowerItem), ADD, clerk('2022-07-04')).thenRefused('powerItem.phase');
    given(added).when(the(ClaimPowerItem), { on: '2022-07-10' }, clerk('2022-07-10')).then(claimed);
    given(added, claimed)
      .when(the(ClaimPowerItem), { on: '2022-07-11' }, clerk('2022-07-11'))
      .thenRefused('powerItem.phase');
    given(added)
      .when(the(UnclaimPowerItem), { reason: '职责划出', on: '2022-07-11' }, clerk('2022-07-11'))
      .thenRefused('powerItem.phase');
    given(added, claimed)
      .when(the(UnclaimPowerItem), { reason: '职责划出', on: '2022-07-11' }, clerk('2022-07-11'))
      .then({ type: 'PowerItemUnclaimed' });
  });

  it('取消的事项不再调整、认领', () => {
    const modify: ModifyPowerItem = { ...ADD, tier: 'SPECIALIZED', on: '2023-07-04' };
    given(added, removed('2023-06-01'))
      .when(the(ModifyPowerItem), modify, clerk('2023-07-04'))
      .thenRefused('powerItem.phase');
    given(added, removed('2023-06-01'))
      .when(the(ClaimPowerItem), { on: '2023-07-04' }, clerk('2023-07-04'))
      .thenRefused('powerItem.phase');
  });
});

describe('赋权乡镇（街道）（行政处罚法第二十四条）', () => {
  const delegate: DelegatePower = {
    townId: 'xinxin',
    documentNo: '衢政发〔2022〕5号',
    effectiveOn: '2022-08-01',
    on: '2022-08-01',
  };

  it('只能交由乡镇人民政府、街道办事处；须本机关已经认领；不重复赋权', () => {
    given(added, claimed).when(the(DelegatePower), delegate, clerk('2022-08-01')).then(delegated('2022-08-01'));
    given(added, claimed)
      .when(the(DelegatePower), { ...delegate, townId: 'kecheng' }, clerk('2022-08-01'))
      .thenRefused('powerItem.not_township', { article: '行政处罚法第二十四条第一款' });
    given(added, claimed)
      .when(the(DelegatePower), { ...delegate, townId: 'nowhere' }, clerk('2022-08-01'))
      .thenRefused('unit.unknown');
    given(added).when(the(DelegatePower), delegate, clerk('2022-08-01')).thenRefused('powerItem.phase');
    given(added, claimed, delegated('2022-08-01'))
      .when(the(DelegatePower), delegate, clerk('2022-08-01'))
      .thenRefused('powerItem.delegated');
  });

  it('公布当日可以生效，公布之前不能；收回不早于生效', () => {
    given(added, claimed)
      .when(the(DelegatePower), { ...delegate, effectiveOn: '2022-07-31' }, clerk('2022-08-01'))
      .thenRefused('day.out_of_order', { earliest: '2022-08-01' });
    const revoke: RevokeDelegation = { townId: 'xinxin', reason: '承接不了', on: '2022-09-01' };
    given(added, claimed, delegated('2022-09-01'))
      .when(the(RevokeDelegation), revoke, clerk('2022-09-01'))
      .then({ type: 'DelegationRevoked' });
    given(added, claimed, delegated('2022-09-02'))
      .when(the(RevokeDelegation), revoke, clerk('2022-09-01'))
      .thenRefused('day.out_of_order', { earliest: '2022-09-02' });
    given(added, claimed)
      .when(the(RevokeDelegation), revoke, clerk('2022-09-01'))
      .thenRefused('powerItem.not_delegated');
  });

  it('评估以案件为凭：是该乡镇就此事项所立，立案之日赋权已经生效（第三款定期组织评估）', () => {
    const assess: AssessDelegation = { townId: 'xinxin', caseId: 'c1', on: '2023-12-20' };
    const [registered, filed] = ordinaryCase('c1', 'xinxin', '2023-03-01') as [DomainEvent, DomainEvent];
    const about = (itemId: string) => ({
      'case-c1': [{ ...registered, data: { ...(registered.data as object), item: { itemId } } }, filed],
    });
    given(added, claimed, delegated('2023-03-01'))
      .when(the(AssessDelegation), assess, clerk('2023-12-20', about('x1')))
      .then({ type: 'DelegationAssessed', data: { townId: 'xinxin', caseId: 'c1' } });
    given(added, claimed, delegated('2023-03-02'))
      .when(the(AssessDelegation), assess, clerk('2023-12-20', about('x1')))
      .thenRefused('powerItem.not_delegated');
    for (const elsewhere of [{}, about('y1')])
      given(added, claimed, delegated('2023-03-01'))
        .when(the(AssessDelegation), assess, clerk('2023-12-20', elsewhere))
        .thenRefused('powerItem.other_case');
  });
});

describe('事项怎样计（C7、M13）', () => {
  const booked = (...events: DomainEvent[]) => rowAfter(powerItem.register, ...events).booked;

  it('在清单之间移动的，一边减一边加，总数不变', () => {
    expect(booked(added, modified('SPECIALIZED', '2023-05-01'))).toEqual([
      '+1 powerItem.inForce 2023-05-01 qz SPECIALIZED',
      '-1 powerItem.inForce 2023-05-01 qz COMPREHENSIVE',
      '-1 powerItem.comprehensiveField 2023-05-01 qz MUNICIPAL',
    ]);
    expect(booked(added, modified('COMPREHENSIVE', '2023-05-01'))).toEqual([]);
  });

  it('取消的，从清单、认领、赋权中一并减去', () => {
    expect(booked(added, claimed, delegated('2022-08-01'), removed('2023-06-01')).sort()).toEqual([
      '+1 powerItem.removed 2023-06-01 qz',
      '-1 delegation.field 2023-06-01 qz MUNICIPAL',
      '-1 delegation.item 2023-06-01 qz x1',
      '-1 powerItem.claimed 2023-06-01 qz',
      '-1 powerItem.comprehensiveField 2023-06-01 qz MUNICIPAL',
      '-1 powerItem.field 2023-06-01 qz MUNICIPAL',
      '-1 powerItem.inForce 2023-06-01 qz COMPREHENSIVE',
    ]);
  });

  it('收回赋权的，自收回之日减去', () => {
    expect(booked(added, claimed, delegated('2022-08-01'), revoked)).toEqual([
      '-1 delegation.item 2023-06-01 qz x1',
      '-1 delegation.field 2023-06-01 qz MUNICIPAL',
    ]);
  });

  it('总目录等于综合清单加专业清单，二者没有共同的事项：任何调整之后，一个事项恰在一个清单', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.keys(CATALOGUE_TIERS)), { maxLength: 8 }),
        fc.boolean(),
        (tiers, isRemoved) => {
          const moves = tiers.map((tier, n) => modified(tier, `2023-01-0${n + 1}`));
          const stocks = new Map<string, number>();
          const events = rowAfter(powerItem.register, added, ...moves, ...(isRemoved ? [removed('2023-01-09')] : []));
          for (const fact of powerItem.register.readModel.facts!(events.row)) {
            if (fact.measure !== 'powerItem.inForce') continue;
            stocks.set(fact.subject ?? '', (stocks.get(fact.subject ?? '') ?? 0) + fact.count);
          }
          expect([...stocks.values()].filter((held) => held !== 0)).toEqual(isRemoved ? [] : [1]);
        },
      ),
    );
  });
});

describe('罚款幅度（行政处罚法第四条、第十三条、第十四条）', () => {
  const draft = (range: Partial<NonNullable<DraftItemEntry['fineRanges']>[number]>) =>
    given(added).when(
      the(DraftItemEntry),
      {
        illegalBasis: '条例第十二条',
        punishBasis: '规定第九条',
        fineRanges: [
          {
            minFen: 10_000,
            maxFen: 3_000_000,
            basis: '规定第九条',
            level: 'LOCAL_GOVERNMENT_RULE',
            from: '2022-01-01',
            ...range,
          },
        ],
        on: '2022-07-06',
      },
      clerk('2022-07-06'),
    );

  it('最低不高于最高', () => {
    draft({ minFen: 3_000_000 }).then({ type: 'ItemEntryDrafted' });
    draft({ minFen: 3_000_001 }).thenRefused('powerItem.range');
  });

  it('F07、F12 规章设定的罚款不超过限额；法律、法规不受此限', () => {
    draft({}).then({ type: 'ItemEntryDrafted' });
    draft({ maxFen: 3_000_001 }).thenRefused('powerItem.over_rule_cap');
    draft({ maxFen: 10_000_000, isGrave: true }).then({ type: 'ItemEntryDrafted' });
    draft({ maxFen: 10_000_000, level: 'DEPARTMENT_RULE' }).then({ type: 'ItemEntryDrafted' });
    draft({ maxFen: 10_000_001, level: 'DEPARTMENT_RULE' }).thenRefused('powerItem.over_rule_cap');
    draft({ maxFen: 50_000_000, level: 'LAW' }).then({ type: 'ItemEntryDrafted' });
  });
});
