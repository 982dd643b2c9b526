import { describe, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { DeclineFiling, FileCase, RegisterCase } from './filing.js';
import { by, onPaper, registered, the } from './scenario.js';

const file = (more: Partial<FileCase> = {}): FileCase => ({
  filedOn: '2023-03-10',
  officers: [
    { userId: 'zhang', duty: 'LEAD' },
    { userId: 'li', duty: 'ASSIST' },
  ],
  ...more,
  ...onPaper(more.filedOn ?? '2023-03-10'),
});

describe('追责时效（G04，行政处罚法第三十六条）', () => {
  // The act ended under the law of 2021: two years from 2021-08-01 end on 2023-08-01.
  const old = registered({ happenedOn: '2021-08-01', registeredOn: '2023-08-01' });

  it('二年的最后一日发现的可以立案，次日发现的不可以', () => {
    given(old)
      .when(the(FileCase), file({ filedOn: '2023-08-02', discoveredOn: '2023-08-01' }), by('zhang', '2023-08-02'))
      .then({ type: 'CaseFiled', data: { limitationOn: '2023-08-01', limitationRule: 'F05@2021-07-15' } });
    given(old)
      .when(the(FileCase), file({ filedOn: '2023-08-02', discoveredOn: '2023-08-02' }), by('zhang', '2023-08-02'))
      .thenRefused('filing.time_barred', { article: '行政处罚法第三十六条' });
  });

  it('涉及生命健康安全、金融安全且有危害后果的为五年', () => {
    const given5 = (discoveredOn: string) =>
      given(registered({ happenedOn: '2021-08-01', registeredOn: '2024-01-02' })).when(
        the(FileCase),
        file({ filedOn: discoveredOn, discoveredOn, isGrave: true }),
        by('zhang', '2025-12-01'),
      );
    given5('2025-12-01').then({ type: 'CaseFiled', data: { limitationOn: '2026-08-01' } });
  });

  it('生态环境违法行为造成危害后果的五年自生态环境法典施行起；以前终了的仍为二年', () => {
    const item = { itemId: '330215001', name: '露天焚烧', field: 'ENVIRONMENT' as const };
    given(registered({ item, happenedOn: '2021-08-01', registeredOn: '2023-08-02' }))
      .when(the(FileCase), file({ filedOn: '2023-08-02', isHarmful: true }), by('zhang', '2023-08-02'))
      .thenRefused('filing.time_barred');
    given(registered({ item, happenedOn: '2021-08-01', registeredOn: '2023-08-02', isGoingOn: true }))
      .when(the(FileCase), file({ filedOn: '2023-08-02', isHarmful: true }), by('zhang', '2023-08-02'))
      .then({ type: 'CaseFiled', data: { isHarmful: true } });
  });

  it('连续或者继续的行为自终了之日起算；仍在继续的不起算', () => {
    const at = by('zhang', '2023-08-02');
    const late = file({ filedOn: '2023-08-02', discoveredOn: '2023-08-02' });
    given(registered({ happenedOn: '2021-08-01', endedOn: '2021-08-02' }))
      .when(the(FileCase), late, at)
      .then({ type: 'CaseFiled', data: { limitationOn: '2023-08-02' } });
    given(registered({ happenedOn: '2021-08-01', isGoingOn: true }))
      .when(the(FileCase), late, at)
      .then({ type: 'CaseFiled' });
  });

  it('没有写明发现日期的，以登记日期为准；登记晚于立案的，以立案日期为准', () => {
    given(registered({ happenedOn: '2021-08-01', registeredOn: '2023-08-02' }))
      .when(the(FileCase), file({ filedOn: '2023-08-03' }), by('zhang', '2023-08-03'))
      .thenRefused('filing.time_barred');
    // Put on record later: it had been filed in time.
    given(registered({ happenedOn: '2021-08-01', registeredOn: '2024-05-06' }))
      .when(the(FileCase), file({ filedOn: '2023-08-01' }), by('zhang', '2024-05-06'))
      .then({ type: 'CaseFiled', data: { discoveredOn: '2023-08-01' } });
  });

  it('发现不早于行为发生，立案不早于发现', () => {
    given(registered())
      .when(the(FileCase), file({ discoveredOn: '2023-02-28' }), by('zhang', '2023-03-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
    given(registered())
      .when(the(FileCase), file({ discoveredOn: '2023-03-11' }), by('zhang', '2023-03-12'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-11' });
  });

  it('已过时效的不予立案；没有过的不能以此为由', () => {
    const decline = (declinedOn: string): DeclineFiling => ({
      ground: 'TIME_BARRED',
      reason: '违法行为已经超过二年',
      ...onPaper(declinedOn),
      declinedOn,
    });
    given(registered({ happenedOn: '2021-08-01', registeredOn: '2023-08-02' }))
      .when(the(DeclineFiling), decline('2023-08-02'), by('zhang', '2023-08-02'))
      .then({ type: 'FilingDeclined', data: { ground: 'TIME_BARRED' } });
    given(old)
      .when(the(DeclineFiling), decline('2023-08-01'), by('zhang', '2023-08-01'))
      .thenRefused('filing.not_time_barred', { article: '行政处罚法第三十六条' });
  });

  it('终了日不早于发生日，不晚于今天；仍在继续的没有终了日', () => {
    const {
      caseId: _id,
      unitId: _unit,
      registeredOn: _on,
      sourceSystem: _system,
      ...input
    } = registered().data as RegisterCase & {
      caseId: string;
      unitId: string;
      registeredOn: string;
      sourceSystem: string;
    };
    const register = (more: Partial<RegisterCase>) =>
      given().when(the(RegisterCase), { ...input, ...more }, by('zhang', '2023-03-02'));
    register({ endedOn: '2023-03-02' }).then({ type: 'CaseRegistered', data: { endedOn: '2023-03-02' } });
    register({ endedOn: '2023-02-28' }).thenRefused('day.out_of_order');
    register({ endedOn: '2023-03-03' }).thenRefused('day.in_future');
    register({ endedOn: '2023-03-02', isGoingOn: true }).thenRefused('case.ended_and_goes_on');
  });

  describe('日期为约数的（F14）', () => {
    // “2021年7月下旬”: any of these days.
    const about = registered({
      happenedOn: '2021-07-21',
      endedOn: '2021-07-31',
      isAbout: true,
      registeredOn: '2023-07-31',
    });

    it('追责时效自最晚可能的日期起算：最后一日发现的可以立案，次日发现的不可以', () => {
      given(about)
        .when(the(FileCase), file({ filedOn: '2023-08-01', discoveredOn: '2023-07-31' }), by('zhang', '2023-08-01'))
        .then({ type: 'CaseFiled', data: { limitationOn: '2023-07-31' } });
      given(about)
        .when(the(FileCase), file({ filedOn: '2023-08-01', discoveredOn: '2023-08-01' }), by('zhang', '2023-08-01'))
        .thenRefused('filing.time_barred');
    });

    it('应写明最早和最晚可能的日期', () => {
      const register = (more: Partial<RegisterCase>): RegisterCase => ({
        item: { itemId: '330217001', name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
        parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
        happenedOn: '2023-02-21',
        place: '上街1号',
        territoryCode: '330802',
        isAbout: true,
        ...more,
      });
      const at = by('zhang', '2023-03-02');
      given().when(the(RegisterCase), register({}), at).thenRefused('case.about_without_range');
      given()
        .when(the(RegisterCase), register({ endedOn: '2023-02-21' }), at)
        .thenRefused('case.about_without_range');
      given()
        .when(the(RegisterCase), register({ endedOn: '2023-02-22' }), at)
        .then({ type: 'CaseRegistered', data: { isAbout: true, endedOn: '2023-02-22' } });
    });
  });
});
