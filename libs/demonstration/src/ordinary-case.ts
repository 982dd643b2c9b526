import type { DossierDocument } from '#enforcement';
import type { Actor } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { actorOf } from './cast.js';
import { earliest, inYear, LAST_DAY, later, latest, statutes, workingDay } from './days.js';
import type { Course, OrdinaryCase } from './drawn-case.js';
import { deviation } from './fines.js';
import type { PlannedCommand } from './planned-command.js';
import { personName, place } from './quzhou.js';
import type { Dice } from './random.js';

/*
 * One case of the ordinary procedure, from registration to as far as it gets. Days follow from each other by the
 * periods of the law; `pace` spreads them.
 */

/** What a planned case came to: the commands, and the days that the year's totals depend on. */
export interface Planned {
  readonly commands: PlannedCommand[];
  readonly decidedOn?: LegalDay;
  readonly closedOn?: LegalDay;
  readonly sentOn?: LegalDay;
  readonly reviewsSubmittedOn: readonly LegalDay[];
}

const LAW: Readonly<Record<string, string>> = {
  PLANNING: '中华人民共和国城乡规划法第六十四条（2019修正）',
  GAS: '浙江省燃气管理条例第四十九条',
  ENVIRONMENT: '中华人民共和国大气污染防治法第一百一十八条（2018修正）',
};

