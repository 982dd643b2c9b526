import { describe, it } from '@jest/globals';
import { on, play, shows, untilNoticed } from './play.js';
import { CITIZEN, FIRM, fine } from './words.js';

describe('从登记到决定', () => {
  it('1 听证（G18、G19、G21、G22）：五一后上班的周六仍可申请，端午调休以后才能举行，停计五十二日，听证后须再审核', () =>
    play(
      untilNoticed({
        registered: '2023-03-02',
        filed: '2023-03-03',
        concluded: '2023-04-20',
        noticed: '2023-04-26',
        proposed: fine(10_000),
      }),
      on('2023-04-27', '放弃陈述申辩'),
      on('2023-05-06', '处罚决定', fine(10_000)).refused(
        'decision.hearing_period_open',
        '行政处罚法第六十三条、第六十四条第一项',
        '2023-05-07',
      ),
      on('2023-05-06', '申请听证'),
      on('2023-06-14', '通知听证', { on: '2023-06-26' }).refused(
        'hearing.notice_too_short',
        '行政处罚法第六十四条第二项',
        '2023-06-27',
      ),
      on('2023-06-14', '通知听证', { on: '2023-06-27', hostId: 'zhang' }).refused(
        'hearing.host_investigates',
        '行政处罚法第六十四条第四项',
      ),
      on('2023-06-14', '通知听证', { on: '2023-06-27' }),
      on('2023-06-26', '举行听证').refused('hearing.day_to_come', '行政处罚法第六十四条第二项', '2023-06-27'),
      // 2023-06-01 and the fifty-two days from 05-06 to 06-27.
      on('2023-06-27', '举行听证').gives({ decisionDueOn: '2023-07-23' }),
      on('2023-06-28', '处罚决定', fine(10_000)).refused(
        'decision.not_reviewed_after_hearing',
        '行政处罚法第五十八条第一款第二项',
      ),
      on('2023-06-28', '送法制审核', { trigger: '58.2' }),
      on('2023-06-29', '法制审核通过'),
      on('2023-06-30', '处罚决定', fine(10_000)).gives({ fineFen: 1_000_000, publicationDueOn: '2023-07-11' }),
    ));

  it('2 听证申请逾期（G18）：五个工作日届满的次日不再受理，期满未申请的当日即可决定', () =>
    play(
      untilNoticed({
        registered: '2023-03-02',
        concluded: '2023-04-20',
        noticed: '2023-04-26',
        proposed: fine(10_000),
      }),
      on('2023-05-07', '申请听证').refused('hearing.request_too_late', '行政处罚法第六十四条第一项'),
      on('2023-05-07', '处罚决定', fine(10_000)).gives({ kinds: ['FINE'] }),
    ));

  it('3 先行登记保存跨春节（G09）：七个工作日至1月31日，次日只能退还并记逾期一日', () =>
    play(
      on('2023-01-10', '登记案件'),
      on('2023-01-12', '立案').gives({ deadlineOn: '2023-04-12' }),
      on('2023-01-17', '先行登记保存').refused('measure.not_approved', '行政处罚法第五十六条'),
      on('2023-01-17', '批准采取措施', { kind: 'PRESERVATION' }),
      on('2023-01-17', '先行登记保存').gives({ dueOn: '2023-01-31' }),
      on('2023-02-01', '处理先行登记保存的物品', { disposal: 'APPRAISAL' }).refused(
        'preservation.lapsed',
        '行政处罚法第五十六条',
      ),
      on('2023-02-01', '处理先行登记保存的物品').late('PRESERVATION_OVERDUE', 1),
    ));

  it('4 2021年7月15日以前的先行登记保存：七日是自然日，春节也计算在内', () =>
    play(
      on('2020-01-10', '登记案件'),
      on('2020-01-13', '立案'),
      on('2020-01-20', '批准采取措施', { kind: 'PRESERVATION' }),
      on('2020-01-20', '先行登记保存').gives({ dueOn: '2020-01-27', dueRule: 'D04@1996-10-01' }),
    ));

  it('5 查封、扣押跨国庆（G10）：三十日自然日，末日是假日也不顺延；延长一次，再延不许', () =>
    play(
      on('2024-09-02', '登记案件'),
      on('2024-09-03', '立案'),
      on('2024-09-05', '查封、扣押').refused('measure.not_approved', '行政强制法第十八条第一项'),
      on('2024-09-05', '批准采取措施', { kind: 'SEIZE' }),
      on('2024-09-05', '查封、扣押', { level: 'DEPARTMENT_RULE' }).refused(
        'sealing.no_authority',
        '行政强制法第十条、第二十二条',
      ),
      on('2024-09-05', '查封、扣押').gives({ untilOn: '2024-10-05' }),
      on('2024-09-30', '延长查封、扣押期限', { untilOn: '2024-11-05' }).refused(
        'sealing.too_long',
        '行政强制法第二十五条第一款',
      ),
      on('2024-09-30', '延长查封、扣押期限', { untilOn: '2024-11-04' }).gives({ untilOn: '2024-11-04' }),
      on('2024-11-04', '延长查封、扣押期限', { untilOn: '2024-11-20' }).refused(
        'sealing.extended',
        '行政强制法第二十五条第一款',
      ),
      on('2024-11-04', '解除查封、扣押', { ground: 'EXPIRED' }),
    ));

  it('6 检测、中止、延长（G12、G13）：重叠的期间只算一次，两次延长至8月18日，没有第三次', () =>
    play(
      on('2025-01-17', '登记案件'),
      on('2025-01-20', '立案').gives({ deadlineOn: '2025-04-20' }),
      on('2025-01-20', '取证'),
      on('2025-02-05', '委托检测、检验、鉴定'),
      on('2025-02-15', '中止调查'),
      on('2025-02-25', '收到检测、检验、鉴定结果').gives({ decisionDueOn: '2025-05-10' }),
      on('2025-02-26', '调查终结').refused('case.phase', '行政处罚法第五十七条第一款'),
      // From 02-05 to 03-07, both reasons together: thirty days.
      on('2025-03-07', '恢复调查').gives({ decisionDueOn: '2025-05-20' }),
      on('2025-05-20', '延长办案期限', { days: 31 }).refused('deadline.extension_too_long', '行政处罚法第六十条'),
      on('2025-05-20', '再次延长办案期限').refused('deadline.not_extended', '行政处罚法第六十条'),
      on('2025-05-20', '延长办案期限').gives({ decisionDueOn: '2025-06-19' }),
      on('2025-06-19', '延长办案期限').refused('deadline.extended', '行政处罚法第六十条'),
      on('2025-06-19', '再次延长办案期限').gives({ decisionDueOn: '2025-08-18' }),
      on('2025-08-18', '再次延长办案期限', { days: 1 }).refused('deadline.extended_twice', '行政处罚法第六十条'),
    ));

  it('7 逾期作出决定（G26、R11）：第九十日不算逾期，次日须确认并记程序瑕疵一日', () => {
    const before = untilNoticed({
      registered: '2023-03-02',
      filed: '2023-03-03',
      concluded: '2023-05-20',
      noticed: '2023-05-22',
    });
    return play(
      before,
      on('2023-05-23', '放弃陈述申辩'),
      on('2023-06-02', '处罚决定').refused('decision.overdue', '行政处罚法第六十条'),
      on('2023-06-02', '处罚决定', { acknowledgeOverdue: true }).late('DECISION_OVERDUE', 1),
    );
  });

  it('8 陈述申辩（G17、G21、G23）：没有复核不得决定，陈述以后不得加重，没有告知过的种类不得决定', () =>
    play(
      untilNoticed({ registered: '2025-09-08', concluded: '2025-09-24', noticed: '2025-09-26' }),
      // 09-28 is worked, 10-01 to 10-08 are off: three working days end on 09-30.
      on('2025-09-30', '处罚决定').refused('decision.statement_period_open', '行政处罚法第六十二条', '2025-10-01'),
      on('2025-09-30', '记录陈述申辩'),
      on('2025-10-09', '处罚决定').refused('decision.statement_not_reviewed', '行政处罚法第四十五条第一款'),
      on('2025-10-09', '复核陈述申辩'),
      on('2025-10-10', '处罚决定', fine(1_001)).refused('decision.heavier_than_notice', '行政处罚法第四十五条第二款'),
      on('2025-10-10', '处罚决定', { ...fine(1_000), kinds: ['FINE', 'WARNING'] }).refused(
        'decision.kind_not_in_notice',
        '行政处罚法第四十五条第二款',
      ),
      // 10-11 is a working Saturday.
      on('2025-10-10', '处罚决定').gives({ publicationDueOn: '2025-10-20' }),
    ));

  it('9 集体讨论（G20，C31）：罚款达到五万元未经负责人集体讨论的拒绝，讨论以后可以决定', () =>
    play(
      untilNoticed({
        registered: '2024-03-04',
        concluded: '2024-03-20',
        noticed: '2024-03-22',
        proposed: fine(50_000),
      }),
      on('2024-03-25', '放弃陈述申辩'),
      on('2024-03-25', '放弃听证'),
      on('2024-03-26', '处罚决定', fine(50_000)).refused('decision.not_discussed', '行政处罚法第五十七条第二款'),
      on('2024-03-26', '集体讨论', { attendees: ['chen', 'zhang', 'li'] }).refused(
        'approver.not_leader',
        '行政处罚法第五十七条第二款',
      ),
      on('2024-03-26', '集体讨论'),
      on('2024-03-27', '处罚决定', fine(50_000)).gives({ fineFen: 5_000_000 }),
    ));

  it('10 回避（G07）：申请不停止调查；决定回避以后不足两人，不得取证，另行指派以后可以', () =>
    play(
      on('2024-06-03', '登记案件'),
      on('2024-06-04', '立案'),
      on('2024-06-05', '申请回避', { targetId: 'li' }),
      on('2024-06-05', '取证'),
      on('2024-06-06', '决定回避申请', { targetId: 'li' }),
      on('2024-06-07', '取证', { evidenceId: 'E2' }).refused('officer.not_assigned', '行政处罚法第四十二条第一款'),
      on('2024-06-07', '指派办案人员', { userId: 'qian' }).refused(
        'officer.not_certified',
        '行政处罚法第四十二条第一款',
      ),
      on('2024-06-07', '指派办案人员', { userId: 'li' }).refused('recusal.recused', '行政处罚法第四十三条'),
      on('2024-06-07', '指派办案人员', { userId: 'wu' }),
      on('2024-06-07', '取证', { evidenceId: 'E2', officers: ['zhang', 'wu'] }),
    ));

  it('11 追责时效（G04）：闰日发生的行为，二年至平年的2月28日；当日发现可以立案，次日发现不予立案', () =>
    play(
      on('2022-02-28', '登记案件', { happenedOn: '2020-02-29' }),
      on('2022-02-28', '立案').gives({ limitationOn: '2022-02-28' }),
      on('2022-03-01', '登记案件', { happenedOn: '2020-02-29' }).of('k2'),
      on('2022-03-01', '立案').of('k2').refused('filing.time_barred', '行政处罚法第三十六条'),
      on('2022-03-01', '不予立案', { ground: 'TIME_BARRED' }).of('k2'),
      shows('2022-03-01', { phase: 'Declined' }, 'cases/k2'),
    ));

  it('12 未成年人（G24、G30）：满十四周岁的应当从轻并不得公示，不满十四周岁的不予处罚', () =>
    play(
      untilNoticed({
        registered: '2024-05-06',
        concluded: '2024-05-20',
        noticed: '2024-05-21',
        proposed: fine(200),
        case: { happenedOn: '2024-05-01', parties: [{ ...CITIZEN, bornOn: '2008-05-10' }] },
      }),
      on('2024-05-22', '放弃陈述申辩'),
      on('2024-05-22', '处罚决定', fine(200)).refused('decision.minor_not_mitigated', '行政处罚法第三十条'),
      on('2024-05-22', '处罚决定', { ...fine(200), mitigating: ['30'] }),
      on('2024-05-23', '送达决定书'),
      on('2024-05-24', '公示处罚决定').refused('publication.not_due', '行政处罚法第四十八条第一款'),
      on('2024-05-24', '作出当场处罚决定', { party: { ...CITIZEN, bornOn: '2010-05-25' } })
        .of('k2')
        .refused('decision.not_of_age', '行政处罚法第三十条'),
    ));

  it('13 公告送达告知书（F7，C29）：公告三十日不计入办案期限，11月1日决定不逾期', () =>
    play(
      on('2024-07-25', '登记案件'),
      on('2024-07-26', '立案').gives({ deadlineOn: '2024-10-24' }),
      on('2024-07-26', '取证'),
      on('2024-08-06', '调查终结'),
      on('2024-08-06', '送法制审核'),
      on('2024-08-06', '法制审核通过'),
      on('2024-09-05', '处罚告知', { announcedOn: '2024-08-07' }).refused(
        'notice.deemed_day',
        '民事诉讼法第九十五条',
        '2024-09-06',
      ),
      on('2024-09-06', '处罚告知', { announcedOn: '2024-08-07' }).refused(
        'service.other_ways_first',
        '民事诉讼法第九十五条第一款',
      ),
      on('2024-09-06', '记录未能送达', { attemptedOn: '2024-08-07' }),
      on('2024-09-06', '处罚告知', { announcedOn: '2024-08-07' }).gives({ decisionDueOn: '2024-11-23' }),
      on('2024-11-01', '处罚决定'),
    ));

  it('14 旧法时期的案件（F2，C08）：2015年立案、2016年决定的今天补录，没有法定办案期限', () =>
    play(
      on('2026-11-25', '登记案件', { happenedOn: '2015-07-10', parties: [FIRM] }),
      on('2026-11-25', '立案', { filedOn: '2015-07-16' }),
      on('2026-11-25', '取证', { obtainedAt: '2015-07-20T09:00:00+08:00' }),
      on('2026-11-25', '调查终结', { concludedOn: '2016-05-20' }),
      on('2026-11-25', '送法制审核', { submittedOn: '2016-05-20' }),
      on('2026-11-25', '法制审核通过', { passedOn: '2016-05-23' }),
      // Three calendar days by the law of then.
      on('2026-11-25', '处罚告知', { servedOn: '2016-05-24', proposed: fine(60_000) }).gives({
        hearingEntitled: true,
        hearingRequestDueOn: '2016-05-27',
      }),
      on('2026-11-25', '放弃陈述申辩', { waivedOn: '2016-05-25' }),
      on('2026-11-25', '集体讨论', {
        discussedOn: '2016-06-07',
        record: { documentNo: '集体讨论记录1号', signedOn: '2016-06-07' },
      }),
      on('2026-11-25', '处罚决定', { ...fine(60_000), decidedOn: '2016-06-08' }),
      // 2016-06-23 is a Thursday.
      on('2026-11-25', '送达决定书', { servedOn: '2016-06-08' }).gives({ paymentDueOn: '2016-06-23' }),
    ));

  it('15 旧法的听证（F8，C07）：2021年7月15日前没收较大数额财物、违法所得也属听证范围；三日遇春节顺延至首个工作日', () =>
    play(
      untilNoticed({
        registered: '2020-05-11',
        concluded: '2020-06-01',
        noticed: '2020-06-02',
        case: { parties: [FIRM] },
        proposed: { kinds: ['CONFISCATE_GOODS'], fineFen: 0, confiscateFen: 9_600_000 },
      }),
      shows('2020-06-02', { state: { notice: { hearingEntitled: true } } }),
      on('2021-07-14', '登记案件', { parties: [FIRM] }).of('k2'),
      on('2021-07-14', '立案').of('k2'),
      on('2021-07-14', '取证').of('k2'),
      on('2021-07-14', '调查终结').of('k2'),
      on('2021-07-14', '送法制审核').of('k2'),
      on('2021-07-14', '法制审核通过').of('k2'),
      on('2021-07-14', '处罚告知', {
        proposed: { kinds: ['CONFISCATE_INCOME'], fineFen: 0, confiscateFen: 68_000_000 },
      })
        .of('k2')
        .gives({ hearingEntitled: true, hearingRequestDueOn: '2021-07-19' }),
    ));
});
