import type { ComponentChildren } from 'preact';
import { type CaseState, CLOSE_REASONS, ITEM_FIELDS, PARTY_KINDS, PENALTY_KINDS, SOURCE_SYSTEMS } from '#enforcement';
import type { LegalDay, Statutes } from '#statutes';
import type { Wording } from '../wording.js';
import { DueTag, doneStanding, type Standing, standingOf } from './due.js';
import { yuan } from './format.js';
import { Table } from './table.js';

/* The state of a case, now or as it was, for somebody who reads it instead of the file. */

export interface CaseStateProps {
  readonly state: CaseState;
  /** Today, or the day as of which the state is shown. */
  readonly today: LegalDay;
  readonly statutes: Statutes;
  readonly words: Wording;
  readonly unitTitle: (unitId: string) => string;
}

const OUTCOMES = { PENALTY: '行政处罚', NO_PENALTY: '不予行政处罚', NOT_ESTABLISHED: '违法事实不成立' } as const;
const STATEMENTS = { NONE: '未提出', RECEIVED: '已提出，待复核', REVIEWED: '已复核', WAIVED: '放弃' } as const;
const DUTIES = { LEAD: '主办', ASSIST: '协办' } as const;
const TRANSFER_STAGES = {
  PROPOSED: '已报告，待批准',
  APPROVED: '已批准',
  REFUSED: '不批准',
  SENT: '已送出',
  POLICE_FILED: '公安机关已立案',
  POLICE_DECLINED: '公安机关不予立案',
} as const;

type Fact = readonly [label: string, value: ComponentChildren];