/** Commands for one case in the order of the law, each with its day and the person who gives it. */
export function planOrdinary(dice: Dice, plan: OrdinaryCase): Planned {
  const { caseId, crew, team, item, party, fineFen, confiscateFen, pace } = plan;
  const { unitId } = crew.unit;
  const commands: PlannedCommand[] = [];
  const reviewsSubmittedOn: LegalDay[] = [];
  const officer = actorOf(team.lead, unitId, 'OFFICER');
  const leader = actorOf(dice.oneOf([crew.chief, ...crew.deputies]), unitId, 'LEADER');
  const reviewerId = dice.oneOf(crew.reviewers);
  const reviewer = actorOf(reviewerId, unitId, 'REVIEWER');
  const leadId = `L${caseId}`;

  const give = (on: LegalDay, actor: Actor, aggregate: string, id: string, command: string, body: object) => {
    commands.push({ on, aggregate, id, command, body, actor, key: dice.uuid(), chain: caseId });
  };
  const onCase = (on: LegalDay, actor: Actor, command: string, body: object) =>
    give(on, actor, 'case', caseId, command, body);
  // 呈批: the officer proposes, the leader gives the command himself. Some units still work from paper.
  let proposals = 0;
  const isOnPaper = (pace[0]! + pace[1]!) % 5 === 0;
  const approved = (
    on: LegalDay,
    command: string,
    input: object,
    by = leader,
    as = 'approverId',
    recordId = caseId,
  ) => {
    proposals += 1;
    const id = `B${caseId}.${proposals}`;
    if (isOnPaper)
      return give(on, officer, 'case', recordId, command, {
        ...input,
        [as]: by.id,
        paper: { documentNo: `审批表${id}`, approvedOn: on },
      });
    const proposed = { register: 'case', recordId, act: command, input, forId: by.id, on };
    commands.push({
      ...{ on, aggregate: 'proposal', id, command: 'Propose', body: proposed, actor: officer, chain: caseId },
      key: id,
    });
    return give(on, by, 'case', recordId, command, { ...input, proposalId: id });
  };
  const decide = (on: LegalDay, command: string, input: object) =>
    isOnPaper ? onCase(on, leader, command, input) : approved(on, command, input);
  const review = (day: LegalDay, trigger: string, opinion: string, days: number): LegalDay => {
    onCase(day, officer, 'SubmitLegalReview', { trigger, reviewerId, submittedOn: day });
    reviewsSubmittedOn.push(day);
    const passedOn = later(day, days);
    onCase(passedOn, reviewer, 'PassReview', { opinion, passedOn });
    return passedOn;
  };

  // 登记与立案
  const { filedOn } = plan;
  const registeredOn = later(filedOn, -1 - pace[0]!);
  const happenedOn = later(registeredOn, -plan.happened);
  const where = place(dice, crew.unit);
  if (plan.lead) {
    const leadOn = latest(later(registeredOn, -2), happenedOn);
    give(leadOn, officer, 'lead', leadId, 'RegisterLead', {
      source: 'PLATFORM',
      content: `反映${where}涉嫌${item.name}`,
      place: where,
      territoryCode: crew.unit.territoryCode,
      registeredOn: leadOn,
      field: item.field,
    });
    give(leadOn, officer, 'lead', leadId, 'AcknowledgeLead', { on: leadOn });
    give(registeredOn, officer, 'lead', leadId, 'VerifyLead', {
      on: registeredOn,
      officers: [team.lead, team.assist],
      finding: `经现场核查，${where}存在${item.name}的情形`,
    });
  }
  const filed = (id: string, more: object = {}) => {
    give(registeredOn, officer, 'case', id, 'RegisterCase', {
      item: { itemId: item.itemId, name: item.name, field: item.field },
      parties: [{ partyId: `P${caseId}`, ...party }],
      happenedOn,
      place: where,
      territoryCode: crew.unit.territoryCode,
      ...more,
    });
    file(id);
  };
  const file = (id: string) => {
    const officers = [
      { userId: team.lead, duty: 'LEAD' },
      { userId: team.assist, duty: 'ASSIST' },
    ];
    approved(filedOn, 'FileCase', { filedOn, officers }, leader, 'approverId', id);
  };
  if (plan.course === 'SPLITTING') filed(caseId, { parties: twoParties() });
  else if (isConverted(plan)) converted();
  else filed(caseId, plan.lead ? { leadId, violationFactId: leadId } : {});
  if (plan.lead) give(filedOn, officer, 'lead', leadId, 'ConvertLead', { caseId, on: filedOn });

  // 调查取证
  const evidence = (n: number, kind: string, day: LegalDay) =>
    onCase(day, officer, 'CollectEvidence', {
      evidenceId: `E${caseId}.${n}`,
      kind,
      sha256: hash(dice),
      obtainedAt: `${day}T10:${String(10 + n).padStart(2, '0')}:00+08:00`,
      officers: [team.lead, team.assist],
    });
  const inspectedOn = later(filedOn, 1 + pace[1]!);
  evidence(1, 'SITE_RECORD', inspectedOn);
  onCase(inspectedOn, officer, 'OrderCorrection', {
    content: `责令${party.name}${item.correction}`,
    orderedOn: inspectedOn,
    dueOn: later(inspectedOn, 15),
  });
  const askedOn = later(inspectedOn, 1 + pace[2]!);
  const measure = keptGoods();
  evidence(2, 'PARTY_STATEMENT', askedOn);

  if (isEndedEarly(plan.course)) return { ...endedEarly(plan.course, askedOn), reviewsSubmittedOn };
  if (plan.course.startsWith('TRANSFER')) return { ...transfer(askedOn), reviewsSubmittedOn };
  if (plan.course === 'OPEN') return { commands, reviewsSubmittedOn };
  if (plan.course === 'SPLITTING') return { ...splitting(askedOn), reviewsSubmittedOn };
  if (plan.course === 'ABSORBING') return { ...absorbing(askedOn), reviewsSubmittedOn };

  // 调查终结与法制审核
  const slowed = plan.notDecidedBefore === undefined ? askedOn : later(plan.notDecidedBefore, -12);
  const concludedOn = latest(later(askedOn, 2 + pace[3]!), workingDay(slowed));
  onCase(concludedOn, officer, 'ConcludeInvestigation', {
    concludedOn,
    facts: `${party.name}在${where}${item.name}，有现场笔录、当事人陈述等证据证实`,
    nature: item.name,
    proposedFineFen: plan.course === 'NO_PENALTY' || plan.course === 'NOT_ESTABLISHED' ? 0 : fineFen,
    discretionReason: '依照裁量基准，违法情节一般，已责令改正',
  });
  let firstReviewOn = later(concludedOn, 1);
  if (plan.returnedOnce) {
    onCase(firstReviewOn, officer, 'SubmitLegalReview', {
      trigger: 'EVERY_CASE',
      reviewerId,
      submittedOn: firstReviewOn,
    });
    reviewsSubmittedOn.push(firstReviewOn);
    onCase(later(firstReviewOn, 1), reviewer, 'ReturnReview', {
      opinion: '违法事实的时间、地点表述不够具体，请补正后再送审',
      returnedOn: later(firstReviewOn, 1),
    });
    firstReviewOn = later(firstReviewOn, 2);
  }
  const passedOn = review(
    firstReviewOn,
    'EVERY_CASE',
    '主体适格，事实清楚，证据确凿，适用依据准确，程序合法，同意按程序办理',
    1 + pace[4]!,
  );

  if (plan.course === 'NO_PENALTY' || plan.course === 'NOT_ESTABLISHED') {
    const decidedOn = latest(later(passedOn, 1 + pace[5]!), plan.notDecidedBefore ?? '');
    if (plan.course === 'NO_PENALTY')
      decide(decidedOn, 'DecideNoPenalty', {
        decidedOn,
        ground: party.kind === 'ORGANISATION' && pace[15] === 0 ? '33.1b' : '33.1a',
        educated: true,
      });
    else
      decide(decidedOn, 'DecideNotEstablished', {
        decidedOn,
        reason: '现有证据不足以证明违法行为系当事人所为',
      });
    const servedOn = later(decidedOn, 1 + pace[6]!);
    onCase(servedOn, officer, 'ServeDecision', { method: 'DIRECT', servedOn, receiptId: `R${caseId}` });
    const closedOn = latest(later(servedOn, 1 + pace[7]!), plan.notClosedBefore ?? '');
    closed(closedOn, plan.course);
    return { commands, decidedOn, closedOn, reviewsSubmittedOn };
  }

  // 告知、陈述申辩、听证
  const noticedOn = later(passedOn, 1);
  onCase(noticedOn, officer, 'ServeNotice', {
    proposed: { kinds: plan.kinds, fineFen, confiscateFen },
    servedOn: noticedOn,
  });
  const entitled = statutes.hearingEntitled({
    partyKind: party.kind,
    fineFen,
    confiscateFen,
    kinds: plan.kinds,
    on: noticedOn,
  }).entitled;
  const periodEndsOn = statutes.due(entitled ? 'D07' : 'D09', { on: noticedOn }).dueOn;
  let ready = later(periodEndsOn, 1);
  let reviewed = passedOn;
  if (plan.hearing) {
    const requestedOn = later(noticedOn, 1 + pace[5]!);
    onCase(requestedOn, officer, 'RequestHearing', { requestedOn });
    const announcedOn = later(requestedOn, 1);
    const heldOn = later(statutes.window('D08', { on: announcedOn }).firstOn, pace[6]!);
    const hostId = dice.oneOf(crew.reviewers.filter((id) => id !== reviewerId));
    onCase(announcedOn, officer, 'ScheduleHearing', {
      hostId,
      noticeServedOn: announcedOn,
      on: heldOn,
      place: `${crew.unit.name}听证室`,
      public: true,
    });
    onCase(heldOn, officer, 'HoldHearing', { heldOn, recordSigned: true });
    reviewed = review(later(heldOn, 1), '58.2', '听证程序合法，当事人意见已复核，同意按程序办理', 1 + pace[7]!);
    ready = discussed(ready);
  } else if (pace[8]! === 0) {
    const receivedOn = later(noticedOn, 1);
    onCase(receivedOn, officer, 'RecordStatement', {
      content: '当事人对违法事实没有异议，请求从轻处罚',
      receivedOn,
    });
    onCase(later(receivedOn, 1), officer, 'ReviewStatement', {
      adopted: false,
      reason: '当事人没有从轻、减轻的法定情形，所提理由不予采纳',
      reviewedOn: later(receivedOn, 1),
    });
    ready = latest(ready, later(receivedOn, 1));
  } else if (!entitled) {
    onCase(noticedOn, officer, 'WaiveStatement', { waivedOn: noticedOn });
  }
  if (plan.secondReview && !plan.hearing)
    reviewed = review(ready, 'EVERY_CASE', '告知程序合法，当事人权利已经保障，同意作出处罚决定', 1);

  if (isGrave(plan) && !plan.hearing) ready = discussed(ready);

  // 决定、送达、赋码、公示
  const decidedOn = latest(later(latest(ready, reviewed), 1 + pace[9]!), plan.notDecidedBefore ?? '');
  decide(decidedOn, 'DecidePenalty', {
    decidedOn,
    kinds: plan.kinds,
    fineFen,
    confiscateFen,
    lawVersion: LAW[item.field] ?? '浙江省城市市容和环境卫生管理条例第二十条（2020修正）',
    ...(plan.kinds.includes('FINE') ? deviation(item, fineFen, decidedOn) : {}),
  });
  onCase(decidedOn, officer, 'AssignActCode', {});
  const servedOn = later(decidedOn, pace[10]!);
  onCase(servedOn, officer, 'ServeDecision', { method: 'DIRECT', servedOn, receiptId: `R${caseId}` });
  const publishedOn = later(servedOn, 1 + pace[11]!);
  onCase(publishedOn, officer, 'PublishPenalty', {
    channel: '浙江政务服务网',
    redactedDocSha: hash(dice),
    publishedOn,
  });
  const paymentDueOn = statutes.due('D13', { on: servedOn }).dueOn;

  if (plan.course === 'UNPAID') {
    if (pace[12] === 2 && pace[13] !== 0) defaulted();
    return { commands, decidedOn, reviewsSubmittedOn };
  }
  if (plan.course === 'COURT') return { ...court(servedOn, paymentDueOn), decidedOn, reviewsSubmittedOn };

  const pay = (on: LegalDay, kind: string, amountFen: number, n = 1) => {
    if (amountFen > 0)
      onCase(on, actorOf(crew.registrar, unitId, 'REGISTRAR'), 'RecordPayment', {
        receiptNo: `${kind[0]}${caseId}${n === 1 ? '' : `-${n}`}`,
        amountFen,
        kind,
        channel: pace[13]! === 0 ? 'EPAY' : 'BANK',
        paidOn: on,
      });
  };
  const paidOn = latest(settled(), publishedOn);
  const closedOn = latest(later(paidOn, 1 + pace[14]!), plan.notClosedBefore ?? '');
  if (`${pace[12]}${pace[13]}${pace[14]}` === '111') corrected();
  closed(closedOn, 'EXECUTED');
  return { commands, decidedOn, closedOn, reviewsSubmittedOn };

  /** 先行登记保存 of some cases, dealt with when the party is asked; 扣押 of others, lifted then, or handed over with a transfer. */
  function keptGoods(): 'SEIZED' | undefined {
    const goods = [{ name: '现场使用的工具、设备', description: '1批，见现场照片' }];
    const officers = [team.lead, team.assist];
    const allowed = (kind: string, matter: string) =>
      approved(inspectedOn, 'ApproveMeasure', { kind, matter, approvedOn: inspectedOn });
    if (pace[12] === 0 && pace[13] === 0) {
      allowed('PRESERVATION', '现场即将清理，拟先行登记保存现场使用的工具、设备');
      onCase(inspectedOn, officer, 'PreserveEvidence', {
        goods,
        place: `${crew.unit.name}物品仓库`,
        reason: '现场即将清理，物品可能灭失',
        officers,
        preservedOn: inspectedOn,
      });
      onCase(askedOn, officer, 'DisposePreserved', { measureId: 'm1', disposal: 'FIXED', disposedOn: askedOn });
      return undefined;
    }
    const isTransferred = plan.course === 'TRANSFER_CLOSED' || plan.course === 'TRANSFER_FILED';
    if (pace[13] !== 1 || (pace[12] !== 1 && !isTransferred)) return undefined;
    allowed('SEIZE', '拟扣押现场使用的工具、设备，制止违法行为继续');
    onCase(inspectedOn, officer, 'ImposeSealing', {
      kind: 'SEIZE',
      goods,
      concernsCase: true,
      sealedByOthers: false,
      basis: '《浙江省城市市容和环境卫生管理条例》第四十九条',
      level: 'LOCAL_REGULATION',
      reason: '制止违法行为继续，防止证据损毁',
      officers,
      imposedAt: `${inspectedOn}T11:00:00+08:00`,
      emergency: false,
    });
    if (isTransferred) return 'SEIZED';
    onCase(askedOn, officer, 'LiftSealing', { measureId: 'm1', ground: 'NOT_NEEDED', liftedOn: askedOn });
    return undefined;
  }

  /** 负责人集体讨论, once the last review is done; gives from when the decision may come. */
  function discussed(from: LegalDay): LegalDay {
    const discussedOn = later(reviewed, 1);
    const attendees = [crew.chief, ...crew.deputies];
    const concluded = { conclusion: '同意承办机构意见，依法作出行政处罚', discussedOn };
    if (isOnPaper)
      onCase(discussedOn, officer, 'DiscussCollectively', {
        ...concluded,
        attendees,
        signedAll: true,
        record: { documentNo: `集体讨论记录${caseId}`, signedOn: discussedOn },
      });
    else {
      for (const member of attendees)
        onCase(discussedOn, actorOf(member, unitId, 'LEADER'), 'GiveOpinion', {
          topic: 'DECISION',
          stance: 'AGREE',
          opinion: '事实清楚，裁量适当，同意承办机构意见',
          givenOn: discussedOn,
        });
      onCase(discussedOn, actorOf(crew.chief, unitId, 'LEADER'), 'DiscussCollectively', concluded);
    }
    return latest(from, discussedOn);
  }

  /** 催告, 申请法院强制执行, 法院受理, 结案. */
  function court(served: LegalDay, dueOn: LegalDay): { commands: PlannedCommand[]; closedOn: LegalDay } {
    const suingEndsOn = statutes.due('D26', { on: served }).dueOn;
    const demandedOn = later(dueOn, 20 + 5 * pace[12]!);
    onCase(demandedOn, officer, 'ServeDemand', { servedOn: demandedOn });
    const possibleOn = latest(
      statutes.window('D16', { on: demandedOn }).firstOn,
      statutes.window('D18', { on: suingEndsOn }).firstOn,
    );
    const appliedOn = later(workingDay(possibleOn), 2 + 4 * pace[13]!);
    const signing = actorOf(crew.chief, unitId, 'LEADER');
    approved(appliedOn, 'ApplyCourtEnforcement', { court: '衢州市柯城区人民法院', appliedOn }, signing, 'signedBy');
    const acceptedOn = later(appliedOn, 3);
    onCase(acceptedOn, officer, 'RecordCourtAcceptance', { on: acceptedOn });
    const closedOn = later(acceptedOn, 3 + pace[14]!);
    closed(closedOn, 'COURT_ACCEPTED');
    return { commands, closedOn };
  }

  /** The party pays: at once, in two instalments that were granted to him, or late, with the surcharge waived. */
  function settled(): LegalDay {
    const [way, speed] = [`${pace[12]}${pace[13]}${pace[14]}`, pace[12]!];
    if (way === '222' && fineFen > 0) return paidInInstalments();
    if (way === '021' && fineFen > 0) return paidLate();
    const on = latest(earliest(later(servedOn, 2 + 3 * speed), paymentDueOn), publishedOn);
    pay(on, 'FINE', fineFen);
    pay(on, 'CONFISCATE', confiscateFen);
    return on;
  }

  function paidInInstalments(): LegalDay {
    const requestedOn = later(servedOn, 2);
    onCase(requestedOn, officer, 'RequestPaymentPlan', {
      kind: 'INSTALMENTS',
      hardship: '经营困难，已提交近三个月账户流水',
      requestedOn,
    });
    const approvedOn = later(requestedOn, 1);
    const halfFen = Math.floor(fineFen / 2);
    const [first, last] = [later(paymentDueOn, 10), later(paymentDueOn, 25)];
    approved(approvedOn, 'ApprovePaymentPlan', {
      instalments: [
        { dueOn: first, amountFen: halfFen },
        { dueOn: last, amountFen: fineFen + confiscateFen - halfFen },
      ],
      approvedOn,
    });
    pay(first, 'FINE', halfFen);
    pay(last, 'FINE', fineFen - halfFen, 2);
    pay(last, 'CONFISCATE', confiscateFen);
    return last;
  }

  function paidLate(): LegalDay {
    const on = later(paymentDueOn, 3);
    pay(on, 'FINE', fineFen);
    pay(on, 'CONFISCATE', confiscateFen);
    const waivedOn = later(on, 1);
    const payments = [{ on, fen: fineFen }];
    approved(waivedOn, 'WaiveSurcharge', {
      agreementNo: `执行协议${caseId}`,
      remedying: '当事人已自行拆除并恢复原状',
      amountFen: statutes.surcharge({ fineFen, dueOn: paymentDueOn, asOf: waivedOn, payments }).amountFen,
      waivedOn,
    });
    return waivedOn;
  }

  /** A plan that was granted and not kept: the first instalment was not paid. */
  function defaulted(): void {
    const requestedOn = later(servedOn, 2);
    const approvedOn = later(requestedOn, 1);
    const [first, last] = [later(paymentDueOn, 3), later(paymentDueOn, 40)];
    const endedOn = later(first, 2);
    if (!inYear(endedOn)) return;
    onCase(requestedOn, officer, 'RequestPaymentPlan', {
      kind: 'INSTALMENTS',
      hardship: '资金周转困难，已提交银行流水和欠款凭证',
      requestedOn,
    });
    const halfFen = Math.floor((fineFen + confiscateFen) / 2);
    const instalments = [
      { dueOn: first, amountFen: halfFen },
      { dueOn: last, amountFen: fineFen + confiscateFen - halfFen },
    ];
    approved(approvedOn, 'ApprovePaymentPlan', { instalments, approvedOn });
    onCase(endedOn, officer, 'EndPaymentPlan', { endedOn });
  }

  /** 误录: the day of the publication was entered one working day late. */
  function corrected(): void {
    approved(closedOn, 'CorrectEntry', {
      entry: 'PenaltyPublished.publishedOn',
      becomesOn: later(publishedOn, -1),
      reason: '公示平台显示的发布日期早于录入日期一个工作日，录入有误',
      correctedOn: closedOn,
    });
  }

  function twoParties(): object[] {
    return [
      { partyId: `P${caseId}`, ...party },
      { partyId: `Q${caseId}`, kind: 'CITIZEN', name: personName(dice) },
    ];
  }

  /** 分案 of the second of two parties. */
  function splitting(from: LegalDay): { commands: PlannedCommand[] } {
    const splitOn = later(from, 2);
    const reason = '两名当事人的违法行为各自独立，应当分别处理';
    approved(splitOn, 'SplitCase', { partyIds: [`Q${caseId}`], reason, splitOn });
    return { commands };
  }

  /** 当场查处 of what was then not decided on the spot. */
  function converted(): void {
    give(registeredOn, officer, 'case', caseId, 'ConvertToOrdinary', {
      ground: 'DISPUTED',
      foundOn: registeredOn,
      item: { itemId: item.itemId, name: item.name, field: item.field },
      party: { partyId: `P${caseId}`, ...party },
      place: where,
      territoryCode: crew.unit.territoryCode,
      officers: [team.lead, team.assist],
      statement: '对违法事实有异议，要求调查核实',
      reason: '当事人当场提出异议，需要进一步调查取证',
    });
    file(caseId);
  }

  /** 结案, and the folder put into the archive within its thirty days; of a few, after them. */
  function closed(on: LegalDay, closeReason: string): void {
    approved(on, 'CloseCase', { closeReason, closedOn: on });
    const isLate = pace[15] === 1 && pace[14] === 1 && inYear(later(on, 26));
    if (on <= LAST_DAY) archived(isLate ? later(on, 26) : earliest(later(on, 15), LAST_DAY));
  }

  /** 归档, with what has happened in the case. */
  function archived(on: LegalDay): void {
    const given = new Set(commands.flatMap(({ aggregate, command }) => (aggregate === 'case' ? [command] : [])));
    const documents = (Object.keys(IN_FOLDER) as DossierDocument[]).filter((name) =>
      IN_FOLDER[name].some((command) => given.has(command)),
    );
    onCase(on, officer, 'ArchiveDossier', {
      archiveNo: `${on.slice(0, 4)}-CF-${caseId}`,
      retention: fineFen >= 1_000_000 ? 'THIRTY_YEARS' : 'TEN_YEARS',
      documents,
      pages: 30 + 5 * documents.length,
      archivedOn: on,
    });
  }

  /** Another case of the same party, merged into this one. */
  function absorbing(from: LegalDay): { commands: PlannedCommand[] } {
    const mergedOn = later(from, 2);
    const other = `${caseId}B`;
    filed(other);
    const input = { intoCaseId: caseId, reason: '同一当事人的同类违法行为，合并调查处理', mergedOn };
    approved(mergedOn, 'MergeCase', input, leader, 'approverId', other);
    return { commands };
  }

  /** 撤案, 终止调查, 移送其他机关, 结案; 重新立案 of one that was withdrawn. */
  function endedEarly(course: EndedEarly, from: LegalDay): { commands: PlannedCommand[]; closedOn: LegalDay } {
    const on = later(from, 3 + pace[3]!);
    let readyOn = on;
    switch (course) {
      case 'TERMINATED':
        approved(on, 'TerminateCase', {
          ground: party.kind === 'ORGANISATION' ? 'DISSOLVED' : 'DIED',
          reason: party.kind === 'ORGANISATION' ? '已办理注销登记，没有权利义务承受人' : '有死亡证明',
          terminatedOn: on,
        });
        break;
      case 'TRANSFERRED_OUT':
        approved(on, 'TransferCaseOut', {
          toOrgan: '衢州市市场监督管理局',
          reason: '经调查，属于市场监督管理部门管辖',
          transferredOn: on,
        });
        readyOn = later(on, 4);
        onCase(readyOn, officer, 'RecordTransferAnswer', {
          answer: 'ACCEPTED',
          on: readyOn,
          documentNo: `回执${caseId}`,
        });
        break;
      default:
        approved(on, 'WithdrawCase', {
          ground: 'NOT_TO_BE_FILED',
          reason: '经调查，现有线索不足以证明存在违法行为，不符合立案条件',
          withdrawnOn: on,
        });
    }
    const closedOn = later(readyOn, 2 + pace[4]!);
    closed(closedOn, course === 'REOPENED' ? 'WITHDRAWN' : course);
    if (course === 'REOPENED') {
      const reopenedOn = REOPENED_ON;
      const reason = '群众举报提供了新的现场影像，足以初步证明违法行为';
      approved(reopenedOn, 'ReopenCase', { cause: 'NEW_EVIDENCE', reason, reopenedOn });
    }
    return { commands, closedOn };
  }

  /** 移送公安机关, as far as the course goes. */
  function transfer(from: LegalDay): Omit<Planned, 'reviewsSubmittedOn'> {
    const chief = actorOf(crew.chief, unitId, 'LEADER');
    const proposedOn = later(from, 2 + pace[3]!);
    onCase(proposedOn, officer, 'ProposeCriminalTransfer', {
      proposedOn,
      taskForce: [team.lead, team.assist],
      reportId: `T${caseId}`,
    });
    onCase(proposedOn, chief, 'ApproveCriminalTransfer', { approvedAt: `${proposedOn}T15:00:00+08:00` });
    onCase(proposedOn, officer, 'SendCriminalTransfer', {
      sentAt: `${proposedOn}T17:00:00+08:00`,
      copiedToProcuratorate: true,
    });
    const sentOn = proposedOn;
    if (plan.course === 'TRANSFER_SENT') return { commands, sentOn };
    const answeredOn = later(sentOn, 2);
    if (plan.course === 'TRANSFER_DECLINED') {
      onCase(answeredOn, officer, 'RecordPoliceDecline', {
        on: answeredOn,
        reason: '经审查，现有证据尚不足以证明有犯罪事实',
      });
      return { commands, sentOn };
    }
    onCase(answeredOn, officer, 'RecordPoliceFiling', { on: answeredOn });
    if (measure === 'SEIZED')
      onCase(answeredOn, officer, 'HandOverGoods', {
        measureId: 'm1',
        to: '衢州市公安局',
        notified: true,
        handedOverOn: answeredOn,
      });
    if (plan.course === 'TRANSFER_FILED') return { commands, sentOn };
    const closedOn = later(answeredOn, 2 + pace[4]!);
    closed(closedOn, 'TRANSFERRED');
    return { commands, sentOn, closedOn };
  }
}

