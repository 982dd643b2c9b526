import { describe, expect, it } from '@jest/globals';
import { actDayField, actDayOf } from './act-day.js';
import { ActDay, ActMoment, Day } from './kinds.js';

class Served {
  @Day('决定日期') decidedOn!: string;
  @ActDay('送达日期') servedOn!: string;
}
class ServedAgain extends Served {
  @Day('补送日期') againOn!: string;
}
class Approved {
  @ActMoment('批准时刻') approvedAt!: string;
}
class Undated {
  @Day('期限') dueOn!: string;
}

describe('行为发生之日', () => {
  it('是标明的那一个字段，不论次序和名称；子类的也是', () => {
    expect(actDayField(Served)).toBe('servedOn');
    expect(actDayField(ServedAgain)).toBe('servedOn');
    expect(actDayOf(Served, { decidedOn: '2023-05-08', servedOn: '2023-05-09' })).toBe('2023-05-09');
  });

  it('时刻按北京时间取日', () => {
    expect(actDayOf(Approved, { approvedAt: '2023-05-08T16:00:00Z' })).toBe('2023-05-09');
    expect(actDayOf(Approved, { approvedAt: '2023-05-08T15:59:59Z' })).toBe('2023-05-08');
  });

  it('没有标明的、没有填写的，没有', () => {
    expect(actDayField(Undated)).toBeUndefined();
    expect(actDayOf(Undated, { dueOn: '2023-05-08' })).toBeUndefined();
    expect(actDayOf(Served, { decidedOn: '2023-05-08' })).toBeUndefined();
  });
});
