import {
  Choice,
  Continued,
  Day,
  Flag,
  Hint,
  Id,
  Ids,
  Narrative,
  note,
  OfficialNumber,
  Optional,
  PartyName,
  PersonRef,
  RecordRef,
  Rule,
  Seldom,
  Text,
  Uscc,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import {
  ACT_OBLIGATIONS,
  type ActObligation,
  DUTIES,
  type Duty,
  ITEM_FIELDS,
  type ItemField,
  PARTY_KINDS,
  type PartyKind,
} from '../terms.js';

/* What acts of several stages name in the same way: whom the case is about, what for, and who handles it. */

/** 当事人, as it is entered and as it is kept. */
export class Party {
  @Id('当事人编号') partyId!: string;
  @Choice('当事人种类', PARTY_KINDS) kind!: PartyKind;
  @PartyName('姓名或名称') name!: string;
  /** Of a natural person, where it matters: by it minors are told (行政处罚法第三十条). */
  @Seldom() @Optional() @Day('出生日期', { privacy: 'name' }) bornOn?: LegalDay;
  /** Of organisations and sole traders. */
  @Optional() @Uscc('统一社会信用代码', { kind: 'kind', confirmed: 'usccConfirmed' }) uscc?: string;
  /** The party really has this code, though its check character does not agree with the rest (DOMAIN F13). */
  @Seldom() @Optional() @Flag('实有代码', { confirms: 'uscc' }) usccConfirmed?: boolean;
}

/** 事项: the power item that the act offends, with its field. */
export class Item {
  @Hint('填编码或者名称中的字；案由和领域随事项填入')
  @RecordRef('powerItem', '事项编码', { gives: { name: 'name', field: 'field' } })
  itemId!: string;
  @Text('案由') name!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
}

/** 执法人员, with the certificate that he held on the day of the act. */
export class CertifiedOfficer {
  @PersonRef('人员') userId!: string;
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
}

/** 办案人员. */
@Continued()
export class CaseOfficer extends CertifiedOfficer {
  @Choice('分工', DUTIES) duty!: Duty;
}

/** 办案人员, as they are named in a command; the certificate is looked up. */
export class CaseOfficerInput {
  @PersonRef('人员') userId!: string;
  @Choice('分工', DUTIES) duty!: Duty;
}

/** 对物的措施. */
export const CASE_MEASURES = { PRESERVATION: '先行登记保存', SEAL: '查封', SEIZE: '扣押' } as const;
export type CaseMeasureKind = keyof typeof CASE_MEASURES;

/** A measure that is not over, with the days by which something has to be done about it. */
export class OpenMeasure {
  @Id('措施编号') measureId!: string;
  @Choice('措施', CASE_MEASURES) kind!: CaseMeasureKind;
  /** D04 or D05. */
  @Day('期限') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
  /** D06, of an emergency that nobody has approved yet. */
  @Optional() @Day('补办批准手续的期限') approvalDueOn?: LegalDay;
}

/** A 行为义务, as it is imposed. */
export class ImposedObligation {
  @Choice('义务种类', ACT_OBLIGATIONS) kind!: ActObligation;
  @Narrative('义务内容') content!: string;
  /** Until a day; or some days from the service of the decision; or, where it lasts, from a day to a day. */
  @Optional() @Day('履行期限') dueOn?: LegalDay;
  @Optional() @WholeNumber('自送达之日起若干日内履行', { min: 1, max: 3_650 }) daysFromService?: number;
  @Optional() @Day('起始日期') fromOn?: LegalDay;
  @Optional() @Day('终止日期') toOn?: LegalDay;
}

@Continued()
export class Obligation extends ImposedObligation {
  @Id('义务编号') obligationId!: string;
}

/** Whom of several parties an act is about (DOMAIN F14); nothing where it is about all of them, as in a case of one. */
export function WhichParties(): PropertyDecorator {
  const hint = '本案只有一名当事人，或者对全体当事人办理的，不选';
  return (target, property) => {
    for (const decorate of [Ids('对哪些当事人', { of: 'party', max: 20 }), Hint(hint), Optional()])
      decorate(target, property);
  };
}

/** The number of a document of that day in which other parties of the case were dealt with, where it is one document for all (F14). */
export function SharedDocument(): PropertyDecorator {
  const hint = '与本案其他当事人同日作出、用同一份文书的，填写其文号；另行制作文书的不填，由系统编号';
  return (target, property) => {
    for (const decorate of [OfficialNumber('同一份文书的文号'), Hint(hint), Optional()]) decorate(target, property);
    note(target, property, { of: 'party' });
  };
}
