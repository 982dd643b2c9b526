import { describe, expect, it } from '@jest/globals';
import { REPORT_TEMPLATES, type ReportTemplateId } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { partNamed } from '../catalogue.js';
import { evaluate } from '../evaluate.js';
import { type History, ledgerOf } from '../ledger-history.js';
import { REGISTERS } from '../registers.js';
import type { Check } from './parts.js';
import { byName } from './prose.js';
import { annualReport } from './report.js';
import { TABLE_TEMPLATES, type TableTemplate } from './table-templates.js';
import { TARGET_PARTS } from './targets.js';
import { reportText } from './text.js';
import { over, percent, roughly, wan } from './written.js';

const QZ = { unitId: 'qz', name: '衢州市综合行政执法局' };
const event = (type: string, data: object): DomainEvent => ({ type, data });
const item = (field: string) => ({ itemId: 'i', name: '案由', field });

/** An ordinary case with its further events. */
function ordinary(id: string, filedOn: string, ...events: DomainEvent[]): History {
  return ordinaryOf('GAS', id, filedOn, ...events);
}
function ordinaryOf(field: string, id: string, filedOn: string, ...events: DomainEvent[]): History {
  return {
    stream: `case-${id}`,
    recordedOn: '2024-01-05',
    events: [
      event('CaseRegistered', {
        caseId: id,
        unitId: 'qz',
        item: item(field),
        parties: [{ partyId: 'p', kind: 'ORGANISATION', name: '甲公司' }],
        registeredOn: filedOn,
        territoryCode: '330800',
        sourceSystem: 'PLATFORM',
      }),
      event('CaseFiled', { caseNo: id, procedure: 'ORDINARY', filedOn, officers: [], deadlineOn: '2024-12-31' }),
      ...events,
    ],
  };
}
const reviewed = (submittedOn: string) => [
  event('LegalReviewSubmitted', { round: 1, reviewerId: 'sun', submittedOn }),
  event('LegalReviewPassed', { round: 1, passedOn: submittedOn }),
];
const penalty = (decidedOn: string, fineFen: number, publicationDueOn: string) =>
  event('PenaltyDecided', { decisionNo: '1', decidedOn, kinds: ['FINE'], fineFen, confiscateFen: 0, publicationDueOn });
const closed = (closeReason: string, closedOn: string) => event('CaseClosed', { closeReason, closedOn });

function summary(id: string, sourceSystem: string, field: string, fineFen: number, unitId = 'qz'): History {
  return {
    stream: `case-${id}`,
    recordedOn: '2024-01-05',
    events: [
      event(sourceSystem === 'PLATFORM' ? 'SummaryDecisionMade' : 'SummaryDecisionImported', {
        caseId: id,
        unitId,
        procedure: 'SUMMARY',
        sourceSystem,
        decisionNo: id,
        decidedOn: '2023-06-01',
        item: item(field),
        party: { partyId: 'p', kind: 'CITIZEN', name: '乙' },
        kinds: ['FINE'],
        fineFen,
        officers: [],
        servedOn: '2023-06-01',
        territoryCode: '330800',
      }),
    ],
  };
}

const lead = (id: string, responseDueOn: string, ...events: DomainEvent[]): History => ({
  stream: `lead-${id}`,
  recordedOn: '2024-01-05',
  events: [
    event('LeadRegistered', {
      leadId: id,
      unitId: 'qz',
      source: 'PLATFORM',
      content: '反映',
      place: '上街',
      territoryCode: '330800',
      registeredOn: '2023-12-25',
      responseDueOn,
      responseRule: 'L01@2022-01-01',
    }),
    ...events,
  ],
});

