import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  type BenchmarkTier,
  type BenchmarkVersion,
  benchmark,
  benchmarkOn,
  PublishBenchmark,
  RetireBenchmark,
  ReviseBenchmark,
} from './benchmark.js';

const the = <Command extends object>(input: new () => Command) => commandOf(benchmark, input);
const leader = (at: string) => by('qz', 'LEADER', at);

const tier = (name: BenchmarkTier['tier'], minFen: number, maxFen: number): BenchmarkTier => ({
  tier: name,
  conditions: '占用面积不足十平方米，经责令即时清除',
  minFen,
  maxFen,
});
const TIERS = [
  tier('LENIENT', 20_000, 60_000),
  tier('ORDINARY', 60_000, 140_000),
  tier('AGGRAVATED', 140_000, 200_000),
];
const TEXT = {
  sourceNo: '衢综法发〔2023〕3号',
  tiers: TIERS,
  factors: ['MEANS', 'REMEDYING'] as PublishBenchmark['factors'],
  effectiveOn: '2023-04-01',
  publishedOn: '2023-03-20',
};
const PUBLISH: PublishBenchmark = { ...TEXT, itemName: '擅自占用城市道路', field: 'MUNICIPAL' };
const published = { type: 'BenchmarkPublished', data: { ...PUBLISH, itemId: 'x1', unitId: 'qz' } };
const revised = {
  type: 'BenchmarkRevised',
  data: {
    ...TEXT,
    sourceNo: '衢综法发〔2023〕9号',
    effectiveOn: '2023-08-01',
    publishedOn: '2023-07-15',
    version: 2,
    unitId: 'qz',
  },
};
const retired = {
  type: 'BenchmarkRetired',
  data: { unitId: 'qz', reason: '上位法修改', retiredFrom: '2023-12-01', on: '2023-11-20' },
};

describe('公布裁量基准（行政处罚法第三十四条）', () => {
  it('一个事项一份，写明来源文号、阶次、裁量因素；公布当日可以施行，公布之前不能', () => {
    given().when(the(PublishBenchmark), PUBLISH, leader('2023-03-20')).then(published);
    given()
      .when(the(PublishBenchmark), { ...PUBLISH, effectiveOn: '2023-03-20' }, leader('2023-03-20'))
      .then({ type: 'BenchmarkPublished' });
    given()
      .when(the(PublishBenchmark), { ...PUBLISH, effectiveOn: '2023-03-19' }, leader('2023-03-20'))
      .thenRefused('day.out_of_order', { article: '行政处罚法第三十四条' });
    given(published).when(the(PublishBenchmark), PUBLISH, leader('2023-03-20')).thenRefused('benchmark.phase');
  });

  it('阶次由轻到重，每个一条，幅度不倒挂，重的不轻于轻的（第五条第二款过罚相当）', () => {
    for (const [tiers, code] of [
      [[tier('ORDINARY', 200, 100)], 'benchmark.range'],
      [[tier('ORDINARY', 100, 200), tier('LENIENT', 200, 300)], 'benchmark.tiers'],
      [[tier('ORDINARY', 100, 200), tier('ORDINARY', 200, 300)], 'benchmark.tiers'],
      [[tier('ORDINARY', 100, 300), tier('AGGRAVATED', 200, 299)], 'benchmark.lighter'],
      [[tier('ORDINARY', 100, 300), tier('AGGRAVATED', 99, 400)], 'benchmark.lighter'],
    ] as const)
      given()
        .when(the(PublishBenchmark), { ...PUBLISH, tiers }, leader('2023-03-20'))
        .thenRefused(code);
    given()
      .when(
        the(PublishBenchmark),
        { ...PUBLISH, tiers: [tier('ORDINARY', 100, 300), tier('AGGRAVATED', 100, 300)] },
        leader('2023-03-20'),
      )
      .then({ type: 'BenchmarkPublished' });
  });
});

describe('修订和废止裁量基准', () => {
  const revise: ReviseBenchmark = { ...TEXT, effectiveOn: '2023-04-02', publishedOn: '2023-04-01' };

  it('修订的一版自前一版施行的次日起可以施行', () => {
    given(published)
      .when(the(ReviseBenchmark), revise, leader('2023-04-01'))
      .then({ type: 'BenchmarkRevised', data: { version: 2, unitId: 'qz' } });
    given(published)
      .when(the(ReviseBenchmark), { ...revise, effectiveOn: '2023-04-01' }, leader('2023-04-01'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-02' });
  });

  it('废止不早于决定之日，也不早于施行之日；废止后不再修订', () => {
    const retire: RetireBenchmark = { reason: '上位法修改', retiredFrom: '2023-11-20', on: '2023-11-20' };
    given(published).when(the(RetireBenchmark), retire, leader('2023-11-20')).then({ type: 'BenchmarkRetired' });
    given(published)
      .when(the(RetireBenchmark), { ...retire, retiredFrom: '2023-11-19' }, leader('2023-11-20'))
      .thenRefused('day.out_of_order');
    given(published)
      .when(the(RetireBenchmark), { ...retire, retiredFrom: '2023-03-31', on: '2023-03-25' }, leader('2023-03-25'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-01' });
    given(published, retired).when(the(ReviseBenchmark), revise, leader('2023-12-02')).thenRefused('benchmark.phase');
  });

  it('适用哪一版看日期：各版首尾相接，施行之前、废止之后都没有', () => {
    const versions = rowAfter(benchmark.register, published, revised, retired).row['versions'] as BenchmarkVersion[];
    const on = (day: string) => benchmarkOn({ versions }, day)?.version;
    expect(['2023-03-31', '2023-04-01', '2023-07-31', '2023-08-01', '2023-11-30', '2023-12-01'].map(on)).toEqual([
      undefined,
      1,
      1,
      2,
      2,
      undefined,
    ]);
  });

  it('修订不改变有效的项数，废止减去一项（C01）', () => {
    const facts = (...events: DomainEvent[]) => rowAfter(benchmark.register, ...events).booked;
    expect(facts(published)).toEqual(['+1 benchmark.inForce 2023-04-01 qz MUNICIPAL']);
    expect(facts(published, revised)).toEqual(['+1 benchmark.revised 2023-08-01 qz']);
    expect(facts(published, revised, retired)).toEqual(['-1 benchmark.inForce 2023-12-01 qz MUNICIPAL']);
  });
});
