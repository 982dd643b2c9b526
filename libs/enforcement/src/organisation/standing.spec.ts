import { describe, expect, it } from '@jest/globals';
import { type Actor, type DomainEvent, MemoryStore, plainText } from '#eventsourcing';
import { loadStatutes } from '#statutes';
import { lawLoop, peopleOfRegister } from '../law-loop.js';
import { commandNamed } from '../registry.js';
import { officer } from './officer.js';
import { byRegister, type Claimed } from './standing.js';

const REGISTERED: DomainEvent = {
  type: 'OfficerRegistered',
  data: { userId: 'wang', name: '王五', unitId: 'qz', auxiliary: false },
};
const certified: DomainEvent = {
  type: 'CertificateIssued',
  data: { certNo: 'C01', validFrom: '2022-01-01', validTo: '2023-12-31' },
};
const appointed: DomainEvent = { type: 'LeaderAppointed', data: { rank: 'CHIEF', from: '2023-02-01' } };
const relieved: DomainEvent = { type: 'LeaderRelieved', data: { from: '2023-06-01' } };
const granted = (role: string, from: string, to?: string): DomainEvent => ({
  type: 'RoleGranted',
  data: { role, from, ...(to === undefined ? {} : { to }) },
});
const withdrawn = (role: string, from: string): DomainEvent => ({
  type: 'RoleWithdrawn',
  data: { role, from, reason: '岗位调整' },
});
const transferred: DomainEvent = { type: 'OfficerTransferred', data: { unitId: 'kecheng', from: '2023-05-01' } };
const departed: DomainEvent = { type: 'OfficerDeparted', data: { from: '2023-07-01', reason: 'RETIRED' } };
const seconded: DomainEvent = {
  type: 'OfficerSeconded',
  data: { toUnitId: 'kecheng', from: '2023-03-01', to: '2023-03-10' },
};

/** Who Wang is on a day by what the register has of him. */
function known(
  history: readonly DomainEvent[],
  day: string,
  claimed: Partial<Claimed> = {},
  initialAdministrator?: string,
) {
  const person = history.reduce((state, event) => officer.evolve(state, event), officer.initialState);
  return byRegister(initialAdministrator)(person, { id: 'wang', ...claimed }, day);
}
const rolesOn = (history: readonly DomainEvent[], day: string) => (known(history, day) as Actor).roles;
const unitOf = (history: readonly DomainEvent[], day: string) => (known(history, day) as Actor).unit;
function refused(history: readonly DomainEvent[], day: string, claimed: Partial<Claimed> = {}) {
  const refusal = known(history, day, claimed);
  if (!('kind' in refusal)) throw new Error(`not refused: ${JSON.stringify(refusal)}`);
  return { ...refusal, message: plainText(refusal.message) };
}

