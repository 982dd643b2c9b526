import { describe, it } from '@jest/globals';
import { on, play, shows, untilNoticed } from './play.js';
import { CITIZEN, FIRM } from './words.js';

describe('当场处罚', () => {
  it('29 限额（G31，处罚法51条）：2021年7月15日前公民五十元、法人一千元，其后二百元、三千元', () =>
    play(
      on('2021-07-14', '作出当场处罚决定', { fineFen: 5_001 }).refused('summary.over_limit', '行政处罚法第五十一条'),
      on('2021-07-14', '作出当场处罚决定', { fineFen: 5_000 }),
      on('2021-07-14', '作出当场处罚决定', { party: FIRM, fineFen: 100_001 })
        .of('k2')
        .refused('summary.over_limit', '行政处罚法第五十一条'),
      on('2021-07-14', '作出当场处罚决定', { party: FIRM, fineFen: 100_000 }).of('k2'),
      on('2021-07-15', '作出当场处罚决定', { fineFen: 20_001 })
        .of('k3')
        .refused('summary.over_limit', '行政处罚法第五十一条'),
      on('2021-07-15', '作出当场处罚决定', { fineFen: 20_000 }).of('k3').gives({ paymentDueOn: '2021-07-30' }),
      on('2021-07-15', '作出当场处罚决定', { party: FIRM, fineFen: 300_001 })
        .of('k4')
        .refused('summary.over_limit', '行政处罚法第五十一条'),
      on('2021-07-15', '作出当场处罚决定', { party: FIRM, fineFen: 300_000 }).of('k4'),
    ));

  it('30 当场收缴（G31）：一百元以下须有专用票据，二日内交至机关，国庆顺延计算工作日；一百元以上的到银行缴纳', () => {
    const cash = { channel: 'CASH', receiptNo: '票1', collectedBy: 'zhang' };
    return play(
      on('2024-09-30', '作出当场处罚决定', { fineFen: 10_000 }),
      on('2024-09-30', '记录缴款', { ...cash, amountFen: 10_000 }).refused('payment.no_ticket', '行政处罚法第七十条'),
      on('2024-09-30', '记录缴款', { ...cash, amountFen: 10_000, ticketNo: '浙财票1' }).gives({
        remitDueOn: '2024-10-09',
      }),
      on('2024-09-30', '作出当场处罚决定', { fineFen: 10_100 }).of('k2'),
      on('2024-09-30', '记录缴款', { ...cash, receiptNo: '票2', amountFen: 10_100, ticketNo: '浙财票2' })
        .of('k2')
        .refused('payment.cash_not_allowed', '行政处罚法第六十七条'),
      on('2024-10-08', '结案').by('张三'),
      shows('2024-10-08', { phase: 'Closed' }),
    );
  });

  it('31 复议前置（G39）：2023年的当场处罚可以直接起诉，2024年起应当先申请复议，撤回复议不算经过复议', () =>
    play(
      on('2023-12-29', '作出当场处罚决定'),
      on('2024-02-01', '登记行政诉讼'),
      on('2024-01-02', '作出当场处罚决定').of('k2'),
      on('2024-02-01', '登记行政诉讼', { caseId: 'k2' })
        .of('r2')
        .refused('litigation.reconsideration_first', '行政复议法第二十三条第一款第一项'),
      on('2024-02-02', '登记行政复议申请', { caseId: 'k2' }).of('r3'),
      on('2024-02-05', '登记复议受理', { procedure: 'SUMMARY' })
        .of('r3')
        .gives({ answerDueOn: '2024-02-18', decisionDueOn: '2024-03-06' }),
      on('2024-02-19', '登记撤回复议申请').of('r3'),
      on('2024-02-20', '登记行政诉讼', { caseId: 'k2' })
        .of('r4')
        .refused('litigation.reconsideration_first', '行政复议法第二十三条第一款第一项'),
    ));
});

