import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given, type OtherHistories } from '#eventsourcing/testing';
import { parseCommand, withoutPersonal } from '#fields';
import { CloseCase } from '../case/closing.js';
import { DecidePenalty } from '../case/decision.js';
import { DeclineFiling, FileCase } from '../case/filing.js';
import {
  by as byPerson,
  filed,
  onPaper,
  registered,
  the as theCase,
  UNTIL_NOTICED,
  UNTIL_REVIEWED,
  waived,
} from '../case/scenario.js';
import { paid, published, summaryMade, UNTIL_SERVED } from '../case/scenario-after-decision.js';
import { CITY, commandOf, rowAfter } from '../scenario.js';
import { Proposal, Propose, proposal, ReturnProposal, ReviseProposal, WithdrawProposal } from './proposal.js';

const the = <Command extends object>(input: new () => Command) => commandOf(proposal, input);

const FILE: FileCase = {
  filedOn: '2023-03-03',
  officers: [
    { userId: 'zhang', duty: 'LEAD' },
    { userId: 'li', duty: 'ASSIST' },
  ],
};
const OF_CASE = { register: 'case', recordId: 'k1', act: 'FileCase' };
const PROPOSE: Propose = { ...OF_CASE, input: FILE, forId: 'chen', on: '2023-03-03' };
const made = (data: object = {}): DomainEvent => ({
  type: 'ActProposed',
  data: { ...PROPOSE, unitId: 'qz', title: '立案', proposerId: 'zhang', ...data },
});
const sentBack = {
  type: 'ProposalReturned',
  data: { unitId: 'qz', reason: '证据不足', on: '2023-03-03', returnedBy: 'chen' },
};
const carriedOut = { type: 'ProposalCarriedOut', data: { on: '2023-03-03', approverId: 'chen' } };

/** The case is registered, and somebody acts on the proposal. */
const by = (id: string, at: string, history: readonly DomainEvent[] = [registered()]) => ({
  ...byPerson(id, at, { 'case-k1': history }),
  id: 'b1',
});
/** Somebody acts on the case, with the proposal as it stands. */
const onCase = (id: string, at: string, ...history: readonly DomainEvent[]) =>
  byPerson(id, at, { 'proposal-b1': history } as OtherHistories);
const approve = (input: object, id = 'chen', at = '2023-03-03', ...history: readonly DomainEvent[]) =>
  given(registered()).when(
    theCase(FileCase),
    { ...FILE, ...input, proposalId: 'b1' },
    onCase(id, at, ...(history.length === 0 ? [made()] : history)),
  );

