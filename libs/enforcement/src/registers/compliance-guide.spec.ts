import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  complianceGuide,
  PublishComplianceGuide,
  ReviseComplianceGuide,
  WithdrawComplianceGuide,
} from './compliance-guide.js';

const the = <Command extends object>(input: new () => Command) => commandOf(complianceGuide, input);
const clerk = (at: string) => by('qz', 'REGISTRAR', at);

const PUBLISH: PublishComplianceGuide = {
  matter: '餐饮油烟净化设施',
  field: 'ENVIRONMENT',
  risk: '未安装或者停用净化设施',
  advice: '安装、定期清洗并留存记录',
  publishedOn: '2023-05-04',
};
const published = { type: 'ComplianceGuidePublished', data: { ...PUBLISH, unitId: 'qz' } };
const revision = { risk: '清洗不及时', advice: '每季度清洗', on: '2023-06-05' };
const withdrawn = { type: 'ComplianceGuideWithdrawn', data: { unitId: 'qz', reason: '并入省指引', on: '2023-11-01' } };

describe('企业行政合规指引（优化营商环境条例第五十九条）', () => {
  it('发布、修订、停用；停用后不再修订', () => {
    given().when(the(PublishComplianceGuide), PUBLISH, clerk('2023-05-04')).then(published);
    given(published)
      .when(the(ReviseComplianceGuide), revision, clerk('2023-06-05'))
      .then({ type: 'ComplianceGuideRevised' });
    given(published)
      .when(the(WithdrawComplianceGuide), { reason: '并入省指引', on: '2023-11-01' }, clerk('2023-11-01'))
      .then(withdrawn);
    given(published, withdrawn)
      .when(the(ReviseComplianceGuide), { ...revision, on: '2023-11-02' }, clerk('2023-11-02'))
      .thenRefused('complianceGuide.phase');
  });

  it('发布的计入当期，停用的不再在用（E15）', () => {
    expect(rowAfter(complianceGuide.register, published).booked).toEqual([
      '+1 guide.published 2023-05-04 qz ENVIRONMENT',
      '+1 guide.inUse 2023-05-04 qz',
    ]);
    expect(rowAfter(complianceGuide.register, published, withdrawn).booked).toEqual(['-1 guide.inUse 2023-11-01 qz']);
  });
});
