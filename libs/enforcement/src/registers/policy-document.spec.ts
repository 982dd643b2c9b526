import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import { EnactPolicyDocument, policyDocument, RepealPolicyDocument, RevisePolicyDocument } from './policy-document.js';

const the = <Command extends object>(input: new () => Command) => commandOf(policyDocument, input);
const leader = (at: string) => by('qz', 'LEADER', at);

const ENACT: EnactPolicyDocument = {
  title: '行政执法协同工作规则',
  documentNo: '衢综指办〔2023〕2号',
  tier: 'RULE',
  coSigners: [{ name: '市公安局' }, { name: '市人民检察院' }],
  effectiveOn: '2023-03-01',
  enactedOn: '2023-02-20',
};
const enacted = { type: 'PolicyDocumentEnacted', data: { ...ENACT, unitId: 'qz' } };
const repealed = {
  type: 'PolicyDocumentRepealed',
  data: { unitId: 'qz', reason: '并入新规则', repealedFrom: '2023-12-01', on: '2023-11-20' },
};

describe('制度文件（浙江省综合行政执法条例第十二条）', () => {
  it('印发当日可以施行，印发之前不能；废止不早于决定，也不早于施行', () => {
    given().when(the(EnactPolicyDocument), ENACT, leader('2023-02-20')).then(enacted);
    given()
      .when(the(EnactPolicyDocument), { ...ENACT, effectiveOn: '2023-02-19' }, leader('2023-02-20'))
      .thenRefused('day.out_of_order', { earliest: '2023-02-20' });
    const repeal: RepealPolicyDocument = { reason: '并入新规则', repealedFrom: '2023-11-20', on: '2023-11-20' };
    given(enacted)
      .when(the(RepealPolicyDocument), repeal, leader('2023-11-20'))
      .then({ type: 'PolicyDocumentRepealed' });
    given(enacted)
      .when(the(RepealPolicyDocument), { ...repeal, repealedFrom: '2023-11-19' }, leader('2023-11-20'))
      .thenRefused('day.out_of_order');
    given(enacted)
      .when(
        the(RepealPolicyDocument),
        { ...repeal, repealedFrom: '2023-02-28', on: '2023-02-25' },
        leader('2023-02-25'),
      )
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
  });

  it('修订的仍是一个文件；废止的不再修订', () => {
    const revise: RevisePolicyDocument = { documentNo: '衢综指办〔2023〕9号', changes: '第五条', on: '2023-06-01' };
    given(enacted)
      .when(the(RevisePolicyDocument), revise, leader('2023-06-01'))
      .then({ type: 'PolicyDocumentRevised' });
    given(enacted, repealed)
      .when(the(RevisePolicyDocument), { ...revise, on: '2023-12-02' }, leader('2023-12-02'))
      .thenRefused('policyDocument.phase');
    expect(
      rowAfter(policyDocument.register, enacted, { type: 'PolicyDocumentRevised', data: { unitId: 'qz', ...revise } })
        .booked,
    ).toEqual([]);
  });

  it('按层级计存量，联签单位按名称计（B2、D1）', () => {
    expect(rowAfter(policyDocument.register, enacted).facts).toEqual([
      'policy.inForce 2023-03-01 qz RULE',
      'policy.enacted 2023-02-20 qz RULE',
      'policy.coSigner 2023-02-20 qz 市公安局',
      'policy.coSigner 2023-02-20 qz 市人民检察院',
    ]);
    expect(rowAfter(policyDocument.register, enacted, repealed).booked).toEqual([
      '-1 policy.inForce 2023-12-01 qz RULE',
    ]);
  });
});
