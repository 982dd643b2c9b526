import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { spoken } from '#fields';
import { sentenceOf } from '../definition/aggregate.js';
import { aggregateNamed } from '../registry.js';
import { DecideNoPenalty, DecidePenalty } from './decision.js';
import { PublishPenalty } from './publication.js';
import { by, filed, penaltyDecided, registered, SHA256, the, UNTIL_NOTICED, waived } from './scenario.js';

/* G24 裁量: what the law allows, within a tier of the benchmark. The fine of the notice is 10,000 yuan. */

const ITEM = '330217001';
const yuan = (amount: number) => amount * 100;

const DECIDE: DecidePenalty = {
  decidedOn: '2023-05-07',
  kinds: ['FINE'],
  fineFen: yuan(5_000),
  confiscateFen: 0,
  lawVersion: '条例第十二条',
};
const range = (minYuan: number, maxYuan: number, more: object = {}) => ({
  minFen: yuan(minYuan),
  maxFen: yuan(maxYuan),
  basis: '条例第四十八条',
  level: 'LOCAL_REGULATION',
  from: '2020-01-01',
  ...more,
});
const drafted = (...fineRanges: object[]): DomainEvent => ({
  type: 'ItemEntryDrafted',
  data: { unitId: 'qz', illegalBasis: '条例第十二条', punishBasis: '条例第四十八条', on: '2022-12-01', fineRanges },
});
const tier = (name: string, minYuan: number, maxYuan: number) => ({
  tier: name,
  conditions: '情节',
  minFen: yuan(minYuan),
  maxFen: yuan(maxYuan),
});
const TIERS = [tier('LENIENT', 1_000, 3_000), tier('ORDINARY', 3_000, 6_000), tier('AGGRAVATED', 6_000, 8_000)];
const published = (effectiveOn = '2023-01-01'): DomainEvent => ({
  type: 'BenchmarkPublished',
  data: {
    unitId: 'qz',
    itemId: ITEM,
    itemName: '擅自占用城市道路摆摊',
    field: 'CITY_APPEARANCE',
    sourceNo: '衢综法发〔2023〕3号',
    tiers: TIERS,
    factors: ['FAULT'],
    effectiveOn,
    publishedOn: '2022-12-01',
  },
});