/** Facts that are there; a group without any is left out. */
function Group({ title, facts }: { readonly title: string; readonly facts: readonly (Fact | undefined)[] }) {
  const there = facts.filter((fact): fact is Fact => fact !== undefined && fact[1] !== undefined && fact[1] !== '');
  if (there.length === 0) return null;
  return (
    <section class="state-group">
      <h3>{title}</h3>
      <dl class="facts">
        {there.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function CaseStateView(props: CaseStateProps) {
  const { state, words, unitTitle } = props;
  const { item, notice, hearing, decision, transfer } = state;
  const kinds = (list: readonly (keyof typeof PENALTY_KINDS)[]) => list.map((kind) => PENALTY_KINDS[kind]).join('、');
  return (
    <>
      <Terms {...props} />
      <Money state={state} />
      <div class="state">
        <Group
          title="案件"
          facts={[
            ['事项', item?.name],
            ['领域', item && ITEM_FIELDS[item.field]],
            ['违法行为发生日', state.happenedOn],
            ['程序', state.procedure === 'SUMMARY' ? '简易程序' : '普通程序'],
            ['办案单位', unitTitle(state.unitId)],
            ['来源系统', SOURCE_SYSTEMS[state.sourceSystem]],
            ['线索', state.leadId && <a href={`/records/lead/${state.leadId}`}>{state.leadId}</a>],
          ]}
        />
        <Group
          title="当事人"
          facts={state.parties.map(({ kind, name, uscc }): Fact => {
            const isOrganisation = kind === 'ORGANISATION';
            return [
              PARTY_KINDS[kind],
              <>
                {words.party(name, isOrganisation)}
                {uscc && words.party(uscc, isOrganisation) === uscc ? <small>{uscc}</small> : null}
              </>,
            ];
          })}
        />
        <Group
          title="立案和办案人员"
          facts={[
            ['案号', state.caseNo],
            ['立案日', state.filedOn],
            ...state.officers.map(
              ({ userId, certNo, duty }): Fact => [
                DUTIES[duty],
                <>
                  {words.name(userId)} <small>执法证 {certNo}</small>
                </>,
              ],
            ),
          ]}
        />
        <Group
          title="调查和法制审核"
          facts={[
            ['证据', state.evidenceIds.length === 0 ? undefined : `${state.evidenceIds.length} 件`],
            ['最近取证日', state.lastEvidenceOn],
            ['调查终结日', state.concludedOn],
            ...state.reviews.map(
              ({ round, reviewerId, submittedOn, outcome, finishedOn }): Fact => [
                `第${round}轮审核`,
                <>
                  {outcome === 'PASSED' ? '通过' : outcome === 'RETURNED' ? '退回' : '审核中'}
                  <small>
                    {words.name(reviewerId)}　{submittedOn} 送审{finishedOn === undefined ? '' : `，${finishedOn} 审结`}
                  </small>
                </>,
              ],
            ),
            ...state.suspensions.map(({ startOn, endOn }): Fact => ['不计入办案期限', `${startOn} 至 ${endOn}`]),
          ]}
        />
        <Group
          title="告知、陈述申辩和听证"
          facts={
            notice
              ? [
                  ['告知送达日', notice.servedOn],
                  ['拟作出的处罚', kinds(notice.kinds)],
                  ['拟处罚款', notice.fineFen === 0 ? undefined : `${yuan(notice.fineFen)} 元`],
                  ['拟没收', notice.confiscateFen === 0 ? undefined : `${yuan(notice.confiscateFen)} 元`],
                  ['听证权利', notice.hearingEntitled ? '有' : '无'],
                  ['陈述申辩', STATEMENTS[state.statement]],
                  ['申请听证日', hearing?.requestedOn],
                  ['听证主持人', hearing?.hostId && words.name(hearing.hostId)],
                  ['举行听证日', hearing?.heldOn],
                  ['终止听证日', hearing?.terminatedOn],
                  ['集体讨论日', state.discussedOn.join('、')],
                ]
              : []
          }
        />
        <Group
          title="决定"
          facts={
            decision
              ? [
                  ['结果', OUTCOMES[decision.outcome]],
                  ['决定书文号', decision.decisionNo],
                  ['决定日', decision.decidedOn],
                  ['处罚种类', kinds(decision.kinds)],
                  ['决定人', decision.deciderId && words.name(decision.deciderId)],
                  ['行政行为码', state.actCode],
                  ['送达日', state.servedOn],
                  ['公示日', state.publishedOn],
                ]
              : []
          }
        />
        <Group
          title="执行"
          facts={[
            ...state.paid.receipts.map(
              ({ receiptNo, amountFen, kind, paidOn }): Fact => [
                paidOn,
                <>
                  {yuan(amountFen)} 元
                  <small>
                    {{ FINE: '罚款', CONFISCATE: '没收款', SURCHARGE: '加处罚款' }[kind]}　票据 {receiptNo}
                  </small>
                </>,
              ],
            ),
            ['催告送达日', state.demandServedOn],
            ['申请法院强制执行', state.courtAppliedOn],
            ['法院受理', state.courtAcceptedOn],
          ]}
        />
        <Group
          title="移送公安机关"
          facts={
            transfer
              ? [
                  ['进度', TRANSFER_STAGES[transfer.stage]],
                  ['报告日', transfer.proposedOn],
                  ['送出日', transfer.sentOn],
                  ['公安机关答复日', transfer.policeOn],
                ]
              : []
          }
        />
        <Group
          title="结案"
          facts={[
            ['结案日', state.closedOn],
            ['结案理由', state.closeReason && CLOSE_REASONS[state.closeReason]],
          ]}
        />
      </div>
    </>
  );
}

interface Term {
  readonly what: string;
  readonly dueOn: string;
  readonly doneOn?: string | undefined;
  /** A period that is somebody's right runs out, it is not exceeded. */
  readonly isRight?: boolean;
  /** Nobody waits any more for what was not done. */
  readonly isMoot?: boolean;
}

function termsOf(state: CaseState): Term[] {
  const { notice, hearing, decision, paid } = state;
  const owed = (decision?.fineFen ?? 0) + (decision?.confiscateFen ?? 0);
  const isPaid = decision !== undefined && paid.fineFen + paid.confiscateFen >= owed;
  const isOver = state.phase === 'Closed' || state.phase === 'TransferredCriminal' || state.phase === 'Declined';
  const all: readonly (Omit<Term, 'dueOn'> & { readonly dueOn: string | undefined })[] = [
    ...state.corrections.map(({ dueOn }) => ({ what: '当事人改正', dueOn, isRight: true })),
    { what: '当事人陈述申辩', dueOn: notice?.statementDueOn, doneOn: state.statementOn, isRight: true },
    { what: '当事人申请听证', dueOn: notice?.hearingRequestDueOn, doneOn: hearing?.requestedOn, isRight: true },
    {
      what: '作出决定',
      dueOn: state.decisionDueOn,
      doneOn: decision?.decidedOn,
      isMoot: isOver || state.phase === 'TransferPending',
    },
    { what: '公示决定', dueOn: state.publicationDueOn, doneOn: state.publishedOn },
    { what: '当事人缴款', dueOn: state.paymentDueOn, doneOn: isPaid ? paid.lastOn : undefined, isMoot: isOver },
  ];
  return all.flatMap(({ dueOn, ...term }) => (dueOn === undefined ? [] : [{ ...term, dueOn }]));
}

function Terms({ state, statutes, today }: CaseStateProps) {
  const terms = termsOf(state);
  if (terms.length === 0) return null;
  const standing = ({ dueOn, doneOn, isRight, isMoot }: Term): Standing | undefined => {
    if (doneOn !== undefined) return isRight ? undefined : doneStanding(dueOn, doneOn);
    if (isMoot || (isRight && today > dueOn)) return undefined;
    return standingOf(statutes, dueOn, today);
  };
  return (
    <Table
      caption="法定期限"
      columns={[
        { title: '事项', isHead: true },
        { title: '期限', isDay: true },
        { title: '实际', isDay: true },
        { title: '状态' },
      ]}
      rows={terms.map((term, index) => {
        const stands = standing(term);
        return {
          key: `${term.what}-${index}`,
          cells: [
            term.what,
            term.dueOn,
            term.doneOn ?? '—',
            stands ? <DueTag {...stands} /> : <span class="faint">{term.doneOn ? '已行使' : '已届满'}</span>,
          ],
        };
      })}
    />
  );
}

function Money({ state: { decision, paid } }: { readonly state: CaseState }) {
  if (decision?.outcome !== 'PENALTY') return null;
  const owed = decision.fineFen + decision.confiscateFen;
  if (owed === 0) return null;
  const received = paid.fineFen + paid.confiscateFen;
  const amounts: readonly (readonly [string, number])[] = [
    ['罚款', decision.fineFen],
    ['没收', decision.confiscateFen],
    ['已缴', received],
    ['未缴', Math.max(0, owed - received)],
    ['加处罚款已缴', paid.surchargeFen],
  ];
  return (
    <dl class="amounts" aria-label="罚没款">
      {amounts
        .filter(([label, fen]) => fen !== 0 || label === '已缴' || label === '未缴')
        .map(([label, fen]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {yuan(fen)} <small>元</small>
            </dd>
          </div>
        ))}
    </dl>
  );
}
