import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Choices, Narrative, OfficialNumber, Optional, say, the, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { adding } from '../definition/act.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { defects } from './defects.js';
import type { CaseState } from './state.js';

/* 归档 (行政处罚法第四十七条; DOMAIN 2.4 阶段 21, G37): one case, one folder, in the order of the law. */

/** 卷内文书, in the order in which a folder holds them. */
export const DOSSIER_DOCUMENTS = {
  FILING: '立案审批表',
  EVIDENCE: '证据材料',
  MEASURES: '先行登记保存、查封、扣押文书和清单',
  CORRECTION: '责令改正通知书',
  CONCLUSION: '调查终结报告',
  REVIEW: '法制审核意见书',
  NOTICE: '行政处罚事先告知书和送达回证',
  STATEMENT: '陈述申辩笔录和复核意见',
  HEARING: '听证通知书、笔录和报告',
  DISCUSSION: '集体讨论记录',
  DECISION: '决定书',
  SERVICE: '决定书送达回证',
  PAYMENT: '缴款凭证',
  DEMAND: '履行催告书',
  COURT: '强制执行申请书和法院文书',
  TRANSFER: '移送文书和回执',
  ENDING: '撤案、终止调查审批表',
  CLOSING: '结案审批表',
} as const;
export type DossierDocument = keyof typeof DOSSIER_DOCUMENTS;

/** 保管期限 (国家档案局令第8号). */
export const RETENTION = { PERMANENT: '永久', THIRTY_YEARS: '30年', TEN_YEARS: '10年' } as const;
export type Retention = keyof typeof RETENTION;

// ---- command and event, stored for ever

export class ArchiveDossier {
  @OfficialNumber('档号') archiveNo!: string;
  @Choice('保管期限', RETENTION) retention!: Retention;
  @Choices('卷内文书', DOSSIER_DOCUMENTS) documents!: readonly DossierDocument[];
  @WholeNumber('页数', { min: 1, max: 100_000 }) pages!: number;
  /** 备考表: why something is not in the folder that the case must have. */
  @Optional() @Narrative('缺件的说明') missingReason?: string;
  @ActDay('归档日期') archivedOn!: LegalDay;
}
export class DossierArchived extends ArchiveDossier {
  @Choices('缺少的文书', DOSSIER_DOCUMENTS, { min: 0 }) missing!: readonly DossierDocument[];
}

const ARTICLE = '行政处罚法第四十七条';

/** What the folder of this case must hold, by what has happened in it. */
export function documentsOf(state: CaseState): DossierDocument[] {
  const { decision, procedure, endedEarlyOn, transferredOut } = state;
  const happened: Readonly<Record<DossierDocument, boolean>> = {
    FILING: state.caseNo !== undefined,
    EVIDENCE: state.evidenceIds.length > 0,
    MEASURES: (state.measures ?? []).length > 0,
    CORRECTION: state.corrections.length > 0,
    CONCLUSION: state.concludedOn !== undefined,
    REVIEW: state.reviews.length > 0,
    NOTICE: state.notice !== undefined,
    STATEMENT: state.statement === 'REVIEWED',
    HEARING: state.hearing?.scheduledOn !== undefined,
    DISCUSSION: state.discussedOn.length > 0,
    DECISION: decision !== undefined,
    SERVICE: state.servedOn !== undefined,
    PAYMENT: state.paid.receipts.length > 0,
    DEMAND: state.demandServedOn !== undefined,
    COURT: state.courtAppliedOn !== undefined,
    TRANSFER: state.transfer?.sentOn !== undefined || transferredOut !== undefined,
    ENDING: endedEarlyOn !== undefined && transferredOut === undefined,
    CLOSING: procedure === 'ORDINARY',
  };
  return (Object.keys(happened) as DossierDocument[]).filter((name) => happened[name]);
}

function missingFrom(documents: readonly DossierDocument[], state: CaseState): DossierDocument[] {
  return documentsOf(state).filter((name) => !documents.includes(name));
}

/** G37: the folder is complete, or says what is not there and why. */
function guardComplete(missing: readonly DossierDocument[], reason: string | undefined): Refusal | undefined {
  if (missing.length > 0 === (reason !== undefined)) return undefined;
  const names = missing.map((name) => DOSSIER_DOCUMENTS[name]).join('、');
  return missing.length > 0
    ? refuse({
        code: 'archiving.incomplete',
        article: ARTICLE,
        message: `卷内缺少${names}，补齐以后再归档；确实无法补齐的，在备考表中说明`,
      })
    : refuse({ code: 'archiving.nothing_missing', article: ARTICLE, message: '卷内文书齐全，不需要缺件的说明' });
}

export const archiving: readonly Stage<CaseState>[] = [
  act(ArchiveDossier, DossierArchived, {
    title: '归档',
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER', 'REGISTRAR'],
    draft: (state) => ({ retention: 'TEN_YEARS', documents: documentsOf(state) }),
    says: ({ archiveNo, retention, pages }) =>
      say`归档，档号${the.label(archiveNo)}，${pages}页，保管期限${RETENTION[retention]}`,
    restsOn: ({ closedOn }) => [[closedOn, '结案日期']],
    decide: ({ documents, missingReason, archivedOn }, state) => {
      const missing = missingFrom(documents, state);
      const { archivingDueOn, archivingRule } = state;
      return (
        guardComplete(missing, missingReason) ??
        adding({ missing }, { events: defects('ARCHIVING_OVERDUE', archivingDueOn, archivedOn, archivingRule) })
      );
    },
    evolve: (_state, { archivedOn }) => ({ archivedOn }),
  }),
];
