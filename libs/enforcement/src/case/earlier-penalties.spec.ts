import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { loadStatutes } from '#statutes';
import { historyNeeds, type PenaltyEntered, partyHistory } from '../party-history.js';
import { SYSTEM_ROLE } from '../roles.js';
import { caseAggregate } from './case.js';
import { RecordPoliceDecline, SendCriminalTransfer } from './criminal-transfer.js';
import { DecideNoPenalty, DecideNotEstablished, DecidePenalty } from './decision.js';
import { HearOfRemedy } from './remedies.js';
import { by, concluded, filed, registered, the, UNTIL_CONCLUDED, UNTIL_NOTICED, waived } from './scenario.js';
import { transferApproved, transferProposed, transferSent, UNTIL_SERVED } from './scenario-after-decision.js';
import { RevokeDecision } from './setting-right.js';
import { MakeSummaryDecision } from './summary.js';

/* G25, G27: what a party was punished for before. The fine of the case at hand: 10,000 yuan, decided on 2023-05-07. */

const USCC = '11330800768656330Q';
const FACT = '衢违实〔2023〕7号';
const ITEM = '330217001';

const PERSON = { partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' } as const;
const FIRM = { partyId: 'p1', kind: 'ORGANISATION', name: '甲公司', uscc: USCC } as const;
const DECIDE: DecidePenalty = {
  decidedOn: '2023-05-07',
  kinds: ['FINE'],
  fineFen: 1_000_000,
  confiscateFen: 0,
  lawVersion: '条例第十二条',
};

/** A case against somebody about a fact, heard and ready to be decided. */
const against = (party: object, violationFactId?: string): DomainEvent[] => [
  registered({ parties: [party as never], ...(violationFactId === undefined ? {} : { violationFactId }) }),
  filed(),
  ...[...UNTIL_NOTICED, waived()].slice(2),
];
const recordOf = (party: { readonly name: string }) => {
  const [{ aggregate, id }] = historyNeeds([party]) as [{ aggregate: string; id: string }];
  return `${aggregate}-${id}`;
};
const entered = (data: Partial<PenaltyEntered> = {}): DomainEvent => ({
  type: 'PenaltyEntered',
  data: {
    caseId: 'k0',
    unitId: 'kecheng',
    itemId: ITEM,
    decisionNo: '柯综执罚决字〔2022〕3号',
    decidedOn: '2022-05-01',
    fineFen: 20_000,
    ...data,
  },
});
const record = (party: { readonly name: string }, ...penalties: DomainEvent[]) => ({ [recordOf(party)]: penalties });
const decide = (history: readonly DomainEvent[], elsewhere = {}, more: Partial<DecidePenalty> = {}) =>
  given(...history).when(the(DecidePenalty), { ...DECIDE, ...more }, by('chen', '2023-05-08', elsewhere));

describe('G25 一事不二罚款（行政处罚法第二十九条）', () => {
  it('同一当事人的同一违法事实，别的案件已经罚款的，不得再罚款；编号的写法不同也是同一事实', () => {
    for (const violationFactId of [FACT, '衢违实[2023]第7号'])
      decide(against(FIRM, FACT), record(FIRM, entered({ violationFactId }))).thenRefused('decision.fact_fined', {
        article: '行政处罚法第二十九条',
      });
  });

  it('别的事实、没有编号的、没有罚款的、本案自己的，都不妨碍', () => {
    for (const before of [
      entered({ violationFactId: '衢违实〔2023〕8号' }),
      entered(),
      entered({ violationFactId: FACT, fineFen: 0 }),
      entered({ violationFactId: FACT, caseId: 'k1' }),
    ])
      decide(against(FIRM, FACT), record(FIRM, before)).then({ type: 'PenaltyDecided' });
  });

  it('不罚款的其他处罚仍然可以', () => {
    const warned = against(FIRM, FACT).map((event) =>
      event.type === 'PenaltyNoticeServed'
        ? {
            ...event,
            data: { ...(event.data as object), proposed: { kinds: ['WARNING'], fineFen: 0, confiscateFen: 0 } },
          }
        : event,
    );
    decide(warned, record(FIRM, entered({ violationFactId: FACT })), { kinds: ['WARNING'], fineFen: 0 }).then({
      type: 'PenaltyDecided',
    });
  });

  it('作出的处罚在同一次写入记入当事人的记录，当场处罚也是；当场处罚同样只罚一次', () => {
    const { elsewhere } = decide(against(FIRM, FACT)).then({ type: 'PenaltyDecided' });
    expect(elsewhere).toContainEqual({
      stream: { aggregate: 'partyHistory', id: USCC },
      events: [
        {
          type: 'PenaltyEntered',
          data: {
            caseId: 'k1',
            unitId: 'qz',
            itemId: ITEM,
            decisionNo: '衢综执罚决字〔2023〕1号',
            decidedOn: '2023-05-07',
            fineFen: 1_000_000,
            violationFactId: FACT,
          },
        },
      ],
    });
    const onTheSpot: MakeSummaryDecision = {
      decidedOn: '2023-05-07',
      item: { itemId: ITEM, name: '摆摊', field: 'CITY_APPEARANCE' },
      party: PERSON,
      kinds: ['FINE'],
      fineFen: 5_000,
      officers: ['zhang', 'li'],
      place: '上街1号',
      territoryCode: '330802',
      violationFactId: FACT,
    };
    const made = given().when(the(MakeSummaryDecision), onTheSpot, by('zhang', '2023-05-07'));
    made.then({ type: 'SummaryDecisionMade', data: { violationFactId: FACT } });
    expect(made.decision).toMatchObject({
      elsewhere: expect.arrayContaining([
        expect.objectContaining({ stream: expect.objectContaining({ aggregate: 'partyHistory' }) }),
      ]),
    });
    given()
      .when(
        the(MakeSummaryDecision),
        onTheSpot,
        by('zhang', '2023-05-07', record(PERSON, entered({ violationFactId: FACT }))),
      )
      .thenRefused('decision.fact_fined');
  });

  it('决定被撤销的，从记录划去，可以重新罚款：自行撤销、复议撤销都是', () => {
    const struck = { type: 'PenaltyStruck', data: { caseId: 'k1', struckOn: '2023-06-01' } };
    const revoked = given(...UNTIL_SERVED).when(
      the(RevokeDecision),
      { revokedOn: '2023-06-01', reason: '主要证据不足' },
      by('chen', '2023-06-30'),
    );
    expect(revoked.decision).toMatchObject({ elsewhere: [{ events: [struck] }] });
    const hear = caseAggregate.told.find(({ name }) => name === HearOfRemedy.name)!;
    const heard = given(...UNTIL_SERVED).when(
      hear as never,
      {
        remedyId: 'r1',
        kind: 'RECONSIDERATION',
        step: 'DECIDED',
        on: '2023-06-01',
        servedOn: '2023-06-01',
        outcome: 'REVOKED',
      } as never,
      { ...by('zhang', '2023-06-30'), actor: { id: 'reactions', unit: 'qz', roles: [SYSTEM_ROLE] } },
    );
    expect(heard.decision).toMatchObject({ elsewhere: [{ events: [struck] }] });
    const penalties = [entered({ caseId: 'k1' }), struck].reduce(partyHistory.evolve, partyHistory.initialState);
    expect(penalties).toEqual({ penalties: [], transfers: [] });
  });
});

describe('同一行为违反多个规定的，按照罚款数额高的规定处罚（行政处罚法第二十九条；G25）', () => {
  const other = { itemId: '330217002', name: '擅自占用绿地', field: 'PARKS' } as const;
  const history = [
    ...UNTIL_CONCLUDED.slice(0, -1),
    { ...concluded(), data: { ...(concluded().data as object), otherItems: [other] } },
    ...[...UNTIL_NOTICED, waived()].slice(UNTIL_CONCLUDED.length),
  ];
  const upTo = (itemId: string, maxFen: number) => ({
    [`powerItem-${itemId}`]: [
      {
        type: 'ItemEntryDrafted',
        data: {
          illegalBasis: '一',
          punishBasis: '二',
          on: '2022-12-01',
          fineRanges: [{ minFen: 0, maxFen, basis: '条例', level: 'LOCAL_REGULATION', from: '2020-01-01' }],
        },
      },
    ],
  });

  it('另一规定的最高额更高的，拒绝；相同的、没有录入的，可以', () => {
    decide(history, { ...upTo(ITEM, 2_000_000), ...upTo(other.itemId, 2_000_001) }).thenRefused(
      'decision.lesser_provision',
      { article: '行政处罚法第二十九条' },
    );
    decide(history, { ...upTo(ITEM, 2_000_000), ...upTo(other.itemId, 2_000_000) }).then({ type: 'PenaltyDecided' });
    decide(history, upTo(ITEM, 2_000_000)).then({ type: 'PenaltyDecided' });
    decide(history, upTo(other.itemId, 2_000_001)).then({ type: 'PenaltyDecided' });
  });
});

describe('G25 移送公安机关期间不得以罚代移（国务院令第310号第十一条、行政处罚法第二十七条）', () => {
  it('三种决定都拒绝，引用的是禁止这一行为的条文', () => {
    const proposed = {
      type: 'CriminalTransferProposed',
      data: { proposedOn: '2023-04-12', taskForce: [{ userId: 'zhang', certNo: 'C01' }], approvalDueOn: '2023-04-15' },
    };
    const commands: readonly [new () => object, object][] = [
      [DecidePenalty, DECIDE],
      [DecideNoPenalty, { decidedOn: '2023-05-07', ground: '33.1a', educated: true }],
      [DecideNotEstablished, { decidedOn: '2023-05-07', reason: '不成立' }],
    ];
    for (const [input, command] of commands)
      given(...UNTIL_CONCLUDED, proposed)
        .when(the(input), command, by('chen', '2023-05-08'))
        .thenRefused('decision.transferred', { article: '国务院令第310号第十一条、行政处罚法第二十七条第一款' });
  });
});

describe('G27 初次违法（行政处罚法第三十三条第一款）', () => {
  const FIRST = { decidedOn: '2023-05-07', ground: '33.1b', educated: true } as const;
  const spare = (party: object, elsewhere = {}, more: Partial<DecideNoPenalty> = {}) =>
    given(...against(party)).when(the(DecideNoPenalty), { ...FIRST, ...more }, by('chen', '2023-05-08', elsewhere));

  it('查过当事人的处罚记录，回溯的年数写入决定', () => {
    const { firstOffenceYears } = loadStatutes().parameters('2023-05-07');
    spare(FIRM).then({ type: 'NoPenaltyDecided', data: { firstOffenceYears, namesakes: 0 } });
  });

  // The act was on 2023-03-01.
  it('行为之日前两年以内同类违法受过处罚的不是初次，届满前一日的是，再早一日的不是', () => {
    spare(FIRM, record(FIRM, entered({ decidedOn: '2021-03-01' }))).thenRefused('decision.not_first_offence', {
      article: '行政处罚法第三十三条第一款',
    });
    spare(FIRM, record(FIRM, entered({ decidedOn: '2021-02-28' }))).then({ type: 'NoPenaltyDecided' });
  });

  it('别的事项的处罚、行为以后的处罚，不妨碍；其他不予处罚的情形不问初次', () => {
    spare(FIRM, record(FIRM, entered({ itemId: '330217999' }))).then({ type: 'NoPenaltyDecided' });
    spare(FIRM, record(FIRM, entered({ decidedOn: '2023-03-02' }))).then({ type: 'NoPenaltyDecided' });
    spare(FIRM, record(FIRM, entered()), { ground: '33.1a' }).then({ type: 'NoPenaltyDecided' });
  });

  it('没有代码的当事人以姓名查找：同名的须经核对；出生日期都在案的，以出生日期区分', () => {
    spare(PERSON, record(PERSON, entered())).thenRefused('decision.perhaps_not_first_offence');
    spare(PERSON, record(PERSON, entered()), { isNamesake: true }).then({
      type: 'NoPenaltyDecided',
      data: { namesakes: 1 },
    });
    const born = { ...PERSON, bornOn: '1980-01-01' };
    spare(born, record(PERSON, entered({ bornOn: '1981-01-01' }))).then({ type: 'NoPenaltyDecided' });
    spare(born, record(PERSON, entered({ bornOn: '1980-01-01' })), { isNamesake: true }).thenRefused(
      'decision.not_first_offence',
    );
  });
});

describe('G25 同一违法事实移送公安机关期间，别的案件也不得罚款（310号令第十一条、行政处罚法第二十七条第一款）', () => {
  const sent = (violationFactId: string): DomainEvent => ({
    type: 'TransferEntered',
    data: {
      caseId: 'k0',
      unitId: 'kecheng',
      transferNo: '柯综执移字〔2023〕1号',
      sentOn: '2023-04-20',
      violationFactId,
    },
  });
  const returned: DomainEvent = { type: 'TransferReturned', data: { caseId: 'k0', returnedOn: '2023-04-25' } };

  it('同一事实已由别的案件移送的，不得罚款；另一事实不受影响', () => {
    decide(against(FIRM, FACT), record(FIRM, sent(FACT))).thenRefused('decision.fact_with_police', {
      article: '国务院令第310号第十一条、行政处罚法第二十七条第一款',
    });
    decide(against(FIRM, FACT), record(FIRM, sent('衢违实〔2023〕8号'))).then({ type: 'PenaltyDecided' });
    decide(against(FIRM), record(FIRM, sent(FACT))).then({ type: 'PenaltyDecided' });
  });

  it('公安机关退回以后可以', () => {
    decide(against(FIRM, FACT), record(FIRM, sent(FACT), returned)).then({ type: 'PenaltyDecided' });
  });

  it('移送、退回随案件入账，没有事实编号的不入', () => {
    const transferred = (violationFactId?: string) => [
      registered({ parties: [FIRM], ...(violationFactId === undefined ? {} : { violationFactId }) }),
      filed(),
      transferProposed(),
      transferApproved(),
    ];
    const send = (violationFactId?: string) =>
      given(...transferred(violationFactId)).when(
        the(SendCriminalTransfer),
        { sentAt: '2023-03-21T16:00:00+08:00', copiedToProcuratorate: true },
        by('zhang', '2023-03-21T16:30:00+08:00'),
      );
    const written = ({ decision }: ReturnType<typeof send>) => {
      if (decision.kind !== 'accepted') throw new Error(decision.code);
      return decision.elsewhere
        .filter(({ stream }) => stream.aggregate === 'partyHistory')
        .flatMap(({ events }) => events);
    };
    expect(written(send(FACT))).toMatchObject([{ type: 'TransferEntered', data: { violationFactId: FACT } }]);
    expect(written(send())).toEqual([]);
    const decline = given(...transferred(FACT), transferSent()).when(
      the(RecordPoliceDecline),
      { on: '2023-03-23', reason: '没有犯罪事实' },
      by('zhang', '2023-03-24'),
    );
    expect(written(decline as never)).toMatchObject([{ type: 'TransferReturned', data: { returnedOn: '2023-03-23' } }]);
  });
});
