import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { LiveStatutes, loadStatutes } from '#statutes';
import { lawContext } from '../case/scenario.js';
import { commandOf, NOTICE_OF_2027 } from '../scenario.js';
import { EnterHolidayNotice, holidayNotice, noticeSetting, ReviseHolidayNotice } from './holiday-notice.js';

const enter = commandOf(holidayNotice, EnterHolidayNotice);
const revise = commandOf(holidayNotice, ReviseHolidayNotice);
const administrator = (id: string) => ({
  context: lawContext,
  actor: { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] },
  at: '2026-11-26',
  id,
});

const NOTICE: EnterHolidayNotice = {
  noticeNo: '国办发明电〔2026〕1号',
  issuedOn: '2026-11-25',
  holidays: NOTICE_OF_2027.holidays,
  workdays: NOTICE_OF_2027.workdays,
};
const entered = { type: 'HolidayNoticeEntered', data: { ...NOTICE, unitId: 'qz', year: 2027 } };

describe('放假安排（R3；DOMAIN F2）', () => {
  it('以年份为编号录入，此后按它计算工作日', () => {
    const { events } = given().when(enter, NOTICE, administrator('2027')).then(entered);
    const row = holidayNotice.evolve(holidayNotice.initialState, events[0]!);
    const law = new LiveStatutes(loadStatutes());
    expect(() => law.statutes.isWorkingDay('2027-01-04')).toThrow('2027年');
    law.take([noticeSetting(row)]);
    expect(law.statutes.isWorkingDay('2027-01-04')).toBe(true);
    expect(law.statutes.isWorkingDay('2027-02-08')).toBe(false);
    expect(law.statutes.isWorkingDay('2027-01-30')).toBe(true);
    expect(law.statutes.knownUntil).toBe('2027-12-31');
    law.take([]);
    expect(law.statutes.version).toBe(loadStatutes().version);
  });

  it('年份以四位数字为编号；跳过前一年的不能录入', () => {
    given().when(enter, NOTICE, administrator('明年')).thenRefused('holidayNotice.year');
    const holidays = [{ name: '元旦', from: '2028-01-01' }];
    given()
      .when(enter, { ...NOTICE, holidays, workdays: [] }, administrator('2028'))
      .thenRefused('holidayNotice.wrong');
  });

  it('调休上班只能是周六、周日，也不能在放假期间；有一处不对，全部不录入', () => {
    for (const day of ['2027-02-01', '2027-02-06'])
      given()
        .when(enter, { ...NOTICE, workdays: [day] }, administrator('2027'))
        .thenRefused('holidayNotice.wrong');
  });

  it('同一年份不录入两次；通知改了的，修改', () => {
    given(entered).when(enter, NOTICE, administrator('2027')).thenRefused('holidayNotice.phase');
    given(entered)
      .when(revise, { ...NOTICE, noticeNo: '国办发明电〔2027〕2号' }, administrator('2027'))
      .then({ type: 'HolidayNoticeRevised', data: { year: 2027, noticeNo: '国办发明电〔2027〕2号' } });
  });
});