/** A small year: what the published report is made of, one or two of each. */
const YEAR: readonly History[] = [
  // Carried over, decided in 2022, paid late.
  ordinary(
    'a',
    '2022-10-01',
    ...reviewed('2022-11-01'),
    penalty('2022-12-01', 100_000, '2022-12-12'),
    closed('EXECUTED', '2023-02-01'),
  ),
  // Carried over undecided, decided and closed in the year.
  ordinary(
    'b',
    '2022-12-01',
    event('HearingHeld', { heldOn: '2023-01-10', decisionDueOn: '2023-05-01' }),
    ...reviewed('2023-01-12'),
    penalty('2023-01-20', 2_000_000, '2023-01-31'),
    event('ActCodeAssigned', { actCode: 'XZ' }),
    event('PenaltyPublished', { publishedOn: '2023-01-31' }),
    event('FinePaid', { kind: 'FINE', amountFen: 2_000_000, paidOn: '2023-02-10' }),
    closed('EXECUTED', '2023-02-20'),
  ),
  // Filed in the year: no penalty, one to the police, one decided and open, one undecided.
  ordinary(
    'c',
    '2023-03-01',
    ...reviewed('2023-03-20'),
    event('NoPenaltyDecided', { decisionNo: '2', decidedOn: '2023-04-01' }),
    closed('NO_PENALTY', '2023-04-10'),
  ),
  ordinary(
    'd',
    '2023-03-01',
    event('CriminalTransferSent', { sentOn: '2023-03-05' }),
    event('PoliceFiledCase', { on: '2023-03-07' }),
    closed('TRANSFERRED', '2023-03-20'),
  ),
  ordinary(
    'e',
    '2023-10-01',
    ...reviewed('2023-11-20'),
    penalty('2023-12-20', 500_000, '2023-12-29'),
    event('ActCodeAssigned', { actCode: 'XZ' }),
  ),
  ordinary('f', '2023-11-01'),
  summary('s1', 'OFFLINE_TRAFFIC', 'TRAFFIC_PARKING', 15_000),
  summary('s2', 'OFFLINE_TRAFFIC', 'CITY_APPEARANCE', 5_000),
  summary('s3', 'PLATFORM', 'COMMERCE', 10_000),
  summary('s4', 'OFFLINE_TRAFFIC', 'TRAFFIC_PARKING', 15_000, 'kecheng'),
  {
    stream: 'actLedger-x',
    recordedOn: '2024-01-05',
    events: [
      event('OtherActRecorded', {
        actId: 'x',
        unitId: 'qz',
        kind: 'REWARD',
        subject: '举报奖励',
        on: '2023-05-01',
        count: 1,
      }),
    ],
  },
];

