import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Day, Days, Label, ListOf, OfficialNumber, Optional, say, the, UnitRef, WholeNumber } from '#fields';
import { type LegalDay, loadStatutes, type NoticeSetting, type Statutes, StatutesConfigurationError } from '#statutes';
import { act } from '../definition/act.js';
import { register } from '../definition/register.js';

/*
 * 放假安排: each year's notice of the State Council's General Office, which says which days are worked (R3). Those of past
 * years travel with the statutes; a new one is entered here, and the days that waited for it are determined (DOMAIN F2).
 */

export class DaysOff {
  @Label('节日') readonly name!: string;
  @Day('放假首日') readonly from!: LegalDay;
  /** Left out for a single day. */
  @Optional() @Day('放假末日') readonly to?: LegalDay;
}

/** 一个年份的放假安排, as it stands. */
export class HolidayNotice {
  @UnitRef('录入单位') unitId!: string;
  @WholeNumber('年份', { min: 2_000, max: 2_999 }) year!: number;
  @OfficialNumber('通知文号') noticeNo!: string;
  @Day('通知日期') issuedOn!: LegalDay;
  @ListOf('放假', () => DaysOff, { max: 20 }) holidays!: readonly DaysOff[];
  @Days('调休上班的周六、周日', { max: 20 }) workdays!: readonly LegalDay[];
}

export class EnterHolidayNotice {
  @OfficialNumber('通知文号') noticeNo!: string;
  @ActDay('通知日期') issuedOn!: LegalDay;
  @ListOf('放假', () => DaysOff, { min: 1, max: 20 }) holidays!: readonly DaysOff[];
  @Days('调休上班的周六、周日', { max: 20 }) workdays!: readonly LegalDay[];
}
export class HolidayNoticeEntered extends EnterHolidayNotice {
  @UnitRef('录入单位') unitId!: string;
  @WholeNumber('年份', { min: 2_000, max: 2_999 }) year!: number;
}

/** A notice that the State Council changed (as in the winter of 2020): what was computed before stays as it was. */
export class ReviseHolidayNotice extends EnterHolidayNotice {}
export class HolidayNoticeRevised extends HolidayNoticeEntered {}

const ARTICLE = '全国年节及纪念日放假办法；国务院办公厅年度节假日安排通知';

/** A year's notice as the statutes take it. */
export function noticeSetting({
  year,
  noticeNo,
  holidays,
  workdays,
}: Omit<HolidayNotice, 'unitId' | 'issuedOn'>): NoticeSetting {
  return { year, source: noticeNo, holidays, workdays };
}

/** A notice is taken as a whole or not at all, and no year is left out before it. */
function guardNotice(
  id: string,
  { noticeNo, holidays, workdays }: EnterHolidayNotice,
  statutes: Statutes,
): Refusal | undefined {
  const year = Number(id);
  if (!/^2\d{3}$/.test(id))
    return refuse({ code: 'holidayNotice.year', article: ARTICLE, message: '放假安排以年份为编号，如 2027' });
  const { calendar } = statutes.configuration;
  const others = calendar.filter((notice) => notice.year !== year);
  try {
    loadStatutes({
      ...statutes.configuration,
      calendar: [...others, noticeSetting({ year, noticeNo, holidays, workdays })],
    });
    return undefined;
  } catch (reason) {
    if (!(reason instanceof StatutesConfigurationError)) throw reason;
    const { expected, found } = reason.problems[0]!;
    return refuse({
      code: 'holidayNotice.wrong',
      article: ARTICLE,
      message: say`放假安排有误：应为${the.label(expected)}，实为${the.label(found)}；请对照通知原文核对，全部正确后才录入`,
    });
  }
}

const PHASES = { Awaited: '未公布', Entered: '已录入' } as const;

const ENTERING = {
  article: ARTICLE,
  roles: ['ADMINISTRATOR'],
  to: 'Entered',
  forAnyUnit: true,
} as const;

/** 放假安排, one stream a year: `holidayNotice-2027`. */
export const holidayNotice = register<HolidayNotice, typeof PHASES>({
  name: 'holidayNotice',
  path: 'holiday-notices',
  title: '放假安排',
  noun: '放假安排',
  row: HolidayNotice,
  phases: PHASES,
  acts: [
    act(EnterHolidayNotice, HolidayNoticeEntered, {
      ...ENTERING,
      title: '录入放假安排',
      says: ({ year, noticeNo }) => say`录入${year}年放假安排（${the.label(noticeNo)}）`,
      decide: (input, _row, { id, actor, statutes }) =>
        guardNotice(id, input, statutes) ?? { unitId: actor.unit, year: Number(id) },
    }),
    act(ReviseHolidayNotice, HolidayNoticeRevised, {
      ...ENTERING,
      title: '修改放假安排',
      from: ['Entered'],
      says: ({ year, noticeNo }) => say`按${the.label(noticeNo)}修改${year}年放假安排；此前已经算出的期限不变`,
      decide: (input, { year }, { id, actor, statutes }) =>
        guardNotice(id, input, statutes) ?? { unitId: actor.unit, year },
    }),
  ],
  list: { columns: ['year', 'noticeNo', 'issuedOn'], filters: ['year'], sort: '-year' },
  idTitle: '年份',
});