describe('批准是批准人自己的行为（行政处罚法第五十四条、第五十七条；M6）', () => {
  it('办案人员代记负责人批准的，拒绝：应呈批，或者写明纸质审批', () => {
    given(registered())
      .when(theCase(FileCase), { ...FILE, approverId: 'chen' }, byPerson('zhang', '2023-03-03'))
      .thenRefused('approval.not_proposed', { article: '行政处罚法第五十四条' });
    given(registered())
      .when(theCase(FileCase), FILE, byPerson('zhang', '2023-03-03'))
      .thenRefused('approval.not_proposed');
    given(registered())
      .when(
        theCase(DeclineFiling),
        { reason: '轻微', declinedOn: '2023-03-03', approverId: 'chen' },
        byPerson('zhang', '2023-03-03'),
      )
      .thenRefused('approval.not_proposed');
    given(...UNTIL_SERVED, published(), paid())
      .when(
        theCase(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2023-05-30', approverId: 'chen' },
        byPerson('zhang', '2023-05-30'),
      )
      .thenRefused('approval.not_proposed');
  });

  it('一名负责人也不能代记另一名负责人批准', () => {
    given(registered())
      .when(theCase(FileCase), { ...FILE, approverId: 'chen' }, byPerson('lin', '2023-03-03'))
      .thenRefused('approval.not_proposed');
  });

  it('负责人本人办理的，批准人就是本人', () => {
    const { events } = given(registered())
      .when(theCase(FileCase), FILE, byPerson('lin', '2023-03-03'))
      .then({ type: 'CaseFiled', data: { approverId: 'lin' } });
    expect(events[0]!.data).not.toHaveProperty('proposalId');
    expect(events[0]!.data).not.toHaveProperty('paper');
  });

  it('负责人自己办案的，不能自己批准', () => {
    const officers = [
      { userId: 'both', duty: 'LEAD' as const },
      { userId: 'li', duty: 'ASSIST' as const },
    ];
    given(registered())
      .when(theCase(FileCase), { ...FILE, officers }, byPerson('both', '2023-03-03'))
      .thenRefused('approver.investigates');
  });

  it('纸质审批的，记下文书编号、批准日期和批准人；没有批准人的不行', () => {
    given(registered())
      .when(theCase(FileCase), { ...FILE, ...onPaper('2023-03-03') }, byPerson('zhang', '2023-03-03'))
      .then({
        type: 'CaseFiled',
        data: { approverId: 'chen', paper: { documentNo: '审批表〔2023〕1号', approvedOn: '2023-03-03' } },
      });
    const { paper } = onPaper('2023-03-03');
    given(registered())
      .when(theCase(FileCase), { ...FILE, paper }, byPerson('zhang', '2023-03-03'))
      .thenRefused('approval.approver_missing');
  });

  it('纸质审批在办理当日或者以前；晚一日的不行，将来的不行', () => {
    const paper = (approvedOn: string, at = '2023-03-05') =>
      given(registered()).when(theCase(FileCase), { ...FILE, ...onPaper(approvedOn) }, byPerson('zhang', at));
    paper('2023-03-03').then({ type: 'CaseFiled' });
    paper('2023-03-02').then({ type: 'CaseFiled' });
    paper('2023-03-04').thenRefused('approval.after_act', { earliest: '2023-03-04' });
    paper('2023-03-06').thenRefused('day.in_future');
  });

  it('纸质审批的批准人在批准之日须是负责人', () => {
    const paper = (approvedOn: string) =>
      given(registered({ registeredOn: '2023-05-08' })).when(
        theCase(FileCase),
        { ...FILE, filedOn: '2023-05-08', ...onPaper(approvedOn, 'new') },
        byPerson('zhang', '2023-05-08'),
      );
    paper('2023-05-08').then({ type: 'CaseFiled', data: { approverId: 'new' } });
    paper('2023-05-07').thenRefused('approver.not_leader', { earliest: '2023-05-08' });
  });

  it('当场处罚结案不须批准，写了批准人的仍须是其本人的行为', () => {
    const history = [summaryMade(), paid({ amountFen: 10_000, paidOn: '2023-05-09' })];
    const close = { closeReason: 'EXECUTED' as const, closedOn: '2023-05-09' };
    given(...history)
      .when(theCase(CloseCase), close, byPerson('zhang', '2023-05-09'))
      .then({ type: 'CaseClosed' });
    given(...history)
      .when(theCase(CloseCase), { ...close, approverId: 'chen' }, byPerson('zhang', '2023-05-09'))
      .thenRefused('approval.not_proposed');
  });
});

describe('呈批', () => {
  it('办案人员把办好的内容全部呈给负责人', () => {
    given()
      .when(the(Propose), PROPOSE, by('zhang', '2023-03-03'))
      .then({
        type: 'ActProposed',
        data: { unitId: 'qz', title: '立案', proposerId: 'zhang', forId: 'chen', input: FILE },
      });
  });

  it('呈批的内容按所办事项自己的格式检查，错在哪里说哪里', () => {
    const faults = (body: object) => parseCommand(Propose, { ...PROPOSE, ...body }).faults?.map(({ path }) => path);
    expect(faults({})).toBeUndefined();
    expect(faults({ input: { ...FILE, filedOn: '2023-02-30' } })).toEqual(['input.filedOn']);
    expect(faults({ input: { ...FILE, officers: [{ userId: 'zhang', duty: 'LEAD' }] } })).toEqual(['input.officers']);
    expect(faults({ input: { ...FILE, other: 1 } })).toEqual(['input.other']);
    expect(faults({ act: 'CollectEvidence', input: {} })).toEqual(['input']);
    expect(faults({ register: 'nothing', input: {} })).toEqual(['input']);
  });

  it('呈批内容里的姓名和叙述，按所办事项各栏的标记遮盖', () => {
    const row = { ...PROPOSE, act: 'DeclineFiling', input: { reason: '当事人张某已经改正', declinedOn: '2023-03-03' } };
    expect(withoutPersonal(Proposal, row)['input']).toEqual({ reason: '（文字内容略）', declinedOn: '2023-03-03' });
  });

  it('案件现在的状态办不了的，不能呈批', () => {
    given()
      .when(the(Propose), PROPOSE, by('zhang', '2023-03-03', [registered(), filed()]))
      .thenRefused('case.phase');
  });

  it('不是本单位的，也不是指派的人，不能呈批；不能呈批给自己', () => {
    const { actor, elsewhere, ...scenario } = by('zhang', '2023-03-03');
    given()
      .when(the(Propose), PROPOSE, {
        ...scenario,
        elsewhere: { ...CITY, ...elsewhere },
        actor: { ...actor, unit: 'kecheng' },
      })
      .thenRefused('unit.not_responsible');
    given()
      .when(the(Propose), { ...PROPOSE, forId: 'zhang' }, by('zhang', '2023-03-03'))
      .thenRefused('proposal.to_oneself');
  });

  it('退回写明理由，回到呈批人手里；修改后可以重新呈批，别人不能改、不能撤', () => {
    given(made())
      .when(the(ReturnProposal), { reason: '证据不足', on: '2023-03-03' }, by('chen', '2023-03-03'))
      .then({
        type: 'ProposalReturned',
        data: { returnedBy: 'chen' },
      });
    const revise: ReviseProposal = { ...PROPOSE, on: '2023-03-04', input: { ...FILE, filedOn: '2023-03-04' } };
    given(made(), sentBack)
      .when(the(ReviseProposal), revise, by('zhang', '2023-03-04'))
      .then({ type: 'ProposalRevised' });
    given(made(), sentBack).when(the(ReviseProposal), revise, by('li', '2023-03-04')).thenRefused('proposal.not_own');
    given(made(), sentBack)
      .when(
        the(ReviseProposal),
        { ...revise, recordId: 'k2' },
        { ...by('zhang', '2023-03-04'), elsewhere: { 'case-k2': [registered()] } },
      )
      .thenRefused('proposal.of_other');
    given(made())
      .when(the(WithdrawProposal), { reason: '另案处理', on: '2023-03-03' }, by('li', '2023-03-03'))
      .thenRefused('proposal.not_own');
    given(made())
      .when(the(WithdrawProposal), { reason: '另案处理', on: '2023-03-03' }, by('zhang', '2023-03-03'))
      .then({ type: 'ProposalWithdrawn' });
  });

  it('在谁手里：待批时在负责人手里，退回后在呈批人手里，批准后不在谁手里', () => {
    const waits = (...events: readonly DomainEvent[]) => rowAfter(proposal.register, ...events).row['waitsFor'];
    expect(waits(made())).toEqual(['chen']);
    expect(waits(made(), sentBack)).toEqual(['zhang']);
    expect(waits(made(), carriedOut)).toEqual([]);
    expect(rowAfter(proposal.register, made(), carriedOut).facts).toEqual([
      'proposal.made 2023-03-03 qz',
      'proposal.carriedOut 2023-03-03 qz',
    ]);
  });
});

describe('按呈批办理', () => {
  it('负责人的一道命令同时办理此事、了结呈批', () => {
    const { events, elsewhere } = approve({}).then({
      type: 'CaseFiled',
      data: { approverId: 'chen', proposalId: 'b1' },
    });
    expect(events).toHaveLength(1);
    expect(elsewhere).toContainEqual({
      stream: { aggregate: 'proposal', id: 'b1' },
      events: [{ type: 'ProposalCarriedOut', data: { on: '2023-03-03', approverId: 'chen' } }],
    });
  });

  it('内容与呈批的不同，不能批准', () => {
    const officers = [
      { userId: 'zhang', duty: 'LEAD' },
      { userId: 'zhao', duty: 'ASSIST' },
    ];
    approve({ officers }).thenRefused('proposal.said_otherwise');
    approve(onPaper('2023-03-03')).thenRefused('proposal.said_otherwise');
  });

  it('办理日期可以晚于呈批日期，不能早于它', () => {
    approve({ filedOn: '2023-03-06' }, 'chen', '2023-03-06').then({
      type: 'CaseFiled',
      data: { filedOn: '2023-03-06' },
    });
    approve({ filedOn: '2023-03-02' }).thenRefused('proposal.before_proposed', { earliest: '2023-03-03' });
  });

  it('批准之时每一项条件重新审查：其间证件到期的不能批准', () => {
    const officers = [
      { userId: 'zhang', duty: 'LEAD' },
      { userId: 'wang', duty: 'ASSIST' },
    ];
    const of = made({ input: { ...FILE, officers } });
    approve({ officers, filedOn: '2023-03-10' }, 'chen', '2023-03-11', of).then({ type: 'CaseFiled' });
    approve({ officers, filedOn: '2023-03-11' }, 'chen', '2023-03-11', of).thenRefused('officer.not_certified');
  });

  it('退回、撤回、办过的，不能再批准', () => {
    approve({}, 'chen', '2023-03-03', made(), sentBack).thenRefused('proposal.phase');
    approve({}, 'chen', '2023-03-03', made(), carriedOut).thenRefused('proposal.phase');
    approve({}, 'chen', '2023-03-03', made(), {
      type: 'ProposalWithdrawn',
      data: { unitId: 'qz', reason: '另案处理', on: '2023-03-03' },
    }).thenRefused('proposal.phase');
  });

  it('呈批人兼负责人的，不能批准自己的呈批；办案人员不能批准', () => {
    approve({}, 'both', '2023-03-03', made({ proposerId: 'both' })).thenRefused('approver.proposed');
    approve({}, 'li').thenRefused('approval.not_proposed');
  });

  it('别的案件、别的事项的呈批，不能用来批准', () => {
    approve({}, 'chen', '2023-03-03', made({ recordId: 'k2' })).thenRefused('proposal.of_other');
    approve({}, 'chen', '2023-03-03', made({ act: 'DeclineFiling', input: {} })).thenRefused('proposal.of_other');
  });

  it('没有这件呈批的，不能批准', () => {
    given(registered())
      .when(theCase(FileCase), { ...FILE, proposalId: 'b1' }, byPerson('chen', '2023-03-03'))
      .thenRefused('proposal.of_other');
  });
});

describe('处罚决定由承办人员呈批，由负责人本人作出（行政处罚法第五十七条）', () => {
  const HEARD = [...UNTIL_NOTICED, waived()];
  const DECIDE: DecidePenalty = {
    decidedOn: '2023-05-08',
    kinds: ['FINE'],
    fineFen: 1_000_000,
    confiscateFen: 0,
    lawVersion: '浙江省城市市容和环境卫生管理条例（2020）第十二条',
  };
  const OF_DECISION = { register: 'case', recordId: 'k1', act: 'DecidePenalty', input: DECIDE, on: '2023-05-08' };
  const decide = (input: object, who = 'chen', history: readonly DomainEvent[] = HEARD) =>
    given(...history).when(
      theCase(DecidePenalty),
      { ...DECIDE, ...input, proposalId: 'b1' },
      onCase(who, '2023-05-08', made({ ...OF_DECISION, title: '处罚决定' })),
    );

  it('呈批的是决定的全部内容；阶段不到的不能呈批', () => {
    const propose = (history: readonly DomainEvent[]) =>
      given().when(the(Propose), { ...OF_DECISION, forId: 'chen' }, by('zhang', '2023-05-08', history));
    propose(HEARD).then({ type: 'ActProposed', data: { act: 'DecidePenalty', input: DECIDE, title: '处罚决定' } });
    propose([registered()]).thenRefused('case.phase');
  });

  it('负责人的一道命令作出决定、了结呈批；决定人是他本人', () => {
    const { elsewhere } = decide({}).then({ type: 'PenaltyDecided', data: { deciderId: 'chen', proposalId: 'b1' } });
    expect(elsewhere).toContainEqual({
      stream: { aggregate: 'proposal', id: 'b1' },
      events: [{ type: 'ProposalCarriedOut', data: { on: '2023-05-08', approverId: 'chen' } }],
    });
  });

  it('改了数额的须退回，不能径行决定；决定的条件在作出时重新审查', () => {
    decide({ fineFen: 900_000 }).thenRefused('proposal.said_otherwise');
    decide({}, 'chen', UNTIL_REVIEWED).thenRefused('decision.no_notice');
  });
});
