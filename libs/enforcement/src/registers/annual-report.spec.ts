import { describe, expect, it } from '@jest/globals';
import { type DomainEvent } from '#eventsourcing';
import { given, type Scenario } from '#eventsourcing/testing';
import { BUREAU, lawContext } from '../case/scenario.js';
import type { LawContext } from '../definition/context.js';
import {
  AdjustFigure,
  annualReport,
  DropSection,
  FreezeReport,
  OpenReport,
  PublishReport,
  REPORT_LIMITS,
  RestateReport,
  ReturnReport,
  SignReport,
  WriteSection,
} from './annual-report.js';

const by = (id: string, at: string, roles: readonly string[] = ['ANALYST']): Scenario<LawContext> => ({
  ...{ context: lawContext, actor: { id, unit: 'qz', roles }, at, elsewhere: BUREAU, id: 'qz.2023' },
});
const the = (input: new () => object) =>
  [...annualReport.commands, ...annualReport.told].find(({ name }) => name === input.name)!;

const opened: DomainEvent = {
  type: 'ReportPeriodOpened',
  data: { year: 2023, openedOn: '2023-12-01', unitId: 'qz', dueOn: '2024-01-31', dueRule: 'D39@2018-12-05' },
};
const FREEZE: FreezeReport = {
  ...{ frozenOn: '2024-01-20', knownOn: '2024-01-20T09:59', text: '年报', sha256: 'a'.repeat(64) },
  ...{ figures: [{ figure: 'closed', value: 3_590 }], unbalanced: [] },
};
const frozen: DomainEvent = { type: 'AnnualReportFrozen', data: FREEZE };
const signed: DomainEvent = { type: 'AnnualReportSigned', data: { approverId: 'chen', signedOn: '2024-01-22' } };
const PUBLISH: PublishReport = {
  ...{ indexNo: '11330800768656330Q/2024-141301', openKind: 'ACTIVE', channel: '市政府门户网站' },
  publishedOn: '2024-01-29',
};
const published: DomainEvent = { type: 'AnnualReportPublished', data: PUBLISH };
const RESTATE: RestateReport = {
  ...{ restatedOn: '2024-03-01', knownOn: '2024-03-01T10:04', reason: '更正', text: '年报', sha256: 'b'.repeat(64) },
  ...{ changes: [], causes: [] },
};
const ADJUST: AdjustFigure = {
  ...{ figure: 'hearings', name: '听证', computed: 7, value: 9, reason: '两件记在纸上', adjustedOn: '2024-01-19' },
};

