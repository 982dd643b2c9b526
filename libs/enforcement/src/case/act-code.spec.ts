import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { AssignActCode, actCodeCheckCharacter, actCodeOf } from './act-code.js';
import { by, registered, the, UNTIL_NOTICED, waived } from './scenario.js';
import {
  closed,
  noPenaltyDecided,
  paid,
  published,
  summaryImported,
  summaryMade,
  UNTIL_DECIDED,
  UNTIL_SERVED,
} from './scenario-after-decision.js';

const assign = (history: readonly DomainEvent[], elsewhere = {}) =>
  given(...history).when(the(AssignActCode), {}, by('zhang', '2023-05-08', elsewhere));

const CODE = 'XZ-11330800768656330Q-CF-2023-00000001-';

describe('平台案件处罚即赋码，一决定一码（G29）', () => {
  it('普通程序决定即可赋码，码由机关代码、年份和单位流水组成', () => {
    assign(UNTIL_DECIDED).then({
      type: 'ActCodeAssigned',
      data: {
        actCode: CODE + actCodeCheckCharacter(CODE),
        assignedAt: '2023-05-08T04:00:00.000Z',
        decisionNo: '衢综执罚决字〔2023〕1号',
      },
    });
  });

  it('当场处罚同样赋码', () => {
    assign([summaryMade()]).then({ type: 'ActCodeAssigned' });
  });

  it('流水按单位和年份连续，号在赋码的同一次追加中取用', () => {
    const taken = { type: 'DocumentNumberTaken', data: { seq: 41 } };
    const decision = assign(UNTIL_DECIDED, { 'documentNumber-qz.ACT_CODE.2023': [taken] }).then({
      type: 'ActCodeAssigned',
    });
    expect((decision.events[0]!.data as { actCode: string }).actCode).toContain('-2023-00000042-');
    expect(decision.elsewhere).toMatchObject([
      { stream: { id: 'qz.ACT_CODE.2023' }, events: [{ type: 'DocumentNumberTaken', data: { seq: 42 } }] },
    ]);
  });

  it('年份按决定日，跨年赋码不变', () => {
    const decision = given(...UNTIL_DECIDED)
      .when(the(AssignActCode), {}, by('zhang', '2024-01-02'))
      .then({ type: 'ActCodeAssigned' });
    expect((decision.events[0]!.data as { actCode: string }).actCode).toContain('-2023-');
  });

  it('结案以后仍可补赋', () => {
    assign([...UNTIL_SERVED, published(), paid(), closed({ closeReason: 'EXECUTED' })]).then({
      type: 'ActCodeAssigned',
    });
  });

  it('已有码的再次赋码，什么也不改变', () => {
    const [event] = assign(UNTIL_DECIDED).then({ type: 'ActCodeAssigned' }).events;
    assign([...UNTIL_DECIDED, event!]).thenNothing();
  });

  it('离线导入的案件不赋码', () => {
    assign([summaryImported()]).thenRefused('act_code.off_platform');
    assign([summaryImported({ sourceSystem: 'IMPORT' })]).thenRefused('act_code.off_platform');
  });

  it('来自两法衔接平台、12345热线而在平台作出决定的，照样赋码', () => {
    for (const sourceSystem of ['XINGXING', '12345'] as const)
      assign([registered({ sourceSystem }), ...UNTIL_DECIDED.slice(1)]).then({ type: 'ActCodeAssigned' });
  });

  it('没有决定的、不予处罚的不赋码', () => {
    assign([]).thenRefused('act_code.no_decision');
    assign(UNTIL_NOTICED).thenRefused('act_code.no_decision');
    assign([...UNTIL_NOTICED, waived(), noPenaltyDecided()]).thenRefused('act_code.no_penalty');
  });

  it('单位没有设立，没有机关代码可用', () => {
    assign(UNTIL_DECIDED, { 'unit-qz': [] }).thenRefused('unit.unknown');
  });

  it('命令没有字段，多余的字段指出', () => {
    expect(parseCommand(AssignActCode, {}).faults).toBeUndefined();
    expect(parseCommand(AssignActCode, { actCode: 'x' }).faults).toEqual([
      { path: 'actCode', message: '没有这个字段' },
    ]);
  });
});

describe('校验位（ISO/IEC 7064 MOD 37,36）', () => {
  const act = fc.record({
    uscc: fc.constantFrom('11330800768656330Q', '11330802MB1A2B3C4D', '113308250000000001'),
    year: fc.integer({ min: 2021, max: 2099 }),
    seq: fc.integer({ min: 1, max: 99_999_999 }),
  });

  it('公开的算例：GRid A1-2425G-ABC1234002-M', () => {
    expect(actCodeCheckCharacter('A1-2425G-ABC1234002')).toBe('M');
  });

  it('任何一个字符写错都能发现', () => {
    fc.assert(
      fc.property(act, fc.nat(), fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (a, place, wrong) => {
        const code = actCodeOf(a);
        const body = code.slice(0, -2);
        const check = code.at(-1);
        const at = place % body.length;
        fc.pre(body[at] !== '-' && body[at] !== wrong);
        const mistaken = body.slice(0, at) + wrong + body.slice(at + 1);
        expect(actCodeCheckCharacter(mistaken)).not.toBe(check);
      }),
    );
  });

  it('不同的流水是不同的码', () => {
    fc.assert(
      fc.property(act, act, (a, b) => {
        const same = a.uscc === b.uscc && a.year === b.year && a.seq === b.seq;
        expect(actCodeOf(a) === actCodeOf(b)).toBe(same);
      }),
    );
  });

  it('其他字符不能进入码', () => {
    expect(() => actCodeCheckCharacter('浙')).toThrow('行政行为码中不能有');
  });
});