describe('移送、撤案与其他结局', () => {
  it('32 移送公安（G25、G30）：三日内由正职批准，二十四小时内送出，移送期间不得罚款；不予立案的恢复调查', () =>
    play(
      on('2023-09-25', '登记案件'),
      on('2023-09-26', '立案'),
      on('2023-09-26', '取证'),
      on('2023-09-28', '提出移送涉嫌犯罪案件').gives({ approvalDueOn: '2023-10-01' }),
      on('2023-09-29', '批准移送涉嫌犯罪案件').by('林副局长').refused('approver.rank', '国务院令第310号第五条第二款'),
      on('2023-10-02', '批准移送涉嫌犯罪案件').gives({ approverRank: 'CHIEF' }).late('TRANSFER_ANSWER_OVERDUE', 1),
      on('2023-10-03', '移送公安机关', { sentAt: '2023-10-03T09:01:00+08:00' })
        .gives({ policeDueOn: '2023-10-06' })
        .late('TRANSFER_SENDING_OVERDUE', 1),
      on('2023-10-04', '处罚决定').refused(
        'decision.transferred',
        '国务院令第310号第十一条、行政处罚法第二十七条第一款',
      ),
      on('2023-10-06', '记录公安机关不予立案').gives({ reviewDueOn: '2023-10-09' }),
      shows('2023-10-06', { phase: 'Investigating' }),
    ));

  it('33 移送公安后立案：查封、扣押的财物随案移送并书面告知当事人，以移送结案', () =>
    play(
      on('2026-02-09', '登记案件'),
      on('2026-02-10', '立案'),
      on('2026-02-10', '批准采取措施', { kind: 'SEIZE' }),
      on('2026-02-10', '查封、扣押').gives({ untilOn: '2026-03-12' }),
      on('2026-02-11', '提出移送涉嫌犯罪案件'),
      on('2026-02-12', '批准移送涉嫌犯罪案件'),
      on('2026-02-12', '移送公安机关', { sentAt: '2026-02-12T11:00:00+08:00' }),
      on('2026-02-14', '记录公安机关立案').gives({ handoverDueOn: '2026-02-17' }),
      on('2026-02-16', '结案', { closeReason: 'TRANSFERRED' }).refused('closing.measures_open', '行政强制法第二十八条'),
      on('2026-02-16', '查封、扣押的财物随案移送', { notified: false }).refused(
        'measure.party_not_told',
        '行政强制法第二十一条',
      ),
      on('2026-02-16', '查封、扣押的财物随案移送'),
      on('2026-02-24', '结案', { closeReason: 'TRANSFERRED' }),
    ));

  it('34 撤案、终止、移送其他机关：各以其理由结案；受移送机关没有接收的不得结案', () =>
    play(
      on('2025-11-03', '登记案件'),
      on('2025-11-04', '立案'),
      on('2025-11-05', '撤案').by('张三').refused('approval.not_proposed', '行政处罚法第五十四条第二款'),
      on('2025-11-05', '撤案'),
      on('2025-11-06', '结案', { closeReason: 'EXECUTED' }).refused('case.phase', '行政处罚法第四十七条'),
      on('2025-11-06', '结案', { closeReason: 'WITHDRAWN' }),
      on('2025-11-03', '登记案件').of('k2'),
      on('2025-11-04', '立案').of('k2'),
      on('2025-11-05', '移送其他机关').of('k2'),
      on('2025-11-06', '结案', { closeReason: 'TRANSFERRED_OUT' })
        .of('k2')
        .refused('closing.not_taken_over', '行政处罚法第二十二条、第二十五条第二款'),
      on('2025-11-06', '记录受移送机关的答复', { answer: 'ACCEPTED' }).of('k2'),
      on('2025-11-06', '结案', { closeReason: 'TRANSFERRED_OUT' }).of('k2'),
      on('2025-11-03', '登记案件').of('k3'),
      on('2025-11-04', '立案').of('k3'),
      on('2025-11-05', '终止调查').of('k3'),
      on('2025-11-06', '结案', { closeReason: 'TERMINATED' }).of('k3'),
    ));

  it('45 责令改正与事实不成立（G11）：责令内容须具体；退回补充调查以后认定事实不成立，送达后以其理由结案', () =>
    play(
      untilNoticed({ registered: '2025-07-01', concluded: '2025-07-14', noticed: '2025-07-15' }),
      on('2025-07-16', '责令改正', { content: '立即整改。', dueOn: '2025-07-20' }).refused('bad_input', undefined),
      on('2025-07-16', '责令改正', { dueOn: '2025-07-15' }).refused(
        'day.out_of_order',
        '行政处罚法第二十八条第一款',
        '2025-07-16',
      ),
      on('2025-07-16', '责令改正', { dueOn: '2025-07-20' }),
      on('2025-07-17', '集体讨论'),
      on('2025-07-17', '退回补充调查'),
      on('2025-07-18', '违法事实不成立').refused('case.phase', '行政处罚法第五十七条第一款'),
      on('2025-07-18', '调查终结'),
      on('2025-07-18', '送法制审核'),
      on('2025-07-18', '法制审核通过'),
      on('2025-07-21', '违法事实不成立'),
      on('2025-07-22', '送达决定书'),
      on('2025-07-23', '结案', { closeReason: 'NOT_ESTABLISHED' }),
    ));

  it('35 不予处罚与事实不成立（G27）：首次违法查无记录、已教育；送达后以其理由结案，不得公示', () =>
    play(
      untilNoticed({ registered: '2026-03-02', concluded: '2026-03-16', noticed: '2026-03-17' }),
      on('2026-03-18', '不予处罚决定', { ground: '33.1b', educated: false }).refused(
        'decision.not_educated',
        '行政处罚法第三十三条第三款',
      ),
      on('2026-03-18', '不予处罚决定', { ground: '33.1b' }).gives({ firstOffenceYears: 2, namesakes: 0 }),
      on('2026-03-19', '送达决定书'),
      on('2026-03-19', '公示处罚决定').refused('publication.not_due', '行政处罚法第四十八条第一款'),
      on('2026-03-20', '结案', { closeReason: 'NO_PENALTY' }),
    ));
});