const HEARD = [...UNTIL_NOTICED, waived()];
/** A case of the same course against somebody else. */
const against = (party: object, happenedOn = '2023-03-01') => [
  registered({ happenedOn, parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲', ...party }] }),
  filed(),
  ...HEARD.slice(2),
];
const withRanges = (...ranges: object[]) => ({ [`powerItem-${ITEM}`]: [drafted(...ranges)] });
const withBenchmark = (effectiveOn?: string) => ({ [`benchmark-${ITEM}`]: [published(effectiveOn)] });
const decide = (more: Partial<DecidePenalty>, elsewhere: object = {}, history: readonly DomainEvent[] = HEARD) =>
  given(...history).when(the(DecidePenalty), { ...DECIDE, ...more }, by('chen', '2023-05-08', elsewhere as never));

describe('G24 罚款在法定幅度以内（行政处罚法第四条、第三十二条、第三十七条）', () => {
  it('最高和最低都可以，决定写明所依据的罚则和幅度', () => {
    for (const amount of [2_000, 8_000])
      decide({ fineFen: yuan(amount) }, withRanges(range(2_000, 8_000))).then({
        type: 'PenaltyDecided',
        data: {
          discretion: {
            basis: '条例第四十八条',
            leastFen: yuan(2_000),
            mostFen: yuan(8_000),
            unchecked: ['BENCHMARK'],
          },
        },
      });
  });

  it('超过最高的，没有法定依据；低于最低的，没有减轻情节不可以', () => {
    decide({ fineFen: yuan(8_000) + 1 }, withRanges(range(2_000, 8_000))).thenRefused('decision.fine_above_range', {
      article: '行政处罚法第四条、第三十八条第一款',
    });
    decide({ fineFen: yuan(2_000) - 1 }, withRanges(range(2_000, 8_000))).thenRefused('decision.fine_below_range', {
      article: '行政处罚法第三十二条',
    });
  });

  it('有减轻情节的可以低于最低，但不能是最高（第三十二条）', () => {
    decide({ fineFen: yuan(500), mitigating: ['32.1'] }, withRanges(range(2_000, 8_000))).then({
      type: 'PenaltyDecided',
    });
    decide({ fineFen: yuan(8_000) - 1, mitigating: ['32.1'] }, withRanges(range(2_000, 8_000))).then({
      type: 'PenaltyDecided',
    });
    decide({ fineFen: yuan(8_000), mitigating: ['32.1'] }, withRanges(range(2_000, 8_000))).thenRefused(
      'decision.not_mitigated',
    );
  });

  it('分档的，落在两档之间的不可以；对公民和单位分别规定的，各依其档', () => {
    const two = withRanges(range(1_000, 2_000), range(4_000, 9_000));
    decide({ fineFen: yuan(2_000) }, two).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(2_001) }, two).thenRefused('decision.fine_between_ranges');
    const ofFirms = withRanges(
      range(100, 1_000, { partyKinds: ['CITIZEN'] }),
      range(4_000, 9_000, { partyKinds: ['ORGANISATION'] }),
    );
    decide({ fineFen: yuan(5_000) }, ofFirms).thenRefused('decision.fine_above_range');
    decide({ fineFen: yuan(5_000) }, ofFirms, against({ kind: 'ORGANISATION' })).then({ type: 'PenaltyDecided' });
  });

  it('从旧兼从轻：依行为时的规定；决定时已修改且较轻的，依新的（第三十七条）', () => {
    const amended = (minYuan: number, maxYuan: number) =>
      withRanges(range(2_000, 6_000, { until: '2023-04-01' }), range(minYuan, maxYuan, { from: '2023-04-01' }));
    decide({ fineFen: yuan(7_000) }, amended(3_000, 9_000)).thenRefused('decision.fine_above_range');
    decide({ fineFen: yuan(6_000) }, amended(3_000, 9_000)).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(6_000) }, amended(1_000, 4_000)).thenRefused('decision.fine_above_range');
    decide({ fineFen: yuan(4_000) }, amended(1_000, 4_000)).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(7_000) }, amended(3_000, 9_000), against({}, '2023-04-01')).then({ type: 'PenaltyDecided' });
  });

  it('法律在行为之后、决定之前修改的，决定写明两个版本和适用其一的理由（第三十七条）', () => {
    const amended = (minYuan: number, maxYuan: number) =>
      withRanges(
        range(2_000, 6_000, { until: '2023-04-01' }),
        range(minYuan, maxYuan, { from: '2023-04-01', basis: '条例（2023）第五十条' }),
      );
    const both = { thenBasis: '条例第四十八条', thenLeastFen: yuan(2_000), thenMostFen: yuan(6_000) };
    const heavier = { nowBasis: '条例（2023）第五十条', nowLeastFen: yuan(3_000), nowMostFen: yuan(9_000) };
    const { events } = decide({ fineFen: yuan(6_000) }, amended(3_000, 9_000)).then({
      type: 'PenaltyDecided',
      data: { discretion: { basis: '条例第四十八条', versions: { ...both, ...heavier, choice: 'THEN' } } },
    });
    const said = spoken(sentenceOf(aggregateNamed('case'), events[0]!));
    expect(said).toContain(
      '行为时条例第四十八条罚款2,000.00元至6,000.00元，决定时条例（2023）第五十条罚款3,000.00元至9,000.00元',
    );
    expect(said).toContain('从旧：决定时的规定不轻于行为时的规定，适用行为时的规定');
    decide({ fineFen: yuan(4_000) }, amended(1_000, 4_000)).then({
      type: 'PenaltyDecided',
      data: {
        discretion: { basis: '条例（2023）第五十条', versions: { ...both, nowMostFen: yuan(4_000), choice: 'NOW' } },
      },
    });
  });

  it('行为以后没有修改的，只有一个版本', () => {
    const { events } = decide({ fineFen: yuan(4_000) }, withRanges(range(2_000, 8_000))).then({
      type: 'PenaltyDecided',
    });
    expect((events[0]!.data as { discretion: object }).discretion).not.toHaveProperty('versions');
  });

  it('没有录入的不能核对：不拒绝，决定里写明没有核对', () => {
    decide({}).then({ type: 'PenaltyDecided', data: { discretion: { unchecked: ['RANGE', 'BENCHMARK'] } } });
  });
});

