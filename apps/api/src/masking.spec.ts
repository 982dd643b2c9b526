import { describe, expect, it } from '@jest/globals';
import { AGGREGATES, FIELD_LIMITS, lawRegistry } from '#enforcement';
import { masked, maskedParties, narrativesIn, personalNamesIn, personIdsIn, replaced, seesNames } from './masking.js';

describe('个人信息的遮盖', () => {
  it('本系统的身份中除分析员外能看到人名；没有身份的、只有别处身份的不能', () => {
    expect(seesNames({ roles: ['ANALYST', 'AUDITOR'] })).toBe(true);
    for (const roles of [[], ['ANALYST'], ['JANITOR'], ['ANALYST', 'JANITOR'], ['toString']])
      expect([roles, seesNames({ roles })]).toEqual([roles, false]);
  });

  it('人名只留第一个字，不论几个字', () => {
    expect(masked('张三')).toBe('张**');
    expect(masked('欧阳锋')).toBe('欧**');
    expect(masked('𠮷田')).toBe('𠮷**');
    expect(masked('')).toBe('**');
  });

  it('单位的案件，列在当事人中的短名按人名遮盖，长名是单位的名称', () => {
    expect(maskedParties('衢州江郎环保科技有限公司、张三', 'ORGANISATION')).toBe('衢州江郎环保科技有限公司、张**');
    expect(maskedParties('张三、李四', 'CITIZEN')).toBe('张**、李**');
  });

  it('先换长的，短的不会从长的中间切开', () => {
    const names = new Map([
      ['张三', '张**'],
      ['张三丰', '张***'],
    ]);
    expect(replaced('张三丰和张三', names)).toBe('张***和张**');
    expect(replaced('a.b和axb', new Map([['a.b', 'X']]))).toBe('X和axb');
    expect(replaced('没有要换的', new Map())).toBe('没有要换的');
  });

  it('从事件中找出自然人的名称和可能的人员编号', () => {
    const data = {
      parties: [
        { kind: 'CITIZEN', name: '张三' },
        { kind: 'ORGANISATION', name: '某公司' },
      ],
      applicant: '李四',
      officers: [{ userId: 'u-1', certNo: 'C1' }],
      deciderId: 'u-2',
    };
    expect(personalNamesIn(data)).toEqual(['张三', '李四']);
    expect(personIdsIn(data)).toEqual(['u-1', 'u-2']);
    expect(personalNamesIn({ userId: 'u-1', name: '张办案', unitId: 'QZ' })).toEqual(['张办案']);
    expect(personalNamesIn({ unitId: 'QZ', name: '衢州市综合行政执法局' })).toEqual([]);
    expect(personalNamesIn({ appellant: '王五', court: '某法院' })).toEqual(['王五']);
  });

  it('从事件中找出可能写有人名的文字', () => {
    expect(narrativesIn({ subject: '王五涉嫌违法', reviews: [{ opinion: '同意' }], place: '新桥街' })).toEqual([
      '王五涉嫌违法',
      '同意',
    ]);
  });

  it('领域中每一个由人自由填写的长文都在遮盖之列', () => {
    const free = AGGREGATES.flatMap(({ commands }) => commands).flatMap((command) =>
      Object.entries(lawRegistry.schemaOf(command)['properties'] as Record<string, { maxLength?: number }>)
        .filter(([, { maxLength }]) => maxLength === FIELD_LIMITS.longText)
        .map(([name]) => name),
    );
    expect(free.length).toBeGreaterThan(20);
    for (const name of new Set(free)) expect([name, narrativesIn({ [name]: '某' })]).toEqual([name, ['某']]);
  });
});