describe('复议、诉讼的登记', () => {
  it('36 发回重审（F3，C10）：二审发回以后案件仍在审理，没有败诉，再次一审可以登记开庭和裁判', () =>
    play(
      on('2021-01-04', '登记行政诉讼', { caseId: undefined, filedOn: '2018-10-08' }),
      on('2021-01-04', '登记法院立案', { acceptedOn: '2018-10-12' }).gives({
        answerDueOn: '2018-10-29',
        carriedOverFromYear: 2018,
      }),
      on('2021-01-04', '登记裁判', { outcome: 'REVOKED', judgedOn: '2019-03-25' }),
      on('2021-01-04', '登记上诉', { on: '2019-04-08' }),
      on('2021-01-04', '登记裁判', { instance: 2, outcome: 'REMANDED', judgedOn: '2019-11-06' }),
      shows('2021-01-04', { phase: 'UnderTrial', row: { outcome: null, concludedOn: null } }, 'remedies/r1'),
      on('2021-01-04', '登记开庭', { heldOn: '2020-11-04', leaderId: 'lin' }).gives({
        leaderAttended: true,
        leaderRank: 'DEPUTY',
      }),
      on('2021-01-04', '登记裁判', { judgedOn: '2020-12-18' }),
      shows('2021-01-04', { phase: 'Judged', row: { outcome: 'DISMISSED' } }, 'remedies/r1'),
    ));

  it('37 负责人出庭（F3、F5，C15、C17）：每一审级各计一次；分管的副职级别负责人出庭算出庭，其他人员不算', () =>
    play(
      on('2023-09-01', '登记行政诉讼', { caseId: undefined }),
      on('2023-09-05', '登记法院立案'),
      on('2023-10-26', '登记开庭', { absenceReason: '出差' }).gives({ leaderAttended: false }),
      on('2023-11-20', '登记裁判'),
      on('2023-12-01', '登记上诉'),
      on('2024-03-10', '登记开庭', { leaderId: 'wu' }).refused(
        'litigation.not_leader',
        '最高人民法院关于适用行政诉讼法的解释第一百二十八条',
      ),
      on('2024-03-10', '登记开庭', { leaderId: 'wu', inChargeAs: 'DEPUTY_LEVEL' }).gives({
        leaderAttended: true,
        leaderRank: 'DEPUTY_LEVEL',
      }),
      shows(
        '2024-03-10',
        {
          row: {
            proceedings: [
              { heldOn: '2023-10-26', leaderAttended: false },
              { heldOn: '2024-03-10', leaderAttended: true },
            ],
          },
        },
        'remedies/r1',
      ),
    ));

  it('38 复议答复期限新旧法：2023年收到副本的十日是自然日，2024年起是工作日（R2、R10）', () =>
    play(
      on('2023-12-20', '登记行政复议申请', { caseId: undefined }),
      on('2023-12-22', '登记复议受理').gives({ answerDueOn: '2024-01-02', answerRule: 'D23@2018-01-01' }),
      on('2024-01-02', '登记行政复议申请', { caseId: undefined }).of('r2'),
      on('2024-01-02', '登记复议受理').of('r2').gives({ answerDueOn: '2024-01-16', answerRule: 'D23@2024-01-01' }),
    ));
});

