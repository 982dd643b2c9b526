import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Flag,
  Narrative,
  OfficialNumber,
  Optional,
  PersonName,
  PersonRef,
  sameNumber,
  say,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { type Act, act, adding } from '../definition/act.js';
import { distinctStock, rate, stockRate } from '../definition/metric.js';
import { type RegisterRow, register } from '../definition/register.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';
import { DUTY_ACTS, OFFICER_PHASES, type OfficerPhase, ON_OFFICER } from './duties.js';
import { certificateNeeds, guardCertificateFree, takeCertificate } from './held-once.js';
import { certificateEnds, LEADER_RANKS, type LeaderRank, Officer } from './person.js';
import { pseudonym } from './pseudonym.js';

/*
 * 执法人员: who they are, which certificate covers which days, who leads, who reviews. One stream each:
 * `officer-<userId>`, so that a decision about a case can rest on exactly the people it names.
 */

// ---- commands and, beside each, the event that is stored for ever

/** 登记执法人员; the user id is that of the address. */
export class RegisterOfficer {
  @PersonName('姓名') name!: string;
  @UnitRef('所属单位') unitId!: string;
  /** 行政执法辅助人员: 不得计入两人 (浙江省综合行政执法条例第三十条). */
  @Flag('是否辅助人员') auxiliary!: boolean;
}
export class OfficerRegistered extends RegisterOfficer {
  @PersonRef('用户编号') userId!: string;
}

export class IssueCertificate {
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  @Day('有效期起') validFrom!: LegalDay;
  /** Last day on which it is valid. */
  @Day('有效期止') validTo!: LegalDay;
}
export class CertificateIssued extends IssueCertificate {}

export class RevokeCertificate {
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  /** First day on which it is no longer valid. */
  @ActDay('失效日') revokedOn!: LegalDay;
  @Narrative('理由') reason!: string;
}
export class CertificateRevoked extends RevokeCertificate {}

export class AppointLeader {
  @Choice('职务', LEADER_RANKS) rank!: LeaderRank;
  @ActDay('任职日') from!: LegalDay;
}
export class LeaderAppointed extends AppointLeader {}

export class RelieveLeader {
  /** First day out of office. */
  @ActDay('免职日') from!: LegalDay;
}
export class LeaderRelieved extends RelieveLeader {}

/** 初次从事法制审核: 应当通过国家统一法律职业资格考试取得法律职业资格 (行政处罚法第五十八条第二款). */
export class EnrolReviewer {
  @ActDay('入库日') enrolledOn!: LegalDay;
  @Flag('是否初次从事法制审核') firstTime!: boolean;
  @Optional() @OfficialNumber('法律职业资格证号', { max: 50, privacy: 'staff' }) legalQualificationNo?: string;
}
export class ReviewerEnrolled extends EnrolReviewer {}

/** 调用 (浙江省综合行政执法条例第二十九条). */
export class SecondOfficer {
  @UnitRef('调用单位') toUnitId!: string;
  @ActDay('调用期起') from!: LegalDay;
  @Day('调用期止') to!: LegalDay;
}
export class OfficerSeconded extends SecondOfficer {}

/** Before any day of the bureau: people whose day of joining nobody recorded have been there all the time. */
const ALWAYS: LegalDay = '2000-01-01';

/** The first day on record of somebody: a certificate, an office, the pool of reviewers. */
function firstDay({ certificates, leaderTerms, reviewer, reviewedBefore }: RegisterRow<Officer>): LegalDay {
  const days = [
    ...certificates.map(({ validFrom }) => validFrom),
    ...leaderTerms.map(({ from }) => from),
    ...reviewedBefore.map(({ enrolledOn }) => enrolledOn),
    ...(reviewer ? [reviewer.enrolledOn] : []),
  ];
  return days.toSorted()[0] ?? ALWAYS;
}

interface Period {
  readonly from: LegalDay;
  readonly until?: LegalDay | undefined;
}

/** What holds for somebody in periods is booked for each unit in which he was meanwhile. */
function inUnits(periods: (row: RegisterRow<Officer>) => readonly Period[]) {
  const stretches = (row: RegisterRow<Officer>) =>
    row.postings.flatMap((posting) =>
      periods(row).flatMap((period) => {
        const from = posting.from !== undefined && posting.from > period.from ? posting.from : period.from;
        const [until] = [posting.until, period.until].filter((day) => day !== undefined).sort();
        return until === undefined || from < until ? [{ unit: posting.unitId, from, until }] : [];
      }),
    );
  return {
    on: (row: RegisterRow<Officer>) => stretches(row).map(({ unit, from }) => ({ on: from, unit })),
    until: (row: RegisterRow<Officer>) =>
      stretches(row).flatMap(({ unit, until }) => (until === undefined ? [] : [{ on: until, unit }])),
    subject: ({ userId }: RegisterRow<Officer>) => pseudonym(userId ?? ''),
  };
}

