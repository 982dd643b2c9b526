import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent, Facts } from '#eventsourcing';
import { streamName } from '#eventsourcing';
import {
  DOCUMENT_KINDS,
  type DocumentNumberTaken,
  documentNumber,
  numberNeeds,
  takeNumber,
} from './document-number.js';

const UNITS: Record<string, DomainEvent[]> = {
  'unit-qz': [{ type: 'UnitEstablished', data: { unitId: 'qz', documentPrefix: '衢综' } }],
  'unit-kc': [{ type: 'UnitEstablished', data: { unitId: 'kc', documentPrefix: '柯综' } }],
};

function factsOf(streams: Readonly<Record<string, readonly DomainEvent[]>>): Facts {
  return {
    get: (aggregate, id) =>
      (streams[streamName({ aggregate: aggregate.name, id })] ?? []).reduce(
        (state, event) => aggregate.evolve(state, event),
        aggregate.initialState,
      ),
    length: () => 0,
  };
}

describe('文书编号（DOMAIN 5.2）', () => {
  it('由机关代字、文种代字、年份和序号组成，用六角括号，不编虚位', () => {
    const taken = takeNumber(factsOf(UNITS), { unitId: 'qz', kind: 'DECISION', on: '2023-05-08', takenFor: 'k1' });
    expect(taken).toEqual({
      seq: 1,
      number: '衢综执罚决字〔2023〕1号',
      write: {
        stream: { aggregate: 'documentNumber', id: 'qz.DECISION.2023' },
        events: [
          {
            type: 'DocumentNumberTaken',
            data: {
              unitId: 'qz',
              kind: 'DECISION',
              year: 2023,
              seq: 1,
              number: '衢综执罚决字〔2023〕1号',
              takenFor: 'k1',
            },
          },
        ],
      },
    });
  });

  it('编号的年份是行为之日的年份：12月31日与1月1日分属两簿', () => {
    const at = (on: string) =>
      takeNumber(factsOf(UNITS), { unitId: 'qz', kind: 'NOTICE', on, takenFor: 'k1' }).write.stream.id;
    expect(at('2023-12-31')).toBe('qz.NOTICE.2023');
    expect(at('2024-01-01')).toBe('qz.NOTICE.2024');
  });

  it('取号须读编号簿（众人争用，轮流）和单位', () => {
    expect(numberNeeds('qz', 'DECISION', '2023-05-08')).toEqual([
      { aggregate: 'documentNumber', id: 'qz.DECISION.2023', contended: true },
      { aggregate: 'unit', id: 'qz' },
    ]);
  });

  it('各文种代字互不相同', () => {
    const marks = Object.values(DOCUMENT_KINDS).map(({ mark }) => mark);
    expect(new Set(marks).size).toBe(marks.length);
  });

  it('不论单位、文种、年份怎样交错，每簿从一起连续，编号全局不重', () => {
    const request = fc.record({
      unitId: fc.constantFrom('qz', 'kc'),
      kind: fc.constantFrom('DECISION' as const, 'NOTICE' as const),
      on: fc.constantFrom('2023-12-31', '2024-01-01'),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const streams: Record<string, DomainEvent[]> = { ...UNITS };
        const all: string[] = [];
        for (const [n, r] of requests.entries()) {
          const { number, write } = takeNumber(factsOf(streams), { ...r, takenFor: `k${n}` });
          const stream = streamName(write.stream);
          streams[stream] = [...(streams[stream] ?? []), ...write.events];
          all.push(number);
        }
        expect(new Set(all).size).toBe(all.length);
        for (const [stream, events] of Object.entries(streams))
          if (stream.startsWith(documentNumber.name))
            expect(events.map(({ data }) => (data as DocumentNumberTaken).seq)).toEqual(events.map((_, n) => n + 1));
      }),
      { seed: 2023, numRuns: 100 },
    );
  });
});