describe('身份以执法人员登记簿为准', () => {
  it('办案人员：执法证首日至末日；辅助人员有证也不是', () => {
    const history = [REGISTERED, certified];
    expect(rolesOn(history, '2021-12-31')).toEqual([]);
    expect(rolesOn(history, '2022-01-01')).toEqual(['OFFICER']);
    expect(rolesOn(history, '2023-12-31')).toEqual(['OFFICER']);
    expect(rolesOn(history, '2024-01-01')).toEqual([]);
    const auxiliary = { ...REGISTERED, data: { ...(REGISTERED.data as object), auxiliary: true } };
    expect(rolesOn([auxiliary, certified], '2023-01-01')).toEqual([]);
  });

  it('机关负责人：任职之日至免职前一日', () => {
    const history = [REGISTERED, appointed, relieved];
    expect(rolesOn(history, '2023-01-31')).toEqual([]);
    expect(rolesOn(history, '2023-02-01')).toEqual(['LEADER']);
    expect(rolesOn(history, '2023-05-31')).toEqual(['LEADER']);
    expect(rolesOn(history, '2023-06-01')).toEqual([]);
  });

  it('法制审核人员：入库之日至出库前一日；初次从事而没有法律职业资格的不是', () => {
    const enrolled = (firstTime: boolean): DomainEvent => ({
      type: 'ReviewerEnrolled',
      data: { enrolledOn: '2023-01-01', firstTime },
    });
    const removed: DomainEvent = { type: 'ReviewerRemoved', data: { from: '2023-04-01', reason: '转岗' } };
    const history = [REGISTERED, enrolled(false), removed];
    expect(rolesOn(history, '2023-03-31')).toEqual(['REVIEWER']);
    expect(rolesOn(history, '2023-04-01')).toEqual([]);
    expect(rolesOn([REGISTERED, enrolled(true)], '2023-02-01')).toEqual([]);
    const again: DomainEvent = { type: 'ReviewerEnrolled', data: { enrolledOn: '2023-08-01', firstTime: false } };
    expect(rolesOn([...history, again], '2023-03-31')).toEqual(['REVIEWER']);
    expect(rolesOn([...history, again], '2023-07-31')).toEqual([]);
    expect(rolesOn([...history, again], '2023-08-01')).toEqual(['REVIEWER']);
  });

  it('授予的职责：授予之日至末日，收回的至收回前一日', () => {
    const history = [REGISTERED, granted('REGISTRAR', '2023-01-01', '2023-03-31')];
    expect(rolesOn(history, '2022-12-31')).toEqual([]);
    expect(rolesOn(history, '2023-01-01')).toEqual(['REGISTRAR']);
    expect(rolesOn(history, '2023-03-31')).toEqual(['REGISTRAR']);
    expect(rolesOn(history, '2023-04-01')).toEqual([]);
    const taken = [...history, withdrawn('REGISTRAR', '2023-02-15')];
    expect(rolesOn(taken, '2023-02-14')).toEqual(['REGISTRAR']);
    expect(rolesOn(taken, '2023-02-15')).toEqual([]);
  });

  it('调任：自到任日起属于新单位，原单位的职务、职责同时终止，执法证仍有效', () => {
    const history = [REGISTERED, certified, appointed, granted('REGISTRAR', '2023-01-01'), transferred];
    expect(unitOf(history, '2023-04-30')).toBe('qz');
    expect(rolesOn(history, '2023-04-30')).toEqual(['OFFICER', 'LEADER', 'REGISTRAR']);
    expect(unitOf(history, '2023-05-01')).toBe('kecheng');
    expect(rolesOn(history, '2023-05-01')).toEqual(['OFFICER']);
  });

  it('离任：自离任日起什么也不是；调回来的重新任职', () => {
    const history = [REGISTERED, certified, departed];
    expect(rolesOn(history, '2023-06-30')).toEqual(['OFFICER']);
    expect(refused(history, '2023-07-01')).toMatchObject({
      code: 'actor.departed',
      message: expect.stringContaining('已自2023-07-01起离任'),
    });
    const back: DomainEvent = { type: 'OfficerTransferred', data: { unitId: 'kecheng', from: '2023-09-01' } };
    expect(refused([...history, back], '2023-08-31')).toMatchObject({ code: 'actor.departed' });
    expect(unitOf([...history, back], '2023-09-01')).toBe('kecheng');
  });
});