describe('信用修复与跨年的期限', () => {
  it('39 信用公示（58号令、36号令）：按处罚决定日选版；最短期届满次日才能申请修复', () => {
    const listed = { decidedOn: '2026-03-31', kinds: ['FINE'] };
    return play(
      on('2026-04-07', '列入信用记录', { ...listed, kinds: ['WARNING'] }).refused(
        'credit.not_disclosed',
        '国家发展改革委令58号',
      ),
      on('2026-04-07', '列入信用记录', listed).gives({ shortestUntilOn: '2026-06-30', longestUntilOn: '2029-03-31' }),
      on('2026-06-30', '申请信用修复').refused('credit.too_early', '国家发展改革委令58号', '2026-07-01'),
      on('2026-07-01', '申请信用修复', { hasPromised: false }).refused('credit.no_promise', '国家发展改革委令58号'),
      on('2026-07-01', '申请信用修复'),
      on('2026-07-02', '审查合规记录'),
      on('2026-07-03', '准予信用修复'),
      on('2026-07-03', '期满停止公示').refused(
        'credit.phase',
        '失信行为纠正后的信用信息修复管理办法（国家发展改革委令）',
      ),
      on('2026-04-07', '列入信用记录', { ...listed, decidedOn: '2026-04-01', gravity: 'ORDINARY' })
        .of('x2')
        .gives({ shortestUntilOn: '2026-07-01', longestUntilOn: '2027-04-01' }),
    );
  });

  it('40 跨年的期限（F2）：2027年的放假安排未公布时立案、送达照常入账，算不出的期限记为待定', () =>
    play(
      on('2026-11-02', '登记案件'),
      on('2026-11-03', '立案').gives({ deadlineOn: '2027-02-01' }),
      on('2026-12-18', '作出当场处罚决定')
        .of('k2')
        .gives({ openDays: [{ rule: 'D13' }] }),
      shows('2026-12-18', { phase: 'Performing' }, 'cases/k2'),
    ));

  it('41 一案两名当事人（F14）各记其种类，名称先规范再保存（F9，C21）', () =>
    play(
      on('2026-05-06', '登记案件', { parties: [{ ...CITIZEN, name: '　' }] }).refused('bad_input', undefined),
      on('2026-05-06', '登记案件', {
        parties: [
          { ...CITIZEN, name: ' 张 三　' },
          { ...FIRM, partyId: 'p2' },
        ],
        territoryCode: '３３０８０２',
      }).gives({
        parties: [
          { name: '张 三', kind: 'CITIZEN' },
          { name: '甲公司', kind: 'ORGANISATION' },
        ],
        territoryCode: '330802',
      }),
      on('2026-05-06', '登记案件', { place: '　' }).of('k2').refused('bad_input', undefined),
    ));

  it('42 外来编号与存量代码（F10、F13，C19、C30）：汉字括号的编号照收；校验位不符的代码经确认可入并留标记', () =>
    play(
      on('2024-05-06', '登记案件', { parties: [{ ...FIRM, uscc: '91350203M0001QKT19' }] }).refused(
        'bad_input',
        undefined,
      ),
      on('2024-05-06', '登记案件', { parties: [{ ...FIRM, uscc: '91350203M0001QKT19', usccConfirmed: true }] }).gives({
        parties: [{ uscc: '91350203M0001QKT19', usccConfirmed: true }],
      }),
      on('2024-05-06', '作出当场处罚决定').of('k2'),
      on('2024-05-06', '记录缴款', { receiptNo: '甲综执票〔2024〕3号', amountFen: 5_000 }).of('k2'),
    ));
});
