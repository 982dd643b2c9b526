import { describe, expect, it } from '@jest/globals';
import { schemaOf } from '#fields';
import { AGGREGATES, aggregateNamed, commandNamed } from './registry.js';
import { ROLES } from './roles.js';

/** Every event type that a log may hold. A line may grow; what stands here is never renamed and never taken out. */
const STORED_FOR_EVER: Readonly<Record<string, string>> = {
  unit: 'UnitEstablished',
  officer: `OfficerRegistered CertificateIssued CertificateRevoked LeaderAppointed LeaderRelieved ReviewerEnrolled
    OfficerSeconded`,
  documentNumber: 'DocumentNumberTaken',
  case: `CaseRegistered CaseFiled FilingDeclined OfficerAssigned OfficerRemoved EvidenceCollected CorrectionOrdered
    InvestigationConcluded InvestigationReturned LegalReviewSubmitted LegalReviewPassed LegalReviewReturned
    PenaltyNoticeServed StatementReceived StatementReviewed StatementWaived HearingRequested HearingScheduled HearingHeld
    HearingTerminated CollectivelyDiscussed PenaltyDecided NoPenaltyDecided NotEstablishedDecided
    ProceduralDefectRecorded SummaryDecisionMade SummaryDecisionImported DecisionServed ActCodeAssigned PenaltyPublished
    FinePaid DemandServed CourtEnforcementApplied CourtEnforcementAccepted CourtEnforcementRejected
    CriminalTransferProposed CriminalTransferApproved CriminalTransferRefused CriminalTransferSent PoliceFiledCase
    PoliceDeclinedToFile CaseClosed`,
  summaryImport: 'SummaryDecisionsImported',
  lead: `LeadRegistered LeadAcknowledged LeadRejected LeadReassigned LeadVerified LeadConverted LeadClosedNoAction
    ReporterReplied`,
  coordination: `CoordinationRequested CoordinationAccepted CoordinationDeclined CoordinationResponded
    CoordinationCompleted CoordinationEscalated`,
  dispute: `DisputeRaised NegotiationRecorded DesignationRequested JurisdictionDesignated DisputeResolved
    DisputeWithdrawn`,
  remedy: `ReconsiderationFiled ReconsiderationAccepted ReconsiderationDeclined ReconsiderationAnswerSubmitted
    ReconsiderationSuspended ReconsiderationResumed ReconsiderationWithdrawn ReconsiderationDecided LitigationFiled
    LitigationAccepted LitigationDeclined LitigationAnswerSubmitted CourtHearingHeld LitigationWithdrawn LitigationJudged
    LitigationAppealed AppealWithdrawn LitigationEffective`,
  remedyRegister: 'RemedyEntered RemedyDueMoved RemedyEnded',
  referral: 'InboundReferralReceived ReferralFiled ReferralAnswered ReferralOutcomeReported',
  actLedger: `LicenseApplied LicenseAccepted LicenseGranted LicenseRefused LicenseRevoked MeasureDecided ExecutionFinished
    OtherActRecorded`,
};

describe('领域的全部档案', () => {
  it('事件的名称永久保存：已有的一个不改、一个不少', () => {
    for (const [name, types] of Object.entries(STORED_FOR_EVER))
      expect([...aggregateNamed(name)!.events.keys()]).toEqual(expect.arrayContaining(types.split(/\s+/)));
  });

  it('每个事件有中文名称，初始状态不因不认识的事件改变', () => {
    for (const { events, initialState, evolve } of AGGREGATES) {
      for (const { title } of events.values()) expect(title).toMatch(/[\u4e00-\u9fff]/);
      expect(evolve(initialState, { type: 'Unheard', data: {} })).toBe(initialState);
    }
  });

  it('每个命令有中文名称、条文、可以下命令的身份和输入的格式；系统管理员不办案（DOMAIN 2.7）', () => {
    for (const aggregate of AGGREGATES)
      for (const command of aggregate.commands) {
        expect(commandNamed(aggregate.name, command.name)).toBe(command);
        expect(command.title).toMatch(/[\u4e00-\u9fff]/);
        expect(command.article).toMatch(/[\u4e00-\u9fff]/);
        expect(command.roles.length).toBeGreaterThan(0);
        for (const role of command.roles) expect(Object.keys(ROLES)).toContain(role);
        expect(command.roles.includes('ADMINISTRATOR')).toBe(['unit', 'officer'].includes(aggregate.name));
        expect(schemaOf(command.input)).toMatchObject({ type: 'object', additionalProperties: false });
      }
  });
});