describe('登录令牌只能少说，不能多说', () => {
  it('登记簿中没有的人，拒绝', () => {
    expect(refused([], '2023-03-01')).toMatchObject({
      code: 'actor.unregistered',
      message: expect.stringMatching(/登记簿中没有wang/),
    });
  });

  it('没有的身份，说明登记簿中是什么', () => {
    expect(refused([REGISTERED, certified], '2023-03-01', { roles: ['LEADER'] })).toMatchObject({
      code: 'actor.role_missing',
      article: '行政处罚法第五十七条第一款',
      message: '登录令牌称wang是机关负责人，而执法人员登记簿中他的身份是办案人员，没有在任的职务',
    });
    expect(refused([REGISTERED], '2023-03-01', { roles: ['COORDINATOR'] })).toMatchObject({
      code: 'actor.role_missing',
      message: '登录令牌称wang是指导办，而执法人员登记簿中没有任何身份',
    });
    expect(refused([REGISTERED], '2023-03-01', { roles: ['KING'] })).toMatchObject({ code: 'actor.role_unknown' });
  });

  it('已经终止的，说到哪一日；尚未开始的，说自哪一日起', () => {
    const history = [REGISTERED, appointed, relieved];
    expect(refused(history, '2023-06-01', { roles: ['LEADER'] })).toMatchObject({
      code: 'actor.role_ended',
      message: '登录令牌称wang是机关负责人，而该身份已于2023-05-31终止',
    });
    expect(refused(history, '2023-01-31', { roles: ['LEADER'] })).toMatchObject({
      code: 'actor.role_not_begun',
      earliest: '2023-02-01',
    });
    expect(refused([REGISTERED, appointed, transferred], '2023-05-01', { roles: ['LEADER'] })).toMatchObject({
      code: 'actor.role_ended',
      message: '登录令牌称wang是机关负责人，而该身份已于2023-04-30终止（调离qz）',
    });
  });

  it('别的单位，拒绝；调用期内调入单位的可以', () => {
    const claimed = { unit: 'kecheng', roles: ['OFFICER'] };
    const history = [REGISTERED, certified, seconded];
    expect(refused([REGISTERED, certified], '2023-03-01', claimed)).toMatchObject({
      code: 'actor.other_unit',
      message: '登录令牌称wang属于kecheng，执法人员登记簿中属于qz',
    });
    expect(refused(history, '2023-02-28', claimed)).toMatchObject({ code: 'actor.other_unit' });
    expect(known(history, '2023-03-01', claimed)).toEqual({ id: 'wang', ...claimed });
    expect(known(history, '2023-03-10', claimed)).toEqual({ id: 'wang', ...claimed });
    expect(refused(history, '2023-03-11', claimed)).toMatchObject({ code: 'actor.other_unit' });
  });

  it('少说的，只有所说的身份；系统管理员不能不说', () => {
    const history = [REGISTERED, certified, appointed];
    expect(known(history, '2023-03-01', { roles: ['OFFICER'] })).toEqual({
      id: 'wang',
      unit: 'qz',
      roles: ['OFFICER'],
    });
    const administrates = [...history, granted('ADMINISTRATOR', '2023-01-01')];
    expect((known(administrates, '2023-03-01', { roles: ['OFFICER'] }) as Actor).roles).toEqual([
      'OFFICER',
      'ADMINISTRATOR',
    ]);
  });
});

describe('首任系统管理员', () => {
  const initial = (history: readonly DomainEvent[], id = 'wang') => known(history, '2023-03-01', {}, id);

  it('空库中只有安装时指定的人，直到登记簿说他是或者不是', () => {
    expect(initial([])).toEqual({ id: 'wang', unit: '', roles: ['ADMINISTRATOR'] });
    expect(initial([], 'another')).toMatchObject({ code: 'actor.unregistered' });
    expect((initial([REGISTERED, certified]) as Actor).roles).toEqual(['OFFICER', 'ADMINISTRATOR']);
    const named = [REGISTERED, granted('ADMINISTRATOR', '2023-01-01')];
    expect((initial(named) as Actor).roles).toEqual(['ADMINISTRATOR']);
    expect((initial([...named, withdrawn('ADMINISTRATOR', '2023-02-01')]) as Actor).roles).toEqual([]);
    expect(initial([REGISTERED, { ...departed, data: { from: '2023-01-01', reason: 'RETIRED' } }])).toMatchObject({
      code: 'actor.departed',
    });
  });
});

