import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, ordinaryCase, rowAfter } from '../scenario.js';
import {
  AppointLiaison,
  ConcludeMechanism,
  InvokeMechanism,
  jointMechanism,
  liaison,
  RelieveLiaison,
} from './joint-mechanism.js';

const ELSEWHERE = {
  'case-c1': ordinaryCase('c1', 'qz'),
  'case-c2': ordinaryCase('c2', 'kecheng'),
  'officer-a': [{ type: 'OfficerRegistered', data: { userId: 'a', name: '某', unitId: 'qz', auxiliary: false } }],
  'officer-b': [{ type: 'OfficerRegistered', data: { userId: 'b', name: '某', unitId: 'kecheng', auxiliary: false } }],
};
const clerk = (at: string) => by('qz', 'REGISTRAR', at, ELSEWHERE);

describe('行刑协作机制（行政处罚法第二十七条第二款）', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(jointMechanism, input);
  const INVOKE: InvokeMechanism = {
    kind: 'EARLY_INTERVENTION',
    partner: '衢州市公安局',
    matter: '涉嫌污染环境，请提前介入',
    invokedOn: '2023-05-04',
  };
  const invoked = { type: 'JointMechanismInvoked', data: { ...INVOKE, unitId: 'qz' } };

  it('写明案件的，是本单位的案件；完成一次', () => {
    given().when(the(InvokeMechanism), INVOKE, clerk('2023-05-04')).then(invoked);
    given()
      .when(the(InvokeMechanism), { ...INVOKE, caseId: 'c1' }, clerk('2023-05-04'))
      .then({ type: 'JointMechanismInvoked', data: { caseId: 'c1' } });
    given()
      .when(the(InvokeMechanism), { ...INVOKE, caseId: 'c2' }, clerk('2023-05-04'))
      .thenRefused('mechanism.other_case');
    const conclude: ConcludeMechanism = { result: '已固定证据', on: '2023-05-08' };
    const concluded = { type: 'JointMechanismConcluded', data: { ...conclude, unitId: 'qz' } };
    given(invoked).when(the(ConcludeMechanism), conclude, clerk('2023-05-08')).then(concluded);
    given(invoked, concluded)
      .when(the(ConcludeMechanism), conclude, clerk('2023-05-08'))
      .thenRefused('mechanism.phase');
    expect(rowAfter(jointMechanism.register, invoked, concluded).facts).toEqual([
      'mechanism.invoked 2023-05-04 qz EARLY_INTERVENTION',
    ]);
  });
});

describe('联络员', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(liaison, input);
  const appointed = { type: 'LiaisonAppointed', data: { personId: 'a', appointedOn: '2023-02-01', unitId: 'qz' } };

  it('是本单位在册的人员；卸任的从存量减去（D3）', () => {
    const appoint = (personId: string): AppointLiaison => ({ personId, appointedOn: '2023-02-01' });
    given().when(the(AppointLiaison), appoint('a'), clerk('2023-02-01')).then(appointed);
    for (const id of ['b', 'nobody'])
      given().when(the(AppointLiaison), appoint(id), clerk('2023-02-01')).thenRefused('liaison.not_of_unit');
    const relieve: RelieveLiaison = { reason: '调离', on: '2023-08-01' };
    const relieved = { type: 'LiaisonRelieved', data: { ...relieve, unitId: 'qz' } };
    given(appointed).when(the(RelieveLiaison), relieve, clerk('2023-08-01')).then(relieved);
    expect(rowAfter(liaison.register, appointed, relieved).booked).toEqual(['-1 liaison.inOffice 2023-08-01 qz qz']);
  });
});