const ARTICLE = '行政处罚法第四十二条第一款';
const REVIEWING = '行政处罚法第五十八条第二款';
const LEADING = '行政处罚法第五十七条第一款';

function inOrder(from: LegalDay, to: LegalDay): Refusal | undefined {
  if (from <= to) return undefined;
  return refuse({ code: 'officer.period_reversed', article: ARTICLE, message: `期间的起日${from}晚于止日${to}` });
}

const acts: readonly Act<Officer, OfficerPhase>[] = [
  act(RegisterOfficer, OfficerRegistered, {
    title: '登记执法人员',
    article: ARTICLE,
    roles: ['ADMINISTRATOR'],
    to: 'Registered',
    forAnyUnit: true,
    says: ({ auxiliary, name }) => say`登记${auxiliary ? '辅助人员' : '执法人员'}${the.name(name)}`,
    needs: ({ unitId }) => [unitNeed(unitId)],
    decide: ({ unitId }, _row, context) => guardUnitKnown(context, unitId) ?? { userId: context.id },
    evolve: (_row, { unitId }) => ({ postings: [{ unitId }] }),
  }),
  act(IssueCertificate, CertificateIssued, {
    ...ON_OFFICER,
    title: '颁发执法证',
    article: ARTICLE,
    says: ({ certNo, validFrom, validTo }) =>
      say`颁发执法证${the.words(certNo)}，有效期${the.day(validFrom)}至${the.day(validTo)}`,
    needs: ({ certNo }) => certificateNeeds(certNo),
    decide: ({ certNo, validFrom, validTo }, { certificates }, { id, facts }) =>
      certificates.some((known) => sameNumber(known.certNo) === sameNumber(certNo))
        ? refuse({ code: 'certificate.issued', article: ARTICLE, message: say`执法证${the.words(certNo)}已经颁发` })
        : (inOrder(validFrom, validTo) ??
          guardCertificateFree(facts, certNo, id) ??
          adding({}, { elsewhere: takeCertificate(certNo, id) })),
    evolve: ({ certificates }, certificate) => ({ certificates: [...certificates, certificate] }),
  }),
  act(RevokeCertificate, CertificateRevoked, {
    ...ON_OFFICER,
    title: '注销执法证',
    article: ARTICLE,
    isFinal: true,
    says: ({ certNo, revokedOn }) => say`执法证${the.words(certNo)}自${the.day(revokedOn)}起失效`,
    decide: ({ certNo }, { certificates }) => {
      const known = certificates.find((candidate) => sameNumber(candidate.certNo) === sameNumber(certNo));
      if (known === undefined)
        return refuse({ code: 'certificate.unknown', article: ARTICLE, message: say`没有执法证${the.words(certNo)}` });
      if (known.revokedOn === undefined) return { certNo: known.certNo };
      return refuse({
        code: 'certificate.revoked',
        article: ARTICLE,
        message: say`执法证${the.words(certNo)}已自${the.day(known.revokedOn)}起失效，不能再次注销`,
      });
    },
    evolve: ({ certificates }, { certNo, revokedOn }) => ({
      certificates: certificates.map((known) => (known.certNo === certNo ? { ...known, revokedOn } : known)),
    }),
  }),
  act(AppointLeader, LeaderAppointed, {
    ...ON_OFFICER,
    title: '任命负责人',
    article: LEADING,
    says: ({ rank, from }) => say`任${LEADER_RANKS[rank]}，自${the.day(from)}起`,
    evolve: ({ leaderTerms }, { rank, from }) => ({ leaderTerms: [...leaderTerms, { rank, from }] }),
  }),
  act(RelieveLeader, LeaderRelieved, {
    ...ON_OFFICER,
    title: '免去负责人',
    article: LEADING,
    may: ({ leaderTerms, userId }) =>
      leaderTerms.some(({ until }) => until === undefined)
        ? undefined
        : refuse({
            code: 'leader.not_in_office',
            article: LEADING,
            message: say`${the.person(userId ?? '')}不是在任负责人`,
          }),
    evolve: ({ leaderTerms }, { from }) => ({
      leaderTerms: leaderTerms.map((term) => (term.until === undefined ? { ...term, until: from } : term)),
    }),
  }),
  act(EnrolReviewer, ReviewerEnrolled, {
    ...ON_OFFICER,
    title: '列入法制审核人员库',
    article: REVIEWING,
    may: ({ reviewer }) =>
      reviewer === undefined || reviewer.until !== undefined
        ? undefined
        : refuse({
            code: 'reviewer.enrolled',
            article: REVIEWING,
            message: `已于${reviewer.enrolledOn}列入法制审核人员库`,
          }),
    decide: ({ enrolledOn, firstTime, legalQualificationNo }, { reviewer }) => {
      if (firstTime && legalQualificationNo === undefined)
        return refuse({
          code: 'reviewer.unqualified',
          article: REVIEWING,
          message: '初次从事法制审核的人员，应当取得法律职业资格',
        });
      if (reviewer?.until === undefined || reviewer.until <= enrolledOn) return {};
      return refuse({
        code: 'reviewer.enrolled',
        article: REVIEWING,
        message: `入库日不能早于上次出库日${reviewer.until}`,
        earliest: reviewer.until,
      });
    },
    evolve: ({ reviewer, reviewedBefore }, enrolled) => ({
      reviewer: enrolled,
      reviewedBefore: reviewer === undefined ? reviewedBefore : [...reviewedBefore, reviewer],
    }),
  }),
  act(SecondOfficer, OfficerSeconded, {
    ...ON_OFFICER,
    title: '调用执法人员',
    article: '浙江省综合行政执法条例第二十九条',
    says: ({ toUnitId, from, to }) => say`由${the.unit(toUnitId)}调用，${the.day(from)}至${the.day(to)}`,
    needs: ({ toUnitId }) => [unitNeed(toUnitId)],
    decide: ({ toUnitId, from, to }, _row, context) => guardUnitKnown(context, toUnitId) ?? inOrder(from, to) ?? {},
    evolve: ({ secondments }, secondment) => ({ secondments: [...secondments, secondment] }),
  }),
  ...DUTY_ACTS,
];

