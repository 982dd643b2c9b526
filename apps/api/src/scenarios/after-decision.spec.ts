import { describe, it } from '@jest/globals';
import { on, play, shows, untilNoticed } from './play.js';
import { CITIZEN, FIRM, fine } from './words.js';

/** 告知、放弃陈述申辩、放弃听证 and the decision: the fine in yuan, and whatever else it imposes. */
function decided(
  decidedOn: string,
  {
    before,
    yuan = 1_000,
    isEntitled = false,
    more = {},
    about = {},
  }: {
    readonly before: string;
    readonly yuan?: number;
    readonly isEntitled?: boolean;
    readonly more?: object;
    readonly about?: object;
  },
) {
  return [
    untilNoticed({ registered: before, concluded: before, noticed: before, proposed: fine(yuan), case: about }),
    on(before, '放弃陈述申辩'),
    ...(isEntitled ? [on(before, '放弃听证')] : []),
    ...(yuan >= 50_000 ? [on(decidedOn, '集体讨论')] : []),
    on(decidedOn, '处罚决定', { ...fine(yuan), ...more }),
  ].flat();
}

describe('从决定到结案', () => {
  it('16 送达跨中秋国庆（G28、G30）：七个工作日至10月12日，次日送达逾期一日，公示顺延至送达后一个工作日，缴款期满遇周六顺延', () =>
    play(
      decided('2023-09-27', { before: '2023-09-11' }),
      on('2023-10-12', '公示处罚决定').refused('case.phase', '行政处罚法第四十八条第一款'),
      on('2023-10-13', '送达决定书', { method: 'ELECTRONIC' }).refused(
        'service.no_electronic_consent',
        '行政处罚法第六十一条第二款',
      ),
      on('2023-10-13', '送达决定书')
        .gives({ serviceDueOn: '2023-10-12', publicationDueOn: '2023-10-16', paymentDueOn: '2023-10-30' })
        .late('SERVICE_OVERDUE', 1),
      on('2023-10-16', '公示处罚决定'),
      on('2023-10-30', '记录缴款'),
      on('2023-10-31', '结案'),
      on('2023-10-31', '赋码'),
      on('2023-11-01', '归档', {
        documents: [
          'FILING',
          'EVIDENCE',
          'CONCLUSION',
          'REVIEW',
          'NOTICE',
          'STATEMENT',
          'DECISION',
          'SERVICE',
          'PAYMENT',
          'CLOSING',
        ],
      }),
      shows('2023-11-01', { phase: 'Archived' }),
    ));

  it('17 缴款期满遇端午（R5）：顺延至上班的周日，次日起每日3%，没有缴清加处罚款不得以履行完毕结案（G33、G36）', () =>
    play(
      decided('2023-06-08', { before: '2023-06-01' }),
      on('2023-06-09', '送达决定书').gives({ paymentDueOn: '2023-06-25' }),
      on('2023-06-12', '公示处罚决定'),
      on('2023-06-25', '送达履行催告书').refused(
        'demand.payment_period_open',
        '行政处罚法第六十七条第三款',
        '2023-06-26',
      ),
      on('2023-06-27', '记录缴款'),
      on('2023-06-27', '结案').refused('closing.not_executed', '行政处罚法第六十六条第一款'),
      on('2023-06-27', '记录缴款', { receiptNo: '票2', kind: 'SURCHARGE', amountFen: 6_001 }).refused(
        'payment.more_than_owed',
        '行政处罚法第七十二条第一款第一项',
      ),
      on('2023-06-27', '记录缴款', { receiptNo: '票2', kind: 'SURCHARGE', amountFen: 6_000 }),
      on('2023-06-27', '结案'),
    ));

  it('18 催告与申请法院强制执行（G34、G35）：起诉期满次日起三个月，末日遇春节顺延至上班的周日', () =>
    play(
      decided('2023-05-08', { before: '2023-05-04' }),
      on('2023-05-10', '送达决定书').gives({ paymentDueOn: '2023-05-25' }),
      on('2023-05-11', '公示处罚决定'),
      // Seven days at 30 yuan.
      on('2023-06-01', '送达履行催告书').gives({
        dueOn: '2023-06-15',
        amounts: { fineFen: 100_000, confiscateFen: 0, surchargeFen: 21_000 },
      }),
      on('2023-11-10', '申请法院强制执行').refused('court.suing_period_open', '行政强制法第五十三条', '2023-11-11'),
      on('2024-02-19', '申请法院强制执行').refused('court.window_closed', '行政强制法第五十三条'),
      on('2024-02-19', '申请法院强制执行', { appliedOn: '2024-02-18' }).gives({
        windowFirstOn: '2023-11-11',
        windowEndOn: '2024-02-18',
        acceptanceDueOn: '2024-02-23',
        amounts: { fineFen: 100_000, confiscateFen: 0, surchargeFen: 100_000 },
      }),
      on('2024-02-23', '记录法院受理').gives({ rulingDueOn: '2024-03-05' }),
      on('2024-03-05', '记录法院裁定'),
      on('2024-03-06', '结案', { closeReason: 'COURT_ACCEPTED' }),
      shows('2024-03-06', { phase: 'Closed' }),
    ));

  it('19 催告跨春节：十个工作日含两个上班的周日，满2月18日，次日才能申请；窗口末日遇五一顺延', () =>
    play(
      decided('2023-07-31', { before: '2023-07-20' }),
      on('2023-08-01', '送达决定书').gives({ paymentDueOn: '2023-08-16' }),
      on('2024-01-30', '送达履行催告书').gives({ dueOn: '2024-02-18' }),
      on('2024-02-18', '申请法院强制执行').refused('court.demand_pending', '行政强制法第五十四条', '2024-02-19'),
      on('2024-02-19', '申请法院强制执行').by('张三').refused('approval.not_proposed', '行政强制法第五十五条第二款'),
      on('2024-02-19', '申请法院强制执行').gives({ windowEndOn: '2024-05-06' }),
      on('2024-02-23', '记录法院不予受理').gives({ objectionDueOn: '2024-03-11' }),
      shows('2024-02-23', { phase: 'Overdue' }),
    ));

  it('20 分期缴纳（G32、G33）：须有申请，各期合计等于应缴；一期未缴，自次日起加处，执行窗口自分期结束之日起算', () =>
    play(
      decided('2024-03-11', { before: '2024-03-01' }),
      on('2024-03-11', '送达决定书').gives({ paymentDueOn: '2024-03-26' }),
      on('2024-03-20', '批准延期、分期缴纳', { instalments: [{ dueOn: '2024-06-20', amountFen: 100_000 }] }).refused(
        'plan.not_requested',
        '行政处罚法第六十六条第二款',
      ),
      on('2024-03-20', '申请延期、分期缴纳'),
      on('2024-03-20', '批准延期、分期缴纳', { instalments: [{ dueOn: '2024-06-20', amountFen: 99_999 }] }).refused(
        'plan.sum',
        '行政处罚法第六十六条第二款',
      ),
      on('2024-03-20', '批准延期、分期缴纳', {
        instalments: [
          { dueOn: '2024-06-20', amountFen: 50_000 },
          { dueOn: '2024-09-20', amountFen: 50_000 },
        ],
      }),
      on('2024-06-20', '记录缴款', { amountFen: 50_000 }),
      on('2024-09-20', '记录未按期缴纳').refused('plan.kept', '行政处罚法第六十六条第二款', '2024-09-21'),
      on('2024-09-21', '记录未按期缴纳').gives({ missedOn: '2024-09-20' }),
      // Ten days from 09-21 at 3 % of the whole fine; 10-01 to 10-07 are off, Saturday 10-12 is worked.
      on('2024-09-30', '送达履行催告书').gives({
        dueOn: '2024-10-18',
        amounts: { fineFen: 50_000, confiscateFen: 0, surchargeFen: 30_000 },
      }),
      // Three months from 2024-09-20, the day on which the plan ended.
      on('2024-10-18', '申请法院强制执行').refused('court.demand_pending', '行政强制法第五十四条', '2024-10-19'),
      on('2024-10-19', '申请法院强制执行').gives({ windowEndOn: '2024-12-20' }),
    ));

  it('21 行为义务（F1，C02）：罚款缴清而土地未退还的，可以单就行为催告、申请执行，不得以履行完毕结案', () => {
    const obligations = [
      { kind: 'RETURN_LAND', content: '退还非法占用的土地', daysFromService: 15 },
      { kind: 'DEMOLISH', content: '拆除地上建筑物', daysFromService: 15 },
    ];
    return play(
      decided('2023-04-03', { before: '2023-03-20', yuan: 113_475, isEntitled: true, more: { obligations } }),
      // 2023-04-19 is a Wednesday.
      on('2023-04-04', '送达决定书').gives({ paymentDueOn: '2023-04-19', isToPerform: true }),
      on('2023-04-10', '公示处罚决定'),
      on('2023-04-19', '记录缴款', { amountFen: 11_347_500 }),
      on('2023-10-07', '结案').refused('closing.not_performed', '行政处罚法第六十六条第一款'),
      // Ten working days from Sunday 10-08, itself one. The six months for suing end on 10-04, moved to 10-07.
      on('2023-10-07', '送达履行催告书', { claims: ['RETURN_LAND', 'DEMOLISH'] }).gives({
        dueOn: '2023-10-19',
        amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
      }),
      on('2023-12-28', '申请法院强制执行', { claims: ['FINE'] }).refused('court.nothing_owed', '行政强制法第五十三条'),
      on('2023-12-28', '申请法院强制执行', { claims: ['RETURN_LAND', 'DEMOLISH'] }).gives({
        windowFirstOn: '2023-10-20',
        windowEndOn: '2024-01-08',
        obligations: ['o1', 'o2'],
      }),
    );
  });

  it('22 公告送达决定书与公示（F6，C28）：视为送达晚于公示期限的，公示顺延至送达后一个工作日，当日公示不逾期', () =>
    play(
      decided('2023-12-28', { before: '2023-12-18' }),
      on('2024-01-09', '记录未能送达', { method: 'DIRECT', result: 'ABSENT' }),
      on('2024-01-10', '记录未能送达', { method: 'MAIL', result: 'RETURNED' }),
      on('2024-02-08', '送达决定书', { method: 'ANNOUNCE', announcedOn: '2024-01-10', servedOn: undefined }).refused(
        'day.in_future',
        '民事诉讼法第九十五条',
        '2024-02-09',
      ),
      // Announced past 2024-01-09, the seventh working day; the first working day after 02-09 is Sunday 02-18.
      on('2024-02-09', '送达决定书', { method: 'ANNOUNCE', announcedOn: '2024-01-10', servedOn: undefined })
        .gives({ servedOn: '2024-02-09', publicationDueOn: '2024-02-18' })
        .late('SERVICE_OVERDUE', 1),
      on('2024-02-18', '公示处罚决定'),
    ));

  it('23 复议、诉讼以后的执行（F4，C05）：诉讼未决不得催告、申请；终审送达次日起可以，加处罚款在复议、诉讼期间停计', () =>
    play(
      decided('2021-11-30', { before: '2021-11-08', yuan: 1_200_000, isEntitled: true, about: { parties: [FIRM] } }),
      on('2021-12-01', '送达决定书').gives({ paymentDueOn: '2021-12-16' }),
      on('2021-12-10', '登记行政复议申请'),
      on('2021-12-15', '登记复议受理').gives({ answerDueOn: '2021-12-27', decisionDueOn: '2022-02-14' }),
      on('2022-02-10', '登记复议决定', { servedOn: '2022-02-11' }),
      // Fifteen days from 2022-02-11 end on Saturday 02-26: Monday 02-28.
      on('2022-02-28', '登记行政诉讼').of('r2'),
      on('2022-03-07', '登记法院立案').of('r2').gives({ answerDueOn: '2022-03-22' }),
      on('2022-06-10', '送达履行催告书').refused('demand.remedy_pending', '行政强制法第五十三条'),
      on('2022-09-01', '登记裁判', { servedOn: '2022-09-02' }).of('r2'),
      on('2022-09-10', '登记上诉').of('r2'),
      on('2023-05-26', '登记裁判', { instance: 2, outcome: 'UPHELD', servedOn: '2023-05-29' }).of('r2'),
      on('2023-05-29', '登记裁判生效').of('r2'),
      on('2023-06-05', '送达履行催告书').gives({ dueOn: '2023-06-19' }),
      on('2023-07-10', '申请法院强制执行').gives({ windowEndOn: '2025-05-29' }),
      on('2023-07-14', '记录法院受理'),
      on('2023-07-20', '记录法院裁定', { ruling: 'GRANTED' }),
    ));

  it('24 复议撤销并责令重作（G39、F4）：撤回公示跨五一至5月8日，退款以后重新立案，不得以同一事实理由作出相同决定', () =>
    play(
      decided('2024-01-15', { before: '2024-01-04' }),
      on('2024-01-16', '送达决定书').gives({ paymentDueOn: '2024-01-31' }),
      on('2024-01-17', '公示处罚决定'),
      on('2024-01-31', '记录缴款'),
      on('2024-03-01', '登记行政复议申请'),
      // Sixty days end on 2024-05-04 in the holidays: 05-06.
      on('2024-03-05', '登记复议受理').gives({ answerDueOn: '2024-03-19', decisionDueOn: '2024-05-06' }),
      on('2024-04-29', '登记复议决定', { outcome: 'REVOKED', redo: true, servedOn: '2024-04-30' }),
      shows('2024-04-30', {
        state: { withdrawalDueOn: '2024-05-08', decision: { fineFen: 0, revokedOn: '2024-04-30' } },
      }),
      on('2024-05-08', '结案', { closeReason: 'REVOKED' }).refused(
        'closing.not_withdrawn',
        '行政处罚法第四十八条第二款',
      ),
      on('2024-05-09', '撤回公示').late('WITHDRAWAL_OVERDUE', 1),
      on('2024-05-09', '结案', { closeReason: 'REVOKED' }).refused('closing.not_refunded', '行政强制法第四十一条'),
      on('2024-05-09', '退还款项', { amountFen: 100_001 }).refused(
        'refund.more_than_owed',
        '行政处罚法第七十五条第二款；行政强制法第四十一条',
      ),
      on('2024-05-09', '退还款项', { amountFen: 100_000 }),
      on('2024-05-10', '结案', { closeReason: 'REVOKED' }),
      on('2024-05-13', '重新立案', { cause: 'NEW_EVIDENCE' }).by('何副局长').gives({ deadlineOn: '2024-08-11' }),
      on('2024-05-20', '调查终结'),
      on('2024-05-20', '送法制审核'),
      on('2024-05-21', '法制审核通过'),
      on('2024-05-22', '处罚告知'),
      on('2024-05-23', '放弃陈述申辩'),
      on('2024-05-24', '处罚决定').refused('decision.same_again', '行政复议法第六十四条第二款、行政诉讼法第七十一条'),
      on('2024-05-24', '处罚决定', fine(600)),
    ));

  it('25 复议延期与起诉（F4、F7、G39，C33）：受理60日至4月28日（上班的周日），延长30日至5月27日以前不得起诉', () =>
    play(
      decided('2024-01-15', { before: '2024-01-04' }),
      on('2024-01-16', '送达决定书'),
      on('2024-02-20', '登记行政复议申请'),
      // 2024-04-27 is a Saturday off; 04-28 is a working Sunday.
      on('2024-02-27', '登记复议受理').gives({ decisionDueOn: '2024-04-28' }),
      on('2024-04-26', '登记复议延期').gives({ decisionDueOn: '2024-05-27' }),
      on('2024-04-26', '登记复议延期').refused('reconsideration.extended', '行政复议法第六十二条第一款'),
      on('2024-05-10', '登记行政诉讼').of('r2').refused('remedy.parallel', '行政复议法第二十九条第一款', '2024-05-28'),
      on('2024-05-28', '登记行政诉讼').of('r2'),
    ));

  it('26 自行撤销（处罚法75条）：退款以后以撤销结案，因自行撤销可以重新立案', () =>
    play(
      decided('2025-03-10', { before: '2025-02-24' }),
      on('2025-03-11', '送达决定书'),
      on('2025-03-20', '记录缴款'),
      on('2025-04-01', '自行撤销处罚决定').gives({ refund: { fineFen: 100_000, confiscateFen: 0, surchargeFen: 0 } }),
      on('2025-04-02', '记录缴款', { receiptNo: '票2', amountFen: 1 }).refused('case.phase', '行政处罚法第六十七条'),
      on('2025-04-02', '退还款项', { amountFen: 100_000 }),
      on('2025-04-03', '结案', { closeReason: 'REVOKED' }),
      on('2025-04-07', '重新立案', { cause: 'REDO_ORDERED' }).refused(
        'reopening.cause_disagrees',
        '行政复议法第六十四条第二款、行政诉讼法第七十一条',
      ),
      on('2025-04-07', '重新立案', { cause: 'REVOKED_BY_SELF' }).gives({ deadlineOn: '2025-07-06' }),
    ));

  it('27 误录的更正：送达日期更正以后缴款、公示的期限随之改变，原记录仍在', () =>
    play(
      decided('2025-09-22', { before: '2025-09-08' }),
      on('2025-09-24', '送达决定书', { servedOn: '2025-09-23' }).gives({ paymentDueOn: '2025-10-09' }),
      on('2025-09-25', '更正误录', { entry: 'DecisionServed.servedOn', becomesOn: '2025-09-24' }).gives({
        entry: 'DecisionServed.servedOn',
      }),
      shows('2025-09-25', { state: { servedOn: '2025-09-24', paymentDueOn: '2025-10-09' } }),
    ));

  it('28 一事不二罚款（G25）：同一违法事实已经罚款的，当场也不得再罚款，可以警告', () =>
    play(
      decided('2025-05-12', { before: '2025-05-06', about: { parties: [CITIZEN], violationFactId: '事实1号' } }),
      on('2025-05-13', '作出当场处罚决定', { violationFactId: '事实1号' })
        .of('k2')
        .refused('decision.fact_fined', '行政处罚法第二十九条'),
      on('2025-05-13', '作出当场处罚决定', { violationFactId: '事实1号', kinds: ['WARNING'], fineFen: 0 }).of('k2'),
    ));

  it('43 履行、核验与减免加处罚款（强制法42条）：本金缴清、拆除核验以后才能依执行协议减免，减免以后以履行完毕结案', () =>
    play(
      decided('2025-06-16', {
        before: '2025-06-03',
        more: { obligations: [{ kind: 'DEMOLISH', content: '拆除违法搭建', daysFromService: 15 }] },
      }),
      on('2025-06-17', '送达决定书').gives({
        paymentDueOn: '2025-07-02',
        obligationsDue: [{ obligationId: 'o1', dueOn: '2025-07-02' }],
      }),
      on('2025-06-18', '公示处罚决定'),
      on('2025-07-11', '记录缴款'),
      on('2025-07-11', '减免加处罚款', { amountFen: 27_000 }).refused(
        'waiver.not_performed',
        '行政强制法第四十二条第一款',
      ),
      on('2025-07-12', '记录履行', { obligationId: 'o1' }),
      on('2025-07-14', '核验履行', { obligationId: 'o1' }),
      // Nine days, from 07-03 to the day of the payment, at 30 yuan.
      on('2025-07-14', '减免加处罚款', { amountFen: 27_001 }).refused(
        'waiver.more_than_owed',
        '行政强制法第四十二条第一款',
      ),
      on('2025-07-14', '减免加处罚款', { amountFen: 27_000 }),
      on('2025-07-15', '结案'),
    ));

  it('44 复议维持后的执行窗口：结果送达之日才知道，自送达次日起十五日的起诉期满起三个月', () =>
    play(
      decided('2025-02-10', { before: '2025-01-20' }),
      on('2025-02-11', '送达决定书'),
      on('2025-03-03', '登记行政复议申请'),
      on('2025-03-06', '登记复议受理'),
      on('2025-04-21', '登记复议决定'),
      on('2025-04-25', '送达履行催告书').refused('demand.remedy_pending', '行政强制法第五十三条'),
      on('2025-04-25', '登记结果送达当事人', { servedOn: '2025-04-24' }),
      // 04-27 is a working Sunday, 05-01 to 05-05 are off.
      on('2025-04-25', '送达履行催告书').gives({ dueOn: '2025-05-13' }),
      // Fifteen days from 04-24 end on 05-09; three months later is Saturday 08-09: 08-11.
      on('2025-05-13', '申请法院强制执行').refused('court.demand_pending', '行政强制法第五十四条', '2025-05-14'),
      on('2025-05-14', '申请法院强制执行').gives({ windowEndOn: '2025-08-11' }),
    ));
});