describe('行政执法工作年报', () => {
  const report = (histories: readonly History[], more: object = {}) =>
    ledgerOf(...histories).then((ledger) => annualReport(ledger, { year: 2023, unit: QZ, ...more }));
  const figure = async (key: string, ...args: Parameters<typeof report>) => (await report(...args)).figures[key]!.value;

  it('每个数字是台账中的和：结转、办结、处罚宗数、罚没款、渠道各按其口径', async () => {
    const { figures } = await report(YEAR);
    expect(Object.fromEntries(Object.values(figures).map(({ key, value }) => [key, value]))).toMatchObject({
      openingOrdinary: 2,
      filedOrdinary: 4,
      closedOrdinary: 4,
      closingOrdinary: 2,
      closedWithoutPenalty: 2,
      decidedNotClosedOpening: 1,
      decidedNotClosedClosing: 1,
      closedSummary: 3,
      closedParking: 1,
      closedSummaryOther: 2,
      closed: 7,
      penalties: 5,
      penaltiesOnPlatform: 3,
      penaltiesOffPlatform: 2,
      penaltiesOffPlatformParking: 1,
      decidedOrdinaryFen: 2_500_000,
      decidedFen: 2_530_000,
      collectedFen: 2_000_000,
      reviewRate: 1,
      reviewSubmissions: 3,
      hearings: 1,
      transfersSent: 1,
      unitCodingRate: 2 / 3,
      unitCodingRateOfAll: 2 / 5,
      // Two fell due in the year; the one of 2022 does not count here.
      publicationRate: 1 / 2,
      cityPenalties: 6,
      otherREWARD: 1,
      acts: 6,
      cityActs: 7,
    });
  });

  it('各项核对都平，并说明口径的差别（DOMAIN 1.2、1.3）', async () => {
    const { checks } = await report(YEAR);
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.map(({ id }) => id).join(' ')).toBe(
      'E1 X3 E7 X9 X10 A1 A2 A3 X2 X2c X1 X1b X6 X4 X12 X5 I2 I1 C07 B04 B02 E13 G1 G1r G1l G1k G3 X8 X8b X7 X11',
    );
    const said = (id: string) => checks.find((check) => check.id === id)!;
    expect(said('X10').statement).toBe('罚没款 = 普通程序 + 交通违停 + 其他领域简易程序：2.5万元 = 2.5万元');
    expect(said('X10').explanation).toContain('同期收缴2.0万元');
    expect(said('X2').explanation).toBe('赋码率以平台办理的3宗为分母；以全部处罚为分母的，为40%');
    expect(said('X1').explanation).toContain('按领域计交通违停1件，按渠道计未在平台2件，相差1件');
    expect(said('I1').statement).toBe('本单位不超过全市：5 ≤ 6，0 ≤ 0，0 ≤ 0');
  });

  it('每项核对列出它所比较的数据，都可以打开到各笔', async () => {
    const { checks, figures } = await report(YEAR);
    for (const { id, figures: keys } of checks)
      expect({ id, unknown: keys.filter((key) => figures[key] === undefined) }).toEqual({ id, unknown: [] });
    expect(checks.find(({ id }) => id === 'X9')!.figures).toEqual([
      'penalties',
      'closed',
      'closedWithoutPenalty',
      'decidedNotClosedClosing',
      'decidedNotClosedOpening',
    ]);
  });

  it('文本中看似不一的，只在确有两个不同的数时才标出，各有说明（DOMAIN 1.3）', async () => {
    const apart = (checks: readonly Check[]) => checks.filter((check) => check.apart).map(({ id }) => id);
    expect(apart((await report([])).checks)).toEqual([]);
    const { checks } = await report(YEAR);
    expect(apart(checks)).toEqual(['X10', 'A1', 'A2', 'X1', 'X1b', 'X6']);
    for (const check of checks.filter((one) => one.apart)) expect(check.explanation).toBeDefined();
    // One more case of parking that is settled on the platform closes the gap between field and channel.
    const parking = summary('s5', 'PLATFORM', 'TRAFFIC_PARKING', 15_000);
    expect(apart((await report([...YEAR, parking])).checks)).not.toContain('X1');
  });

  it('违停当事人有异议、按普通程序处罚的，各项核对仍平（C37；行政处罚法第五十四条）', async () => {
    const objected = ordinaryOf(
      'TRAFFIC_PARKING',
      'p',
      '2023-05-01',
      ...reviewed('2023-05-10'),
      penalty('2023-05-20', 15_000, '2023-05-31'),
    );
    const { checks } = await report([...YEAR, objected]);
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.find(({ id }) => id === 'X1')!.statement).toMatch(/：2 = 2$/);
  });

  it('有数字不平的，核对写明不平', async () => {
    // A reason for closing that the catalogue puts nowhere.
    const odd = ordinary('z', '2023-01-01', closed('MERGED', '2023-02-01'));
    const { checks } = await report([...YEAR, odd]);
    expect(checks.filter(({ holds }) => !holds).map(({ id }) => id)).toEqual(['X9']);
    expect(reportText(await report([...YEAR, odd]))).toContain('✗ 不平 X9');
  });

  it('分母为零的比率没有值，写作“—”，不是100%', async () => {
    const empty = await report([]);
    for (const key of ['coordinationRate', 'leadRate', 'codingRate', 'reviewRate', 'publicationRate', 'appearanceRate'])
      expect(empty.figures[key]).toMatchObject({ value: null, numerator: 0, denominator: 0 });
    const text = reportText(empty);
    expect(text).toContain('普通程序案件法制审核率—，处罚结果信息按规定公示率—。');
    expect(text).not.toContain('100%');
    expect(text).not.toContain('所有普通程序案件均经过法制审核');
  });

  it('台账没有可说的，不说；有的，按公开文本的句子说', async () => {
    const silent = reportText(await report(YEAR));
    for (const word of ['裁量基准', '信用修复', '监督通知', '典型案例', '队伍建设']) expect(silent).not.toContain(word);
    const notice: History = {
      stream: 'supervisionNotice-1',
      recordedOn: '2024-01-05',
      events: [
        event('SupervisionNoticeReceived', {
          unitId: 'qz',
          issuer: '市司法局',
          documentNo: '1',
          issues: ['FACTS', 'TIME_LIMIT'],
          findings: '略',
          receivedOn: '2023-06-01',
          dueOn: '2023-06-30',
        }),
      ],
    };
    const told = await report([...YEAR, notice]);
    expect(reportText(told)).toContain(
      '全年收到执法监督通知1份，主要是案件办理期限、事实不清等问题。整改结果按期反馈率0%。',
    );
    // No case is late by its events, and yet a notice says so: the text looks at odds with itself.
    expect(told.checks.find(({ id }) => id === 'X12')).toMatchObject({
      holds: true,
      apart: true,
      explanation: '本年办案期限届满1件，其中超期0件；监督通知1次指出办案期限问题，其所查的案件以通知书为准',
    });
  });

  it('撰写的文字里，数据按名称填入、可以打开；写法照所注；没有这个数据的照原样留着并且核对不平；手写的数字提示', async () => {
    const words =
      '办结【办结】件，罚没款【决定额】万元，审核【法制审核|余2】件次，【法制审核率|满=全部审核】，【赋码率（全量口径）|满=全部赋码】，【行政败诉|零=无败诉】，【办结|零=没有办结】，【法制审核率=事项认领率】，【法制审核率=法制审核率】，【乌有】，另有12件（2023年）';
    const { sections, checks } = await report(YEAR, { written: [{ section: 'CASES', heading: '（四）办案', words }] });
    const [section] = sections.filter(({ heading }) => heading === '（四）办案');
    const text = section!.paragraphs[0]!.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
    expect(text).toBe(
      '办结7件，罚没款2.5万元，审核2余件次，全部审核，赋码率（全量口径）40%，无败诉，办结7件，法制审核率100%、事项认领率—，100%，【乌有】，另有12件（2023年）',
    );
    expect(section!.paragraphs[0]).toContainEqual({ figure: 'closed', text: '7' });
    expect(checks.find(({ id }) => id === 'W1')).toMatchObject({
      holds: false,
      statement: expect.stringContaining('【乌有】'),
    });
    expect(checks.find(({ id }) => id === 'W2')).toMatchObject({
      holds: true,
      apart: true,
      statement: expect.stringContaining('12'),
    });
    const clean = await report(YEAR, { written: [{ section: 'CASES', words: '办结【办结】件' }] });
    expect(clean.checks.filter(({ id }) => id.startsWith('W')).map(({ holds, apart }) => [holds, apart])).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('撰写文字所用的数据名，每项数据各有一个', async () => {
    const { figures } = await report([]);
    expect(byName(figures).size).toBe(Object.keys(figures).length);
  });

  it('下步工作是下一年度的安排，目标写在文字中；目标与本年对照，本年的目标看是否达到，恰好等于的是达到', async () => {
    const item = (percent: number, direction = 'AT_LEAST') => ({
      ...{ heading: '（一）改革', words: '赋码率达到【目标】以上。', target: 'CODING', direction, percent },
    });
    const of = (year: number, ...items: object[]) => ({
      unitId: 'qz',
      year,
      preface: '总的要求。',
      items,
      adoptedOn: '2023-01-01',
    });
    const plain = { heading: '（一）改革', words: '做好试点。' };
    // Coded: 2 of 3 on the platform; reviewed: all.
    const whole = {
      heading: '（二）规范',
      words: '审核率【目标】。',
      target: 'REVIEW',
      direction: 'AT_LEAST',
      percent: 100,
    };
    const told = await report(YEAR, {
      plan: of(2023, item(66), item(67), item(66, 'AT_MOST'), item(67, 'AT_MOST'), whole),
      nextPlan: of(2024, plain, item(90), whole),
    });
    expect(told.targets.map(({ year, met }) => [year, met])).toEqual([
      [2023, true],
      [2023, false],
      [2023, false],
      [2023, true],
      [2023, true],
      [2024, null],
      [2024, null],
    ]);
    const text = reportText(told);
    expect(text).toMatch(
      /三、下步工作\s+总的要求。\s+（一）改革\s+做好试点。赋码率达到90%以上。\s+（二）规范\s+审核率100%。/,
    );
    expect(text).toContain('2023年行政处罚赋码率不低于67%：2023年66.67%，未达到');
    expect(text).toContain('2024年行政处罚赋码率不低于90%：2023年66.67%\n');
    for (const part of Object.values(TARGET_PARTS)) expect(partNamed(part).unit).toBe('率');
  });

  it('数据表照所选年度和地区的样式：次序、栏目各是各的，合计等于各栏之和；没有选的没有表', async () => {
    expect((await report(YEAR)).tables).toEqual([]);
    const of = async (template: ReportTemplateId) => (await report(YEAR, { template })).tables;
    const titles = async (template: ReportTemplateId) => (await of(template)).map(({ title }) => title);
    expect(await titles('ZJ_2024')).toEqual([
      '表一　2023年度行政处罚实施情况统计表',
      '表二　2023年度行政许可实施情况统计表',
      '表三　2023年度行政强制实施情况统计表',
      '表四　2023年度其他行政执法行为实施情况统计表',
      '表五　2023年度行政执法证持证率情况统计表',
    ]);
    expect((await titles('ZJ_2025_HUZHOU')).slice(0, 2)).toEqual([
      '表一　2023年度行政许可实施情况统计表',
      '表二　2023年度行政处罚实施情况统计表',
    ]);
    const [penalties] = await of('ZJ_2024');
    expect(penalties!.holds).toBe(true);
    const shown = Object.fromEntries(penalties!.columns.map(({ title, text }) => [title, text]));
    expect(shown).toMatchObject({ 罚款: '5', '警告、通报批评': '0', '合计（宗）': '5', '罚没金额（万元）': '2.53' });
    expect((await of('ZJ_2024'))[3]!.columns.find(({ title }) => title === '行政奖励')!.text).toBe('1');
    // A class of 2023 that the form of 2022 has no column for is told, and not dropped.
    const kinds = ['RESTRICT_BUSINESS'];
    const decided = { decisionNo: '9', decidedOn: '2023-03-01', kinds, fineFen: 0, confiscateFen: 0 };
    const restricted = ordinary('r', '2023-02-01', event('PenaltyDecided', decided));
    const [old] = (await report([...YEAR, restricted], { template: 'ZJ_2022' })).tables;
    expect(old!.holds).toBe(false);
  });

  it('样式用到的计量都有台账登记', () => {
    const known = new Set(REGISTERS.flatMap(({ measures }) => Object.keys(measures)));
    const parts = Object.values(TABLE_TEMPLATES).flatMap(({ tables }) =>
      (tables as readonly TableTemplate[]).flatMap(({ columns }) => columns.map(({ part }) => part)),
    );
    for (const { numerator, denominator } of parts)
      for (const measure of [...numerator.measures, ...(denominator?.measures ?? [])]) expect(known).toContain(measure);
    expect(Object.keys(TABLE_TEMPLATES)).toEqual(Object.keys(REPORT_TEMPLATES));
  });

  it('附件各格：未在平台的加括注，零写作0', async () => {
    const { annex } = await report(YEAR);
    const cells = annex.rows.map(({ cells }) =>
      cells.map((pieces) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')),
    );
    expect(cells[0]).toEqual([
      '5件(2件未在平台，其中1件为交通违停案件)',
      '0',
      '0',
      '0',
      '0',
      '0',
      '0',
      '1',
      '0',
      '6(件/次)',
    ]);
    expect(cells[1]![0]).toBe('6件(3件未在平台，其中2件为交通违停案件)');
  });

  it('期限未届满的不进分母：年度未完的，以今天为限；以往所知的，以那一天为限', async () => {
    const leads = [
      lead('1', '2023-06-30', event('LeadAcknowledged', { unitId: 'qz', on: '2023-06-30' })),
      lead('2', '2023-12-29'),
    ];
    expect(await figure('leadRate', leads)).toBe(1 / 2);
    expect(await figure('leadRate', leads, { today: '2023-12-28' })).toBe(1);
    expect(await figure('leadRate', leads, { today: '2023-12-29' })).toBe(1 / 2);
    expect(await figure('leadRate', leads, { today: '2023-06-29' })).toBeNull();
    // The lead was recorded in January 2024: before that nobody knew of it.
    expect(await figure('leadRate', leads, { knownOn: '2023-12-31' })).toBeNull();
  });

  it('冻结的数字不因以后的更正而变：按所知之日重算仍是原数，差额是其后的各笔', async () => {
    const judged = { unitId: 'qz', instance: 1, outcome: 'DISMISSED', judgedOn: '2023-12-20' };
    const suit: History = {
      stream: 'remedy-l',
      recordedOn: '2023-12-21',
      events: [
        event('LitigationFiled', { remedyId: 'l', unitId: 'qz', plaintiff: '甲', filedOn: '2023-05-01' }),
        event('LitigationAccepted', { unitId: 'qz', acceptedOn: '2023-05-05', answerDueOn: '2023-05-20' }),
        event('LitigationJudged', judged),
      ],
    };
    const appealed: History = {
      stream: 'remedy-l',
      recordedOn: '2024-01-30',
      events: [event('LitigationAppealed', { unitId: 'qz', appellant: '甲', on: '2024-01-02' })],
    };
    const histories = [suit, appealed];
    expect(await figure('litigationNewUpheld', histories, { knownOn: '2024-01-26' })).toBe(1);
    expect(await figure('litigationNewUpheld', histories)).toBe(0);
    expect(await figure('litigationNewPending', histories)).toBe(1);
    expect(await figure('litigationPending', histories)).toBe(1);
  });

  it('数字的写法：万元一位小数四舍五入；差一点不写100%；整百以上写余', () => {
    expect([wan(266_100_000), wan(4_449_999), wan(4_450_000), wan(0)]).toEqual(['266.1', '4.4', '4.5', '0.0']);
    expect([percent(1), percent(0.99999), percent(0.124), percent(0), percent(null)]).toEqual([
      '100%',
      '99.99%',
      '12.4%',
      '0%',
      '—',
    ]);
    expect([roughly(99), roughly(400), roughly(431)]).toEqual(['99', '400', '400余']);
    expect([roughly(9, 10), roughly(80, 10), roughly(83, 10)]).toEqual(['9', '80', '80余']);
    expect([over(2 / 3), over(0.65), over(0.6501), over(0.425), over(1), over(null)]).toEqual([
      '超65%',
      '超60%',
      '超65%',
      '超40%',
      '100%',
      '—',
    ]);
  });
});

describe('指标的计算', () => {
  it('期初是期间以前的差额，期末是到期末的差额，任意期间都平', async () => {
    const ledger = await ledgerOf(...YEAR);
    const parts = ['opening', 'accepted', 'concluded', 'closing'].map((key) => partNamed(`M03/ordinary.${key}`));
    for (const [from, to, numbers] of [
      ['2023-01-01', '2023-12-31', [2, 4, 4, 2]],
      ['2023-02-01', '2023-02-28', [2, 0, 2, 0]],
      ['2023-03-01', '2023-03-31', [0, 2, 1, 1]],
    ] as const)
      expect((await evaluate(ledger, parts, { from, to })).map(({ value }) => value)).toEqual(numbers);
  });

  it('新收案件中审理中的，按月也不为负：受理在三月、判决在六月的，六月没有新收', async () => {
    const ledger = await ledgerOf({
      stream: 'remedy-l',
      recordedOn: '2023-06-21',
      events: [
        event('LitigationFiled', { remedyId: 'l', unitId: 'qz', plaintiff: '甲', filedOn: '2023-03-01' }),
        event('LitigationAccepted', { unitId: 'qz', acceptedOn: '2023-03-05', answerDueOn: '2023-03-20' }),
        event('LitigationJudged', { unitId: 'qz', instance: 1, outcome: 'DISMISSED', judgedOn: '2023-06-20' }),
      ],
    });
    const parts = [partNamed('M15/litigation.newPending'), partNamed('M15/litigation.newUpheld')];
    for (const [from, to, numbers] of [
      ['2023-03-01', '2023-03-31', [0, 1]],
      ['2023-06-01', '2023-06-30', [0, 0]],
      ['2023-01-01', '2023-12-31', [0, 1]],
    ] as const)
      expect((await evaluate(ledger, parts, { from, to })).map(({ value }) => value)).toEqual(numbers);
  });

  it('复议纠错率以审结为分母：撤回、终止的不在其中（DOMAIN 4.12）', async () => {
    const matter = (id: string, outcome: string): History => ({
      stream: `remedy-${id}`,
      recordedOn: '2023-06-21',
      events: [
        event('ReconsiderationFiled', { remedyId: id, unitId: 'qz', applicant: '甲', filedOn: '2023-03-01' }),
        event('ReconsiderationAccepted', { unitId: 'qz', acceptedOn: '2023-03-05', decisionDueOn: '2023-05-04' }),
        event('ReconsiderationDecided', { unitId: 'qz', outcome, redo: false, decidedOn: '2023-05-04' }),
      ],
    });
    const ledger = await ledgerOf(matter('1', 'UPHELD'), matter('2', 'REVOKED'), matter('3', 'TERMINATED'));
    const [rate] = await evaluate(ledger, [partNamed('M15/reconsideration.setRightRate')], {
      from: '2023-01-01',
      to: '2023-12-31',
    });
    expect(rate).toMatchObject({ numerator: 1, denominator: 2, value: 0.5 });
  });

  it('目录中没有的部分是程序的错误', () => {
    expect(() => partNamed('M02/none')).toThrow('M02/none');
  });
});
