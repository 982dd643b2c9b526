import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { playInto } from './overview-history.js';
import { worklist } from './worklist.js';

/** The row after the events; a worklist books nothing. */
const play = (...events: DomainEvent[]) => playInto({ ...worklist, facts: () => [] }, 'case-k1', ...events).row;
const event = (type: string, data: object): DomainEvent => ({ type, data });

const registered = event('CaseRegistered', {
  caseId: 'k1',
  unitId: 'qz',
  item: { itemId: 'i1', name: '擅自占用城市道路', field: 'CITY_APPEARANCE' },
  parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '甲' }],
  registeredOn: '2023-03-02',
  territoryCode: '330802',
  sourceSystem: 'PLATFORM',
});
const filed = event('CaseFiled', {
  caseNo: '1号',
  filedOn: '2023-03-03',
  officers: [{ userId: 'zhang' }, { userId: 'li' }],
  deadlineOn: '2023-06-01',
});
const decided = event('PenaltyDecided', {
  decisionNo: '决1号',
  decidedOn: '2023-05-08',
  kinds: ['FINE'],
  fineFen: 1_000_000,
  confiscateFen: 0,
  publicationDueOn: '2023-05-17',
});
const served = event('DecisionServed', { servedOn: '2023-05-10', paymentDueOn: '2023-05-25' });
const published = event('PenaltyPublished', { publishedOn: '2023-05-12' });

describe('我的在办', () => {
  it('登记以后在办，立案以后有办案人员和办案期限', () => {
    expect(play(registered)).toMatchObject({ phase: 'Registered', officers: [], nextDueOn: null, nextDue: null });
    expect(play(registered, filed)).toMatchObject({
      phase: 'Investigating',
      officers: ['zhang', 'li'],
      caseNo: '1号',
      nextDueOn: '2023-06-01',
      nextDue: '作出决定',
    });
  });

  it('换人以后换到新的名下', () => {
    const row = play(
      registered,
      filed,
      event('OfficerAssigned', { userId: 'zhao' }),
      event('OfficerRemoved', { userId: 'li', removedOn: '2023-03-10' }),
    );
    expect(row.officers).toEqual(['zhang', 'zhao']);
  });

  it('移送期间不催促决定；退回以后按新的期限', () => {
    const proposed = event('CriminalTransferProposed', {});
    expect(play(registered, filed, proposed)).toMatchObject({ phase: 'TransferPending', nextDueOn: null });
    expect(
      play(
        registered,
        filed,
        proposed,
        event('CriminalTransferRefused', { returnsTo: 'Investigating', decisionDueOn: '2023-06-03' }),
      ),
    ).toMatchObject({ phase: 'Investigating', nextDueOn: '2023-06-03', nextDue: '作出决定' });
  });

  it('决定以后先公示后缴款，哪个期限近先列哪个；做完的不再列', () => {
    expect(play(registered, filed, decided)).toMatchObject({ nextDueOn: '2023-05-17', nextDue: '公示决定' });
    expect(play(registered, filed, decided, served)).toMatchObject({ nextDueOn: '2023-05-17', nextDue: '公示决定' });
    expect(play(registered, filed, decided, served, published)).toMatchObject({
      nextDueOn: '2023-05-25',
      nextDue: '当事人缴款',
    });
    expect(play(registered, filed, decided, served, published, event('DemandServed', {}))).toMatchObject({
      phase: 'Demanded',
      nextDueOn: null,
    });
  });

  it('结案、不予立案的离开', () => {
    const row = worklist.evolve(play(registered, filed, decided), {
      ...event('CaseClosed', { closeReason: 'EXECUTED', closedOn: '2023-06-01' }),
      revision: 3,
      recordedAt: '2023-06-01T00:00:00.000Z',
    } as Parameters<typeof worklist.evolve>[1]);
    expect(row).toBeUndefined();
    const declined = worklist.evolve(play(registered), {
      ...event('FilingDeclined', { declinedOn: '2023-03-03' }),
      revision: 1,
      recordedAt: '2023-03-03T00:00:00.000Z',
    } as Parameters<typeof worklist.evolve>[1]);
    expect(declined).toBeUndefined();
  });
});
