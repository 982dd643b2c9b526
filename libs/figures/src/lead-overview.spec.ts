import { describe, expect, it } from '@jest/globals';
import type { LeadRegistered } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { leadOverview } from './lead-overview.js';
import { playInto } from './overview-history.js';

const registered = (data: Partial<LeadRegistered> = {}): DomainEvent => ({
  type: 'LeadRegistered',
  data: {
    leadId: 'x1',
    unitId: 'kecheng',
    source: 'PLATFORM',
    content: '占道经营',
    place: '上街1号',
    territoryCode: '330802',
    registeredOn: '2023-03-01',
    responseDueOn: '2023-03-08',
    responseRule: 'L01@1996-10-01',
    ...data,
  } satisfies LeadRegistered,
});
const event = (type: string, on: string, data: object = {}): DomainEvent => ({
  type,
  data: { unitId: 'kecheng', on, ...data },
});
const reassigned = (on: string, responseDueOn?: string) =>
  event('LeadReassigned', on, {
    unitId: 'qujiang',
    fromUnitId: 'kecheng',
    toUnitId: 'qujiang',
    ...(responseDueOn ? { responseDueOn } : {}),
  });
const play = (...events: DomainEvent[]) => playInto(leadOverview, 'lead-x1', ...events);

const REGISTERED = 'lead.registered 2023-03-01 kecheng PLATFORM';
const DUE = 'lead.due 2023-03-08 kecheng';
const ANSWERED = 'lead.answeredInTime 2023-03-08 kecheng';

describe('线索一览和平台线索回应率（M10）', () => {
  it('平台线索登记即进入分母，按回应期限届满日计', () => {
    expect(play(registered()).facts).toEqual([REGISTERED, DUE]);
  });

  it('期限最后一日受理或者不予受理算按时，次日不算', () => {
    for (const type of ['LeadAcknowledged', 'LeadRejected']) {
      expect(play(registered(), event(type, '2023-03-08')).facts).toEqual([REGISTERED, DUE, ANSWERED]);
      expect(play(registered(), event(type, '2023-03-09')).facts).toEqual([REGISTERED, DUE]);
    }
  });

  it('非平台来源和重复线索只计登记数', () => {
    expect(play(registered({ source: '12345' }), event('LeadAcknowledged', '2023-03-02')).facts).toEqual([
      'lead.registered 2023-03-01 kecheng 12345',
    ]);
    const duplicate = play(registered({ dedupOf: 'x0' }));
    expect(duplicate.facts).toEqual([REGISTERED]);
    expect(duplicate.row.phase).toBe('Merged');
  });

  it('按期转办的，期限和回应随线索移到新单位，一条线索只有一个分母', () => {
    const moved = play(registered(), event('LeadRejected', '2023-03-02'), reassigned('2023-03-03', '2023-03-10'));
    expect([...moved.booked].sort()).toEqual([
      '+1 lead.due 2023-03-10 qujiang',
      '+1 lead.registered 2023-03-01 qujiang PLATFORM',
      `-1 ${ANSWERED}`,
      `-1 ${DUE}`,
      `-1 ${REGISTERED}`,
    ]);
    expect(
      play(registered(), reassigned('2023-03-03', '2023-03-10'), event('LeadAcknowledged', '2023-03-10')).facts,
    ).toContain('lead.answeredInTime 2023-03-10 qujiang');
  });

  it('已经逾期的不因转办抹去：分母留在原单位，新单位随后受理也不算按时', () => {
    const { facts, row } = play(registered(), reassigned('2023-03-10'), event('LeadAcknowledged', '2023-03-10'));
    expect(facts).toEqual(['lead.registered 2023-03-01 qujiang PLATFORM', DUE]);
    expect(row).toMatchObject({ unitId: 'qujiang', dueUnitId: 'kecheng', answeredOn: '2023-03-10' });
  });

  it('核查、转案按各自日期计', () => {
    const { facts, row } = play(
      registered(),
      event('LeadAcknowledged', '2023-03-02'),
      event('LeadVerified', '2023-03-06', { officers: [], finding: '属实' }),
      event('LeadConverted', '2023-03-07', { caseId: 'k1' }),
      event('ReporterReplied', '2023-03-08', { content: '已立案' }),
    );
    expect(facts).toEqual([
      REGISTERED,
      DUE,
      ANSWERED,
      'lead.verified 2023-03-06 kecheng',
      'lead.converted 2023-03-07 kecheng',
    ]);
    expect(row).toMatchObject({ phase: 'Converted', caseId: 'k1', repliedOn: '2023-03-08', revision: 4 });
  });

  it('不予处理的不再有转案', () => {
    const { row } = play(
      registered(),
      event('LeadAcknowledged', '2023-03-02'),
      event('LeadClosedNoAction', '2023-03-07', { reason: '不属实' }),
    );
    expect(row).toMatchObject({ phase: 'Closed', closedOn: '2023-03-07', convertedOn: null });
  });

  it('别的流与它无关', () => {
    const of = (stream: string) =>
      leadOverview.key({ ...registered(), stream } as Parameters<typeof leadOverview.key>[0]);
    expect(of('case-x1')).toBeUndefined();
    expect(of('lead-a-b')).toBe('a-b');
  });
});
