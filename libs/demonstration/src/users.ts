import type { Role } from '#enforcement';
import type { Actor } from '#eventsourcing';
import { COORDINATOR, type Team } from './cast.js';
import { Dice } from './random.js';
import { unitsAndOfficers } from './registers/units-and-officers.js';
import { DEMONSTRATION_YEAR } from './year.js';

export interface DemonstrationPerson extends Actor {
  readonly name: string;
  readonly unitName: string;
  /** By what people tell them apart. */
  readonly title: string;
  /** What this person does with the system, in a sentence. */
  readonly does: string;
}

/** What people of each role come here for. */
const DOES: Readonly<Record<Role, string>> = {
  OFFICER: '立案、调查取证、告知、送达、催告、结案，办理现场处罚；需要批准的，呈报负责人。',
  REVIEWER: '对拟作出的决定逐轮审核，提出意见。',
  LEADER: '审批立案、决定、强制措施、延期和结案，查看本单位和下级单位的案件。',
  COORDINATOR: '督促协同请求，协调执法争议，汇总各单位的办理情况。',
  REGISTRAR: '登记线索和上级交办、其他机关移送的事项，导入离线处罚。',
  AUDITOR: '把任一案件重放到任一时刻，核对记录没有被改动，查看谁查阅过谁。',
  ANALYST: '看指标和年报，把每个数字追到每一笔；看不到人名。',
  ADMINISTRATOR: '管理单位、人员、执法证件和放假安排，查看运行状态；不办案。',
  CONNECTED_SYSTEM: '由对接系统发来消息。',
};

/** One person for each way of working with the demonstration year; those of the bureau come first. */
export function demonstrationPeople(seed = DEMONSTRATION_YEAR.seed): DemonstrationPerson[] {
  const { bureau, counties, others, names } = unitsAndOfficers(new Dice(seed)).cast;
  const county = counties[0]!;
  const township = others.find(({ unit }) => unit.parentId === county.unit.unitId)!;
  const person =
    ({ unit }: typeof bureau) =>
    (id: string, title: string, role: Role, does = DOES[role]): DemonstrationPerson => ({
      id,
      title,
      does,
      unit: unit.unitId,
      unitName: unit.name,
      roles: [role],
      name: names.get(id) ?? title,
    });
  const ofBureau = person(bureau);
  const [team, another] = bureau.teams as [Team, Team];
  const [first, second] = bureau.deputies as [string, string];
  return [
    ofBureau(team.lead, '办案员', 'OFFICER'),
    ofBureau(team.assist, '协办办案员', 'OFFICER', '和办案员一起办案：每次调查取证都有他在场，也办理各项手续。'),
    ofBureau(
      another.lead,
      '听证主持人',
      'OFFICER',
      '没有参加本案调查，受指定主持听证，记明听证情况；平时办自己的案件。',
    ),
    ofBureau(bureau.reviewers[0]!, '法制审核员', 'REVIEWER'),
    ofBureau(bureau.chief, '机关负责人', 'LEADER'),
    ofBureau(first, '分管执法的副局长', 'LEADER', '审批分管的事项；重大案件集体讨论时，本人发表意见。'),
    ofBureau(second, '分管法制的副局长', 'LEADER', '审批分管的事项；重大案件集体讨论时，本人发表意见。'),
    ofBureau(COORDINATOR.id, '指导办', 'COORDINATOR'),
    ofBureau(bureau.registrar, '登记人员', 'REGISTRAR'),
    ofBureau('auditor', '审计员', 'AUDITOR'),
    ofBureau('analyst', '分析员', 'ANALYST'),
    ofBureau('admin', '系统管理员', 'ADMINISTRATOR'),
    // What people of a county and of a town see is less.
    person(county)(county.chief, `${county.unit.name}负责人`, 'LEADER'),
    person(township)(township.teams[0]!.lead, `${township.unit.name}办案员`, 'OFFICER'),
  ];
}