describe('年报（国办发〔2018〕118号：每年1月31日前公开上年度行政执法数据）', () => {
  it('编号是单位和年度，公开期限是次年1月31日；还没有到的年度不能编制', () => {
    given()
      .when(the(OpenReport), { year: 2023, openedOn: '2023-12-01' }, by('fen', '2023-12-01'))
      .then({ type: 'ReportPeriodOpened', data: { unitId: 'qz', dueOn: '2024-01-31', dueRule: 'D39@2018-12-05' } });
    given()
      .when(the(OpenReport), { year: 2022, openedOn: '2023-12-01' }, by('fen', '2023-12-01'))
      .thenRefused('annualReport.id');
    given()
      .when(the(OpenReport), { year: 2024, openedOn: '2023-12-31' }, { ...by('fen', '2023-12-31'), id: 'qz.2024' })
      .thenRefused('annualReport.year_to_come');
  });

  it('年度最后一日不能定稿，次日可以', () => {
    given(opened)
      .when(the(FreezeReport), { ...FREEZE, frozenOn: '2023-12-31' }, by('fen', '2023-12-31'))
      .thenRefused('annualReport.year_not_over', { earliest: '2024-01-01' });
    given(opened)
      .when(the(FreezeReport), { ...FREEZE, frozenOn: '2024-01-01' }, by('fen', '2024-01-01'))
      .then({ type: 'AnnualReportFrozen' });
  });

  it('调整与累计数相同的，即取消；至多调整五十项', () => {
    const adjust = (input: Partial<AdjustFigure>, ...history: readonly DomainEvent[]) =>
      given(opened, ...history).when(the(AdjustFigure), { ...ADJUST, ...input }, by('fen', '2024-01-19'));
    adjust({}).then({ type: 'FigureAdjusted' });
    const full = Array.from({ length: REPORT_LIMITS.adjustments }, (_, n) => ({
      type: 'FigureAdjusted',
      data: { ...ADJUST, figure: `f${n}` },
    }));
    adjust({}, ...full).thenRefused('annualReport.too_many_adjustments');
    adjust({ figure: 'f0' }, ...full).then({ type: 'FigureAdjusted' });
    adjust({}, ...full, { type: 'FigureAdjusted', data: { ...ADJUST, figure: 'f0', value: ADJUST.computed } }).then({
      type: 'FigureAdjusted',
    });
  });

  it('定稿以后不能调整；退回以后重新编制', () => {
    given(opened, frozen).when(the(AdjustFigure), ADJUST, by('fen', '2024-01-21')).thenRefused('annualReport.phase');
    given(opened, frozen)
      .when(the(ReturnReport), { reason: '核对', returnedOn: '2024-01-21' }, by('chen', '2024-01-21', ['LEADER']))
      .then({ type: 'AnnualReportReturned' });
    given(opened, frozen, { type: 'AnnualReportReturned', data: { reason: '核对', returnedOn: '2024-01-21' } })
      .when(the(FreezeReport), { ...FREEZE, frozenOn: '2024-01-22' }, by('fen', '2024-01-22'))
      .then({ type: 'AnnualReportFrozen' });
  });

  it('由机关负责人本人签发，或者据纸质审批登记；没有签发的不能公开', () => {
    given(opened, frozen)
      .when(the(SignReport), { signedOn: '2024-01-22' }, by('chen', '2024-01-22', ['LEADER']))
      .then({ type: 'AnnualReportSigned', data: { approverId: 'chen' } });
    given(opened, frozen)
      .when(the(SignReport), { signedOn: '2024-01-22' }, by('fen', '2024-01-22'))
      .thenRefused('approval.not_proposed');
    given(opened, frozen)
      .when(
        the(SignReport),
        { signedOn: '2024-01-22', approverId: 'chen', paper: { documentNo: '签批单1号', approvedOn: '2024-01-22' } },
        by('fen', '2024-01-22'),
      )
      .then({ type: 'AnnualReportSigned', data: { approverId: 'chen' } });
    given(opened, frozen).when(the(PublishReport), PUBLISH, by('fen', '2024-01-29')).thenRefused('annualReport.phase');
    given(opened, frozen, signed)
      .when(the(PublishReport), PUBLISH, by('fen', '2024-01-29'))
      .then({ type: 'AnnualReportPublished' });
  });

  it('公开以后只能重述，公开的全文和截止时刻不变', () => {
    given(opened, frozen, signed)
      .when(the(RestateReport), RESTATE, by('fen', '2024-03-01'))
      .thenRefused('annualReport.phase');
    const { events } = given(opened, frozen, signed, published)
      .when(the(RestateReport), RESTATE, by('fen', '2024-03-01'))
      .then({ type: 'AnnualReportRestated' });
    const state = [opened, frozen, signed, published, ...events].reduce(
      (known, event) => annualReport.evolve(known, event),
      annualReport.initialState,
    );
    expect(state).toMatchObject({ sha256: FREEZE.sha256, knownOn: FREEZE.knownOn, restatedOn: '2024-03-01' });
  });

  it('自行撰写的部分，再写的代替以前的，可以撤下；没有撰写的不能撤，定稿以后不能再写', () => {
    const write = { section: 'REFORM' as const, words: '办结【办结】件', writtenOn: '2024-01-10' };
    const as = (words: string): DomainEvent => ({ type: 'SectionWritten', data: { ...write, words, unitId: 'qz' } });
    const written = as(write.words);
    given(opened).when(the(WriteSection), write, by('fen', '2024-01-10')).then({ type: 'SectionWritten' });
    const state = [opened, written, as('共办结【办结】件')].reduce(
      (known, event) => annualReport.evolve(known, event),
      annualReport.initialState,
    );
    expect(state.written).toEqual([{ section: 'REFORM', words: '共办结【办结】件' }]);
    const drop = { section: 'REFORM' as const, droppedOn: '2024-01-11' };
    given(opened, written).when(the(DropSection), drop, by('fen', '2024-01-11')).then({ type: 'SectionDropped' });
    given(opened).when(the(DropSection), drop, by('fen', '2024-01-11')).thenRefused('annualReport.not_written');
    given(opened, frozen)
      .when(the(WriteSection), { ...write, writtenOn: '2024-01-21' }, by('fen', '2024-01-21'))
      .thenRefused('annualReport.phase');
  });
});