describe('G24 罚款在裁量基准的阶次以内（行政处罚法第三十四条）', () => {
  it('落在哪一阶次由数额说；写明阶次的，应在该阶次以内', () => {
    decide({ fineFen: yuan(5_000) }, withBenchmark()).then({
      type: 'PenaltyDecided',
      data: { discretion: { benchmarkVersion: 1, tier: 'ORDINARY', deviates: false, unchecked: ['RANGE'] } },
    });
    decide({ fineFen: yuan(6_000), tier: 'ORDINARY' }, withBenchmark()).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(6_000) + 1, tier: 'ORDINARY' }, withBenchmark()).thenRefused('decision.off_benchmark');
    decide({ fineFen: yuan(1_500), tier: 'MITIGATED' }, withBenchmark()).thenRefused('decision.no_such_tier');
  });

  it('在各阶次以外的，写明理由和因素才可以偏离，并记为偏离', () => {
    decide({ fineFen: yuan(8_000) }, withBenchmark()).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(8_000) + 1 }, withBenchmark()).thenRefused('decision.off_benchmark', {
      article: '行政处罚法第三十四条',
    });
    const reasoned = { deviationFactor: 'CONSEQUENCES', deviationReason: '造成道路中断两日' } as const;
    decide({ fineFen: yuan(9_000), ...reasoned }, withBenchmark()).then({
      type: 'PenaltyDecided',
      data: { discretion: { deviates: true, factor: 'CONSEQUENCES', reason: '造成道路中断两日' } },
    });
    decide({ fineFen: yuan(9_000), deviationReason: '造成道路中断两日' }, withBenchmark()).thenRefused(
      'decision.deviation_incomplete',
    );
    decide({ fineFen: yuan(5_000), ...reasoned }, withBenchmark()).thenRefused('decision.no_deviation');
  });

  it('基准从施行之日起适用；没有基准的，不能引用阶次，也不能说偏离', () => {
    decide({ fineFen: yuan(9_000) }, withBenchmark('2023-05-08')).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(9_000) }, withBenchmark('2023-05-07')).thenRefused('decision.off_benchmark');
    decide({ tier: 'ORDINARY' }).thenRefused('decision.no_benchmark');
    decide({ deviationFactor: 'OTHER', deviationReason: '特殊情况' }).thenRefused('decision.no_benchmark');
  });

  it('有从轻、减轻情节的，不能在一般、从重阶次（第三十二条）；减轻的可以低于各阶次', () => {
    const mitigating = ['32.2'] as DecidePenalty['mitigating'] & {};
    decide({ fineFen: yuan(3_000), mitigating }, withBenchmark()).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(3_000) + 1, mitigating }, withBenchmark()).thenRefused('decision.not_mitigated');
    decide({ fineFen: yuan(500), mitigating }, withBenchmark()).then({ type: 'PenaltyDecided' });
    decide({ fineFen: yuan(500) }, withBenchmark()).thenRefused('decision.off_benchmark');
  });

  it('没有罚款的处罚不问幅度', () => {
    const warned = HEARD.map((event) =>
      event.type === 'PenaltyNoticeServed'
        ? {
            ...event,
            data: { ...(event.data as object), proposed: { kinds: ['WARNING'], fineFen: 0, confiscateFen: 0 } },
          }
        : event,
    );
    const { decision } = decide({ kinds: ['WARNING'], fineFen: 0 }, withBenchmark(), warned);
    expect(decision).toMatchObject({ kind: 'accepted', events: [{ type: 'PenaltyDecided' }] });
    expect(decision).not.toHaveProperty('events.0.data.discretion');
  });
});

describe('责任年龄和未成年人（行政处罚法第三十条、第四十八条）', () => {
  // 周岁自生日次日起满: on 2023-03-01 he who was born on 2009-02-28 is fourteen, he of 2009-03-01 is not.
  it('行为时不满十四周岁的不予处罚，满十四周岁的可以', () => {
    decide({ mitigating: ['30'] }, {}, against({ bornOn: '2009-03-01' })).thenRefused('decision.not_of_age', {
      article: '行政处罚法第三十条',
    });
    decide({ mitigating: ['30'] }, {}, against({ bornOn: '2009-02-28' })).then({ type: 'PenaltyDecided' });
  });

  it('不满十八周岁的，应当从轻或者减轻，写明情节；满十八周岁的不适用', () => {
    decide({}, {}, against({ bornOn: '2005-03-01' })).thenRefused('decision.minor_not_mitigated');
    decide({}, {}, against({ bornOn: '2005-02-28' })).then({ type: 'PenaltyDecided' });
    decide({ mitigating: ['30'] }, {}, against({ bornOn: '2005-02-28' })).thenRefused('decision.not_minor');
  });

  it('以不满十四周岁不予处罚的，当事人行为时应当不满十四周岁', () => {
    const noPenalty = { decidedOn: '2023-05-07', ground: '30', educated: true } as const;
    given(...against({ bornOn: '2009-02-28' }))
      .when(the(DecideNoPenalty), noPenalty, by('chen', '2023-05-08'))
      .thenRefused('decision.of_age', { article: '行政处罚法第三十条' });
    given(...against({ bornOn: '2009-03-01' }))
      .when(the(DecideNoPenalty), noPenalty, by('chen', '2023-05-08'))
      .then({ type: 'NoPenaltyDecided' });
  });

  it('对未成年人的处罚没有公示期限，不能公示', () => {
    const { decision } = decide({ mitigating: ['30'] }, {}, against({ bornOn: '2008-01-01' }));
    expect(decision).not.toHaveProperty('events.0.data.publicationDueOn');
    const {
      publicationDueOn: _due,
      publicationRule: _rule,
      ...data
    } = penaltyDecided().data as Record<string, unknown>;
    given(
      ...HEARD,
      { type: 'PenaltyDecided', data },
      {
        type: 'DecisionServed',
        data: { method: 'DIRECT', servedOn: '2023-05-09', receiptId: 'R1', paymentDueOn: '2023-05-24' },
      },
    )
      .when(
        the(PublishPenalty),
        { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn: '2023-05-10' },
        by('zhang', '2023-05-10'),
      )
      .thenRefused('publication.not_due');
  });
});