/** 执法人员, one stream each: `officer-<userId>`. */
export const officer = register<Officer, typeof OFFICER_PHASES>({
  name: 'officer',
  path: 'officers',
  title: '执法人员',
  noun: '执法人员',
  isOfStaff: true,
  row: Officer,
  phases: OFFICER_PHASES,
  over: ['Departed'],
  initial: {
    auxiliary: false,
    certificates: [],
    leaderTerms: [],
    reviewedBefore: [],
    secondments: [],
    roleTerms: [],
    postings: [],
  },
  acts,
  list: { columns: ['name', 'unitId', 'auxiliary'], filters: ['unitId', 'auxiliary'], sort: 'unitId' },
  calledBy: 'name',
  idTitle: '用户编号（与统一登录中的一致）',
  measures: {
    // People stand under a pseudonym here; who has no day on record counts as having been there from the beginning.
    'officer.serving': { title: '人员在册', ...inUnits((row) => [{ from: firstDay(row) }]) },
    'officer.enforcing': {
      title: '执法人员在册',
      ...inUnits((row) => (row.auxiliary ? [] : [{ from: firstDay(row) }])),
    },
    'officer.certified': {
      title: '持有执法证',
      ...inUnits(({ certificates }) =>
        certificates.map((one) => ({ from: one.validFrom, until: certificateEnds(one) })),
      ),
    },
    'officer.reviewing': {
      title: '列入法制审核人员库',
      ...inUnits(({ reviewer, reviewedBefore }) =>
        [...reviewedBefore, ...(reviewer ? [reviewer] : [])].map(({ enrolledOn: from, until }) => ({ from, until })),
      ),
    },
  },
  metrics: [
    {
      id: 'M24',
      name: '培训覆盖率和持证率',
      definition:
        '统计期内参训人数与期末在册人数之比；期末持有有效执法证的人数、法制审核人员数与期末在册执法人员数（不含辅助人员）之比；各以人计，一人一次',
      source: '行政处罚法第四十二条第一款、第五十八条第二款；浙江省行政执法年度数据表五',
      countsBy: '培训日期；期末',
      parts: [
        {
          ...rate('training', '培训覆盖率', ['training.person'], ['officer.serving']),
          sums: 'distinct',
          denominatorOver: 'closing',
        },
        stockRate('certified', '持证率', 'officer.certified', 'officer.enforcing', 'distinct'),
        stockRate('reviewers', '法制审核人员占比', 'officer.reviewing', 'officer.enforcing', 'distinct'),
        distinctStock('serving', '期末在册人员', 'officer.serving', '人'),
        distinctStock('reviewing', '期末法制审核人员', 'officer.reviewing', '人'),
      ],
    },
  ],
  version: 3,
});

export type OfficerState = typeof officer.initialState;
