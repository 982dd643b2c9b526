import type { ComponentChildren } from 'preact';
import {
  type CaseState,
  CLOSE_REASONS,
  DUTIES,
  ITEM_FIELDS,
  OUTCOMES,
  PARTY_KINDS,
  PENALTY_KINDS,
  PHASES,
  PROCEDURES,
  partiesOf,
  SOURCE_SYSTEMS,
  standingsIn,
  TRANSFER_ANSWERS,
} from '#enforcement';
import type { Names } from '../../questions/shown.js';
import { type Fact, fact, Group } from '../../ui/facts.js';
import { yuan } from '../../ui/format.js';
import { Table } from '../../ui/table.js';
import { RecordLink } from '../../ui/value.js';

/* The state of a case, now or as it was, for somebody who reads it instead of the file. */

const STATEMENTS = { NONE: '未提出', RECEIVED: '已提出，待复核', REVIEWED: '已复核', WAIVED: '放弃' } as const;
const PAYMENTS = { FINE: '罚款', CONFISCATE: '没收款', SURCHARGE: '加处罚款' } as const;
const ROUNDS = { PASSED: '通过', RETURNED: '退回' } as const;
const TRANSFER_STAGES = {
  PROPOSED: '已报告，待批准',
  APPROVED: '已批准',
  REFUSED: '不批准',
  SENT: '已送出',
  POLICE_FILED: '公安机关已立案',
  POLICE_DECLINED: '公安机关不予立案',
} as const;

/** The groups of a case in the order of its stages; one that says nothing is left out. */
export function CaseFacts({ state, names }: { readonly state: CaseState; readonly names: Names }) {
  return (
    <div class="state">
      <PartiesApart state={state} />
      {groupsOf(state, (userId) => names.people[userId] ?? userId).map(([title, facts]) => (
        <Group key={title} title={title} facts={facts} />
      ))}
    </div>
  );
}

type Person = (userId: string) => string;
type FactGroup = readonly [title: string, facts: readonly Fact[]];

function groupsOf(state: CaseState, person: Person): FactGroup[] {
  const standings = standingsIn(state);
  const of = (title: string, view: CaseState) => (standings.length === 1 ? title : `${title}（${namesOf(view)}）`);
  return [
    ['案件', matter(state)],
    ['当事人', state.parties.flatMap(({ kind, name, uscc }) => fact(PARTY_KINDS[kind], withSmall(name, uscc)))],
    ['立案和办案人员', filing(state, person)],
    ['调查和法制审核', investigation(state, person)],
    ...standings.flatMap((view): FactGroup[] => [
      [of('告知、陈述申辩和听证', view), notice(view, person)],
      [of('决定', view), decision(view, person)],
      [of('执行', view), execution(view)],
    ]),
    ['移送公安机关', transfer(state)],
    ['移送其他机关', transferOut(state)],
    [
      '结案',
      [
        ...(state.absorbed ?? []).flatMap((caseId) => fact('并入本案的案件', <RecordLink of="case" id={caseId} />)),
        ...fact('结案日', state.closedOn),
        ...fact('结案理由', state.closeReason && CLOSE_REASONS[state.closeReason]),
        ...fact('归档日', state.archivedOn),
      ],
    ],
    ['重新立案以前', former(state)],
  ];
}

function namesOf(view: CaseState): string {
  return partiesOf(view)
    .map(({ name }) => name)
    .join('、');
}

/** How each stands of parties who are handled apart: the decision, its service, the money. */
function PartiesApart({ state }: { readonly state: CaseState }) {
  const standings = standingsIn(state);
  if (standings.length === 1) return null;
  return (
    <Table
      caption="各当事人的处理"
      columns={[
        { title: '当事人', isHead: true },
        { title: '进度', isOneLine: true },
        { title: '决定' },
        { title: '送达', isOneLine: true },
        { title: '罚没款', isNumber: true },
        { title: '已缴', isNumber: true },
      ]}
      rows={standings.map((view) => {
        const { decision, paid, servedOn, phase } = view;
        const imposed = decision && money(decision.fineFen + decision.confiscateFen);
        return {
          key: namesOf(view),
          cells: [
            namesOf(view),
            PHASES[phase],
            decision === undefined ? '—' : withSmall(OUTCOMES[decision.outcome], decision.decisionNo),
            servedOn ?? '—',
            imposed ?? '—',
            imposed === undefined ? '—' : (money(paid.fineFen + paid.confiscateFen) ?? '0.00 元'),
          ],
        };
      })}
    />
  );
}

function withSmall(text: string, small: ComponentChildren): ComponentChildren {
  return (
    <>
      {text}
      {small === undefined ? null : <small>{small}</small>}
    </>
  );
}

/** Who reviewed in a round, from when to when. */
function RoundOf({
  reviewer,
  submittedOn,
  finishedOn,
}: {
  readonly reviewer: string;
  readonly submittedOn: string;
  readonly finishedOn: string | undefined;
}) {
  return (
    <>
      {reviewer}　<time>{submittedOn}</time> 送审
      {finishedOn === undefined ? null : (
        <>
          ，<time>{finishedOn}</time> 审结
        </>
      )}
    </>
  );
}

function kindsOf(kinds: readonly (keyof typeof PENALTY_KINDS)[]): string {
  return kinds.map((kind) => PENALTY_KINDS[kind]).join('、');
}

function money(fen: number): string | undefined {
  return fen === 0 ? undefined : `${yuan(fen)} 元`;
}

