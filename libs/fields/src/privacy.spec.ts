import { describe, expect, it } from '@jest/globals';
import {
  Choice,
  Day,
  Fen,
  Id,
  Label,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PartyName,
  PersonName,
  PersonRef,
  PersonRefs,
  Text,
  UnitRef,
  Uscc,
} from './kinds.js';
import { isOfPerson, LEFT_OUT, maskedName, peopleIn, unitsIn, withoutPersonal } from './privacy.js';

const KINDS = { CITIZEN: '公民', SOLE_TRADER: '个体工商户', ORGANISATION: '法人或者其他组织' };

class Party {
  @Id('编号') partyId!: string;
  @Choice('种类', KINDS) kind!: string;
  @PartyName('名称') name!: string;
  @Optional() @Uscc('统一社会信用代码', { kind: 'kind' }) uscc?: string;
}
class Officer {
  @PersonRef('用户编号') userId!: string;
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
}
class Case {
  @OfficialNumber('文号') decisionNo!: string;
  @UnitRef('单位') unitId!: string;
  @Label('机关') organ!: string;
  @Day('日期') on!: string;
  @Fen('罚款') fineFen!: number;
  @Text('案由') cause!: string;
  @Narrative('事实') facts!: string;
  @PersonName('代理人') agent!: string;
  @ListOf('当事人', () => Party) parties!: Party[];
  @ListOf('办案人员', () => Officer) officers!: Officer[];
  @PersonRefs('参加人') present!: string[];
  @OfficialNumbers('证号', { privacy: 'staff' }) certNos!: string[];
  @Optional() @Nested('主办', () => Officer) lead?: Officer;
}

const CODE = '11330800768656330Q';
const CASE = {
  decisionNo: '衢综执罚决字〔2023〕1号',
  unitId: 'qz',
  organ: '衢州市综合行政执法局',
  on: '2023-05-08',
  fineFen: 50_000,
  cause: '张三占道经营案',
  facts: '张三在荷花中路占道经营',
  agent: '李四',
  parties: [
    { partyId: 'p1', kind: 'ORGANISATION', name: '信安商贸有限公司', uscc: CODE },
    { partyId: 'p2', kind: 'CITIZEN', name: '阿卜杜勒·买买提江·某某' },
    { partyId: 'p3', kind: 'SOLE_TRADER', name: '张三小吃店', uscc: CODE },
  ],
  officers: [{ userId: 'zhang', certNo: 'C01' }],
  present: ['li', 'wang'],
  certNos: ['C02'],
  lead: { userId: 'zhang', certNo: 'C01' },
  undeclared: '不该有的',
};

describe('不看姓名的人看到的（DOMAIN F11）', () => {
  const seen = withoutPersonal(Case, CASE);

  it('公开的照旧：文号、单位、机关、日期、金额', () => {
    const { decisionNo, unitId, organ, on, fineFen } = CASE;
    expect(seen).toMatchObject({ decisionNo, unitId, organ, on, fineFen });
  });

  it('名称按当事人的种类，不按字数：法人的照旧，公民、个体工商户的只留第一字，信用代码也一样', () => {
    expect(seen['parties']).toEqual([
      { partyId: null, kind: 'ORGANISATION', name: '信安商贸有限公司', uscc: CODE },
      { partyId: null, kind: 'CITIZEN', name: '阿**' },
      { partyId: null, kind: 'SOLE_TRADER', name: '张**', uscc: null },
    ]);
    expect(seen['agent']).toBe('李**');
  });

  it('种类没有写明的，按自然人', () => {
    const { name } = withoutPersonal(Party, { name: '信安商贸有限公司' });
    expect(name).toBe('信**');
    for (const kind of [undefined, null, '', 'CITIZEN', 'SOLE_TRADER', '别的']) expect(isOfPerson(kind)).toBe(true);
    expect(isOfPerson('ORGANISATION')).toBe(false);
  });

  it('他人写的文字略去，长短不论；本机关的人员略去', () => {
    expect(seen).toMatchObject({ cause: LEFT_OUT, facts: LEFT_OUT, present: [], certNos: [] });
    expect(seen['officers']).toEqual([{ userId: null, certNo: null }]);
    expect(seen['lead']).toEqual({ userId: null, certNo: null });
  });

  it('没有声明的字段不出现，任何姓名、文字都不在其中', () => {
    expect(seen).not.toHaveProperty('undeclared');
    for (const word of ['张三', '买买提', '李四', 'zhang', 'C01', '荷花中路'])
      expect(JSON.stringify(seen)).not.toContain(word);
  });

  it('姓名的第一字可以是辅助平面的字', () => expect(maskedName('𠮷野家')).toBe('𠮷**'));
});

describe('其中提到的人和单位', () => {
  it('不论多深', () => {
    expect(peopleIn(Case, CASE)).toEqual(['zhang', 'li', 'wang', 'zhang']);
    expect(unitsIn(Case, CASE)).toEqual(['qz']);
    expect(peopleIn(Case, { officers: [null, 1], present: 'li' })).toEqual(['li']);
  });
});