type EndedEarly = 'WITHDRAWN' | 'TERMINATED' | 'TRANSFERRED_OUT' | 'REOPENED';

function isEndedEarly(course: Course): course is EndedEarly {
  return course === 'WITHDRAWN' || course === 'TERMINATED' || course === 'TRANSFERRED_OUT' || course === 'REOPENED';
}

/** Some of what was found without a lead was to be decided on the spot at first. */
function isConverted({ lead, pace }: OrdinaryCase): boolean {
  return !lead && pace[15] === 2 && pace[14] === 2;
}

/** Late enough in the year that what is taken up anew is still open at its end. */
const REOPENED_ON = '2023-11-20';

/** Commands that bring a document into the folder. */
const IN_FOLDER: Readonly<Record<DossierDocument, readonly string[]>> = {
  FILING: ['FileCase'],
  EVIDENCE: ['CollectEvidence'],
  MEASURES: ['PreserveEvidence', 'ImposeSealing'],
  CORRECTION: ['OrderCorrection'],
  CONCLUSION: ['ConcludeInvestigation'],
  REVIEW: ['SubmitLegalReview'],
  NOTICE: ['ServeNotice'],
  STATEMENT: ['ReviewStatement'],
  HEARING: ['ScheduleHearing'],
  DISCUSSION: ['DiscussCollectively'],
  DECISION: ['DecidePenalty', 'DecideNoPenalty', 'DecideNotEstablished'],
  SERVICE: ['ServeDecision'],
  PAYMENT: ['RecordPayment'],
  DEMAND: ['ServeDemand'],
  COURT: ['ApplyCourtEnforcement'],
  TRANSFER: ['SendCriminalTransfer', 'TransferCaseOut'],
  ENDING: ['WithdrawCase', 'TerminateCase'],
  CLOSING: ['CloseCase'],
};

/** What the leaders have to discuss before it is decided (行政处罚法第五十七条第二款). */
export function isGrave({ fineFen, confiscateFen, filedOn }: OrdinaryCase): boolean {
  return fineFen + confiscateFen >= statutes.parameters(filedOn).collectiveDiscussionFineFen;
}

function hash(dice: Dice): string {
  return `${dice.uuid()}${dice.uuid()}`.replaceAll('-', '');
}