function matter({ item, happenedOn, endedOn, isAbout, procedure, sourceSystem, leadId }: CaseState): Fact[] {
  return [
    ...fact('事项', item?.name),
    ...fact('领域', item && ITEM_FIELDS[item.field]),
    ...fact('违法行为发生日', isAbout === true ? `约 ${happenedOn} 至 ${endedOn}` : happenedOn),
    ...fact('违法行为终了日', isAbout === true ? undefined : endedOn),
    ...fact('程序', PROCEDURES[procedure]),
    ...fact('来源系统', SOURCE_SYSTEMS[sourceSystem]),
    ...fact('线索', leadId && <RecordLink of="lead" id={leadId} />),
  ];
}

function filing({ caseNo, filedOn, officers }: CaseState, person: Person): Fact[] {
  return [
    ...fact('案号', caseNo),
    ...fact('立案日', filedOn),
    ...officers.flatMap(({ userId, certNo, duty }) =>
      fact(DUTIES[duty], withSmall(person(userId), `执法证 ${certNo}`)),
    ),
  ];
}

function investigation(state: CaseState, person: Person): Fact[] {
  const { evidenceIds, lastEvidenceOn, concludedOn, reviews, suspensions } = state;
  return [
    ...fact('证据', evidenceIds.length === 0 ? undefined : `${evidenceIds.length} 件`),
    ...fact('最近取证日', lastEvidenceOn),
    ...fact('调查终结日', concludedOn),
    ...reviews.flatMap(({ round, reviewerId, submittedOn, outcome, finishedOn }) => {
      const ended = outcome === undefined ? '审核中' : ROUNDS[outcome];
      return fact(
        `第${round}轮审核`,
        withSmall(ended, <RoundOf reviewer={person(reviewerId)} submittedOn={submittedOn} finishedOn={finishedOn} />),
      );
    }),
    ...suspensions.flatMap(({ startOn, endOn }) => fact('不计入办案期限', `${startOn} 至 ${endOn}`)),
  ];
}

function notice({ notice, hearing, hearingWaivedOn, statement, discussedOn }: CaseState, person: Person): Fact[] {
  if (notice === undefined) return [];
  return [
    ...fact('告知送达日', notice.servedOn),
    ...fact('拟作出的处罚', kindsOf(notice.kinds)),
    ...fact('拟处罚款', money(notice.fineFen)),
    ...fact('拟没收', money(notice.confiscateFen)),
    ...fact('听证权利', notice.hearingEntitled ? '有' : '无'),
    ...fact('陈述申辩', STATEMENTS[statement]),
    ...fact('申请听证日', hearing?.requestedOn),
    ...fact('放弃听证日', hearingWaivedOn),
    ...fact('听证主持人', hearing?.hostId && person(hearing.hostId)),
    ...fact('举行听证日', hearing?.heldOn),
    ...fact('终止听证日', hearing?.terminatedOn),
    ...fact('集体讨论日', discussedOn.join('、')),
  ];
}

function decision({ decision, actCode, servedOn, publishedOn }: CaseState, person: Person): Fact[] {
  if (decision === undefined) return [];
  return [
    ...fact('处理结果', OUTCOMES[decision.outcome]),
    ...fact('决定书文号', decision.decisionNo),
    ...fact('决定日', decision.decidedOn),
    ...fact('处罚种类', kindsOf(decision.kinds)),
    ...fact('决定人', decision.deciderId && person(decision.deciderId)),
    ...fact('行政行为码', actCode),
    ...fact('送达日', servedOn),
    ...fact('公示日', publishedOn),
  ];
}

function execution({ paid, plan, demandServedOn, courtAppliedOn, courtAcceptedOn }: CaseState): Fact[] {
  return [
    ...fact('批准延期、分期缴纳', plan?.approvedOn),
    ...(plan?.instalments ?? []).flatMap(({ dueOn, amountFen }, n) =>
      fact(`第${n + 1}期`, withSmall(`${yuan(amountFen)} 元`, `应于 ${dueOn} 前缴纳`)),
    ),
    ...paid.receipts.flatMap(({ receiptNo, amountFen, kind, paidOn }) =>
      fact(paidOn, withSmall(`${yuan(amountFen)} 元`, `${PAYMENTS[kind]}　票据 ${receiptNo}`)),
    ),
    ...fact('减免的加处罚款', money(paid.waivedFen ?? 0)),
    ...fact('催告送达日', demandServedOn),
    ...fact('申请法院强制执行', courtAppliedOn),
    ...fact('法院受理', courtAcceptedOn),
  ];
}

function transfer({ transfer }: CaseState): Fact[] {
  if (transfer === undefined) return [];
  return [
    ...fact('进度', TRANSFER_STAGES[transfer.stage]),
    ...fact('报告日', transfer.proposedOn),
    ...fact('送出日', transfer.sentOn),
    ...fact('公安机关答复日', transfer.policeOn),
  ];
}

function transferOut({ transferredOut }: CaseState): Fact[] {
  if (transferredOut === undefined) return [];
  return [
    ...fact('受移送的机关', transferredOut.toOrgan),
    ...fact('移送日', transferredOut.on),
    ...fact(
      '答复',
      transferredOut.answer && withSmall(TRANSFER_ANSWERS[transferredOut.answer], transferredOut.answeredOn),
    ),
  ];
}

function former({ former }: CaseState): Fact[] {
  if (former === undefined) return [];
  return [
    ...fact('已撤销的处罚种类', kindsOf(former.kinds)),
    ...fact('已撤销的罚款', money(former.fineFen)),
    ...fact('已撤销的没收', money(former.confiscateFen)),
  ];
}
