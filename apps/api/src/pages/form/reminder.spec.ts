import { describe, expect, it } from '@jest/globals';
import { calendarEntry } from './reminder.js';

describe('记入日程', () => {
  const entry = calendarEntry({
    on: '2024-01-12',
    title: '可以办理：通知听证，案件 20231231-s4jbzp；衢州市综合行政执法局',
    url: 'http://127.0.0.1:3000/cases/20231231-s4jbzp/ScheduleHearing',
    now: '2024-01-02T01:00:00.000Z',
  });

  it('是全天的一条，当日九时提醒', () => {
    expect(entry).toContain('DTSTAMP:20240102T010000Z\r\nDTSTART;VALUE=DATE:20240112\r\n');
    expect(entry).toContain('TRIGGER:PT9H');
  });

  it('每行不超过75个字节，不把一个字分开；展开以后还是原来的话，标点按规定转写', () => {
    const lines = entry.split('\r\n');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(entry.replaceAll('\r\n ', '')).toContain(
      'SUMMARY:可以办理：通知听证，案件 20231231-s4jbzp；衢州市综合行政执法局\r\n',
    );
    expect(calendarEntry({ on: '2024-01-12', title: 'a,b;c', url: 'x', now: '' })).toContain('SUMMARY:a\\,b\\;c');
  });
});
