import { describe, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case/case.js';
import { FileCase } from './case/filing.js';
import { onPaper, registered } from './case/scenario.js';
import { MakeSummaryDecision } from './case/summary.js';
import { by, CITY, commandOf } from './scenario.js';

const ITEM = '330217001';
const added: DomainEvent = {
  type: 'PowerItemAdded',
  data: {
    itemId: ITEM,
    unitId: 'qz',
    name: '擅自占用城市道路摆摊',
    field: 'CITY_APPEARANCE',
    tier: 'COMPREHENSIVE',
    versionCode: 'V1',
    on: '2023-03-01',
  },
};
const claimed = (on: string): DomainEvent => ({ type: 'PowerItemClaimed', data: { unitId: 'qz', on } });
const unclaimed: DomainEvent = { type: 'PowerItemUnclaimed', data: { unitId: 'qz', reason: '划转', on: '2023-03-10' } };
const delegated: DomainEvent = {
  type: 'PowerDelegated',
  data: {
    unitId: 'qz',
    townId: 'xinxin',
    documentNo: '浙政发〔2023〕1号',
    effectiveOn: '2023-03-06',
    on: '2023-03-02',
  },
};
const library = (...events: readonly DomainEvent[]) => ({ [`powerItem-${ITEM}`]: events });

/** Filed on a day by the city bureau. */
const file = (filedOn: string, elsewhere: Record<string, readonly DomainEvent[]>) =>
  given(registered({ registeredOn: '2023-02-27', happenedOn: '2023-02-20' })).when(
    commandOf(caseAggregate, FileCase),
    {
      filedOn,
      officers: [
        { userId: 'zhang', duty: 'LEAD' },
        { userId: 'li', duty: 'ASSIST' },
      ],
      ...onPaper(filedOn),
    } as FileCase,
    by('qz', 'OFFICER', '2023-03-20', elsewhere),
  );

describe('职权法定（G03，行政处罚法第十七条、第二十四条）', () => {
  it('列入事项库而没有认领的不能立案，认领当日起可以', () => {
    const known = library(added, claimed('2023-03-06'));
    file('2023-03-05', known).thenRefused('item.not_claimed', {
      article: '行政处罚法第十七条',
      earliest: '2023-03-06',
    });
    file('2023-03-06', known).then({ type: 'CaseFiled' });
  });

  it('取消认领之日起不能立案，前一日可以', () => {
    const known = library(added, claimed('2023-03-02'), unclaimed);
    file('2023-03-09', known).then({ type: 'CaseFiled' });
    file('2023-03-10', known).thenRefused('item.not_claimed');
  });

  it('事项库没有的事项、列入以前的日子，无从核对，照实立案（F2）', () => {
    file('2023-03-06', {}).then({ type: 'CaseFiled' });
    file('2023-02-28', library(added)).then({ type: 'CaseFiled' });
    file('2023-03-01', library(added)).thenRefused('item.not_claimed');
  });

  it('乡镇（街道）以赋权生效为限，当场处罚也一样', () => {
    const decide = (decidedOn: string, ...events: readonly DomainEvent[]) =>
      given().when(
        commandOf(caseAggregate, MakeSummaryDecision),
        {
          decidedOn,
          item: { itemId: ITEM, name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
          party: { partyId: 'p1', kind: 'CITIZEN', name: '甲' },
          kinds: ['FINE'],
          fineFen: 5_000,
          officers: ['town-1', 'town-2'],
          place: '上街',
          territoryCode: '330802',
        } as MakeSummaryDecision,
        by('xinxin', 'OFFICER', '2023-03-20', { ...townspeople, ...library(added, claimed('2023-03-02'), ...events) }),
      );
    decide('2023-03-06').thenRefused('item.not_delegated', { article: '行政处罚法第二十四条第一款' });
    decide('2023-03-05', delegated).thenRefused('item.not_delegated', { earliest: '2023-03-06' });
    decide('2023-03-06', delegated).then({ type: 'SummaryDecisionMade' });
  });
});

const townspeople = {
  ...CITY,
  ...Object.fromEntries(
    ['town-1', 'town-2'].map((userId) => [
      `officer-${userId}`,
      [
        { type: 'OfficerRegistered', data: { userId, name: userId, unitId: 'xinxin', auxiliary: false } },
        { type: 'CertificateIssued', data: { certNo: userId, validFrom: '2022-01-01', validTo: '2025-12-31' } },
      ],
    ]),
  ),
};
