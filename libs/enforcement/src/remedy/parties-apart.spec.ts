import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { BOTH_SERVED, HEARD_BY_TWO } from '../case/scenario-parties.js';
import { by, commandOf } from '../scenario.js';
import { caseHears } from './case-hears.js';
import { AcceptLitigation, FileLitigation } from './litigation.js';
import { FileReconsideration } from './reconsideration.js';
import { remedy } from './remedy.js';

/* 一案多人 (DOMAIN F14): a remedy is about the decision of those who sought it, and stands in nobody else's way. */

const the = <Command extends object>(input: new () => Command) => commandOf(remedy, input);
const CASE = { 'case-k1': BOTH_SERVED };
const clerk = (at: string, elsewhere: Readonly<Record<string, readonly DomainEvent[]>> = {}) =>
  by('qz', 'REGISTRAR', at, { ...CASE, ...elsewhere });
const FILE: FileReconsideration = { caseId: 'k1', applicant: '当事人甲', filedOn: '2023-06-01' };

describe('对分别作出的决定申请复议、提起诉讼（F14）', () => {
  it('应当写明是对哪名当事人的决定，案件由此知道', () => {
    given().when(the(FileReconsideration), FILE, clerk('2023-06-01')).thenRefused('case.which_party');
    const { events } = given()
      .when(the(FileReconsideration), { ...FILE, partyIds: ['p1'] }, clerk('2023-06-01'))
      .then({ type: 'ReconsiderationFiled', data: { partyIds: ['p1'] } });
    const after = events.reduce((state, event) => remedy.evolve(state, event), remedy.initialState);
    expect(caseHears(events[0]!, after)?.told).toMatchObject({ step: 'SOUGHT', partyIds: ['p1'] });
  });

  it('没有分开处理的案件、没有填案件编号的，不选当事人', () => {
    const together = { 'case-k1': HEARD_BY_TWO };
    given()
      .when(the(FileReconsideration), { ...FILE, partyIds: ['p1'] }, clerk('2023-06-01', together))
      .thenRefused('remedy.parties_together');
    const { caseId: _case, ...without } = FILE;
    given()
      .when(the(FileReconsideration), { ...without, partyIds: ['p1'] }, clerk('2023-06-01'))
      .thenRefused('remedy.parties_without_case');
  });

  it('一人在复议，不妨碍另一人起诉；本人不能同时起诉（行政复议法第二十九条）', () => {
    const entered: DomainEvent = {
      type: 'RemedyEntered',
      data: {
        caseId: 'k1',
        remedyId: 'r1',
        kind: 'RECONSIDERATION',
        acceptedOn: '2023-06-05',
        decisionDueOn: '2023-08-04',
        partyIds: ['p1'],
      },
    };
    const under = { 'remedyRegister-k1': [entered] };
    const sue = (partyIds: readonly string[]): FileLitigation => ({
      caseId: 'k1',
      plaintiff: '当事人乙',
      filedOn: '2023-06-20',
      partyIds,
    });
    given()
      .when(the(FileLitigation), sue(['p1']), clerk('2023-06-20', under))
      .thenRefused('remedy.parallel');
    const { events } = given()
      .when(the(FileLitigation), sue(['p2']), clerk('2023-06-20', under))
      .then({ type: 'LitigationFiled' });
    given(...events)
      .when(the(AcceptLitigation), { acceptedOn: '2023-06-25' }, clerk('2023-06-25', under))
      .then({ type: 'LitigationAccepted' });
  });
});