describe('同一个登记簿，几个进程', () => {
  const NOW = '2023-03-01T04:00:00.000Z';
  const store = new MemoryStore(() => NOW);
  const loops = [1, 2].map(() => lawLoop(store, loadStatutes(), byRegister('root')));
  let serial = 0;
  const give = (process: number, by: Actor, aggregate: string, id: string, name: string, command: object) => {
    const decider = commandNamed(aggregate, name)!;
    const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
    const role = by.roles[0]!;
    return loops[process]!.handle({
      ...{ decider, id, command, actor: by, role, now: NOW, commandId, sourceSystem: 'PLATFORM', ruleset: 'r' },
    });
  };
  const root: Actor = { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] };
  const wang: Actor = { id: 'wang', unit: 'qz', roles: ['REGISTRAR'] };
  const unit = { level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢' };
  const lead = {
    ...{ source: 'PLATFORM', content: '占道经营', place: '新桥街', territoryCode: '330800' },
    registeredOn: '2023-03-01',
  };

  it('授予的下一次办理就算数，收回的下一次办理就不算，在哪个进程都一样', async () => {
    expect(await give(0, root, 'unit', 'qz', 'EstablishUnit', { ...unit, name: '衢州市局' })).toMatchObject({
      kind: 'done',
    });
    const registration = { name: '王五', unitId: 'qz', auxiliary: true };
    expect(await give(0, root, 'officer', 'wang', 'RegisterOfficer', registration)).toMatchObject({ kind: 'done' });
    // The second process has seen him without a role.
    expect(await give(1, wang, 'lead', 'l0', 'RegisterLead', lead)).toMatchObject({
      refusal: { code: 'actor.role_missing' },
    });
    const grant = { role: 'REGISTRAR', from: '2023-03-01' };
    expect(await give(0, root, 'officer', 'wang', 'GrantRole', grant)).toMatchObject({ kind: 'done' });
    expect(await give(1, wang, 'lead', 'l1', 'RegisterLead', lead)).toMatchObject({ kind: 'done' });
    const withdrawal = { ...grant, reason: '岗位调整' };
    expect(await give(0, root, 'officer', 'wang', 'WithdrawRole', withdrawal)).toMatchObject({ kind: 'done' });
    // What the second process remembers would let him through: the append finds that he is not whom he was.
    expect(await give(1, wang, 'lead', 'l2', 'RegisterLead', lead)).toMatchObject({
      refusal: { code: 'actor.role_ended' },
    });
    expect(await store.readStream('lead-l2')).toEqual([]);
  });

  it('查阅的门每次都问登记簿；办理的门用记得的，拒绝之前再问一次', async () => {
    const people = peopleOfRegister(loops[1]!, byRegister('root'));
    const claimed = { id: 'wang', roles: ['REGISTRAR'] };
    expect(await people.standing(claimed, NOW, { asKept: false })).toMatchObject({ code: 'actor.role_ended' });
    const grant = { role: 'REGISTRAR', from: '2023-03-01' };
    expect(await give(0, root, 'officer', 'wang', 'GrantRole', grant)).toMatchObject({ kind: 'done' });
    expect(await people.standing(claimed, NOW, { asKept: true })).toMatchObject({ roles: ['REGISTRAR'] });
    const withdrawal = { ...grant, reason: '岗位调整' };
    expect(await give(0, root, 'officer', 'wang', 'WithdrawRole', withdrawal)).toMatchObject({ kind: 'done' });
    expect(await people.standing(claimed, NOW, { asKept: true })).toMatchObject({ roles: ['REGISTRAR'] });
    expect(await people.standing(claimed, NOW, { asKept: false })).toMatchObject({ code: 'actor.role_ended' });
  });

  it('对接系统只凭令牌，须写明单位，不能兼有人员的身份', async () => {
    const people = peopleOfRegister(loops[0]!);
    const machine = { id: 'system:bank', unit: 'qz', roles: ['CONNECTED_SYSTEM'] };
    expect(await people.standing(machine, NOW, { asKept: false })).toEqual(machine);
    for (const wrong of [{ unit: undefined }, { roles: ['CONNECTED_SYSTEM', 'OFFICER'] }])
      expect(await people.standing({ ...machine, ...wrong }, NOW, { asKept: false })).toMatchObject({
        code: 'actor.connected_system',
      });
  });
});
