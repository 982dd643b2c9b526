import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  type LeniencyItem,
  type LeniencyVersion,
  leniencyItemOn,
  leniencyList,
  PublishLeniencyList,
  ReviseLeniencyList,
  WithdrawLeniencyList,
} from './leniency-list.js';

const the = <Command extends object>(input: new () => Command) => commandOf(leniencyList, input);
const leader = (at: string) => by('qz', 'LEADER', at);

const item = (itemNo: string): LeniencyItem => ({
  itemNo,
  cause: '占道堆放物料',
  conditions: '初次违法，当场改正，未影响通行',
  kind: 'SHALL_NOT',
});
const PUBLISH: PublishLeniencyList = {
  department: '市资源规划局',
  documentNo: '衢综法发〔2023〕4号',
  items: [item('资规01'), item('资规02')],
  effectiveOn: '2023-05-01',
  publishedOn: '2023-04-20',
};
const published = { type: 'LeniencyListPublished', data: { ...PUBLISH, unitId: 'qz' } };
const revised = {
  type: 'LeniencyListRevised',
  data: {
    unitId: 'qz',
    documentNo: '衢综法发〔2023〕8号',
    items: [item('资规02'), item('资规03'), item('资规04')],
    effectiveOn: '2023-09-01',
    publishedOn: '2023-08-20',
    version: 2,
  },
};
const withdrawn = {
  type: 'LeniencyListWithdrawn',
  data: { unitId: 'qz', reason: '并入省清单', withdrawnFrom: '2023-12-01', on: '2023-11-20' },
};

describe('轻微违法行为不予处罚清单（行政处罚法第三十三条第一款）', () => {
  it('公布当日可以施行，公布之前不能；条目编号不重复，全角半角视同一号', () => {
    given().when(the(PublishLeniencyList), PUBLISH, leader('2023-04-20')).then(published);
    given()
      .when(the(PublishLeniencyList), { ...PUBLISH, effectiveOn: '2023-04-20' }, leader('2023-04-20'))
      .then({ type: 'LeniencyListPublished' });
    given()
      .when(the(PublishLeniencyList), { ...PUBLISH, effectiveOn: '2023-04-19' }, leader('2023-04-20'))
      .thenRefused('day.out_of_order');
    given()
      .when(the(PublishLeniencyList), { ...PUBLISH, items: [item('资规01'), item('资规０１')] }, leader('2023-04-20'))
      .thenRefused('leniency.repeated', { article: '行政处罚法第三十三条第一款' });
  });

  it('修订的一版自前一版施行的次日起可以施行；废止后不再修订', () => {
    const revise: ReviseLeniencyList = {
      documentNo: '衢综法发〔2023〕8号',
      items: [item('资规02')],
      effectiveOn: '2023-05-02',
      publishedOn: '2023-05-01',
    };
    given(published)
      .when(the(ReviseLeniencyList), revise, leader('2023-05-01'))
      .then({ type: 'LeniencyListRevised', data: { version: 2 } });
    given(published)
      .when(the(ReviseLeniencyList), { ...revise, effectiveOn: '2023-05-01' }, leader('2023-05-01'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-02' });
    given(published, withdrawn)
      .when(
        the(ReviseLeniencyList),
        { ...revise, publishedOn: '2023-12-02', effectiveOn: '2023-12-02' },
        leader('2023-12-02'),
      )
      .thenRefused('leniencyList.phase');
  });

  it('废止不早于决定之日', () => {
    const withdraw: WithdrawLeniencyList = { reason: '并入省清单', withdrawnFrom: '2023-11-20', on: '2023-11-20' };
    given(published)
      .when(the(WithdrawLeniencyList), withdraw, leader('2023-11-20'))
      .then({ type: 'LeniencyListWithdrawn' });
    given(published)
      .when(the(WithdrawLeniencyList), { ...withdraw, withdrawnFrom: '2023-11-19' }, leader('2023-11-20'))
      .thenRefused('day.out_of_order');
  });

  it('处罚决定引用的条目，按决定之日施行的一版查找', () => {
    const versions = rowAfter(leniencyList.register, published, revised, withdrawn).row[
      'versions'
    ] as LeniencyVersion[];
    const found = (itemNo: string, day: string) => leniencyItemOn({ versions }, itemNo, day)?.itemNo;
    expect(found('资规01', '2023-04-30')).toBeUndefined();
    expect(found('资规０１', '2023-08-31')).toBe('资规01');
    expect(found('资规01', '2023-09-01')).toBeUndefined();
    expect(found('资规04', '2023-11-30')).toBe('资规04');
    expect(found('资规04', '2023-12-01')).toBeUndefined();
  });

  it('部门和条目按施行日、废止日计存量（B3）', () => {
    const booked = (...events: DomainEvent[]) => rowAfter(leniencyList.register, ...events).booked;
    expect(booked(published)).toEqual([
      '+1 leniency.list 2023-05-01 qz 市资源规划局',
      '+2 leniency.item 2023-05-01 qz',
    ]);
    expect(booked(published, revised)).toEqual(['+1 leniency.item 2023-09-01 qz']);
    expect(booked(published, revised, withdrawn)).toEqual([
      '-1 leniency.list 2023-12-01 qz 市资源规划局',
      '-3 leniency.item 2023-12-01 qz',
    ]);
  });
});
