import { afterEach, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { MemoryPlayedTime } from '#eventsourcing';
import { DemonstrationClock } from '#installation';
import { apiBench, OFFICER } from '../testing/api-bench.js';
import { browsing } from '../testing/browsing.js';
import { type EveryEvent, writeEveryEvent } from '../testing/every-event.js';

/* The clock of a demonstration over its pages, and that a real store has none. */

const STANDS_AT = '2023-12-31T01:00:00.000Z';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function bureau({ isDemonstration }: { readonly isDemonstration: boolean }) {
  const time = new MemoryPlayedTime();
  await time.begin(STANDS_AT);
  const clock = new DemonstrationClock(time, (await time.read())!);
  const bench = await apiBench({
    registry: lawRegistry,
    now: clock.now,
    ...(isDemonstration ? { demonstration: clock } : {}),
  });
  open.push(bench, clock);
  const written: EveryEvent = await writeEveryEvent(bench.store, 'p-asking');
  await bench.projector.waitFor(written.position, 10_000);
  const move = async (to: string, person: object | null = OFFICER, headers: Record<string, string> = {}) =>
    bench.app.inject({
      method: 'POST',
      url: '/demonstration-clock',
      headers: {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...(person === null ? {} : { cookie: await bench.cookie(person) }),
        ...headers,
      },
      payload: `to=${to}`,
    });
  return { bench, clock, move, browse: browsing(bench) };
}

const PERSON = { sub: 'p-asking', unit: 'KC', roles: ['OFFICER'], name: '问询人' };

describe('演示的时钟', () => {
  it('每一页都说明这是演示和演示日期，登录页和出错的页也一样；推进只给登录的人', async () => {
    const { browse } = await bureau({ isDemonstration: true });
    for (const url of ['/', '/cases', '/metrics', '/reports/2023?unit=KC', '/cases/none', '/cases/new/RegisterCase']) {
      const answer = await browse(url, PERSON);
      const { body } = answer.statusCode === 303 ? await browse(answer.headers.location as string, PERSON) : answer;
      expect([url, body.includes('2023年12月31日'), body.includes('action="/demonstration-clock"')]).toEqual([
        url,
        true,
        true,
      ]);
    }
    for (const url of ['/sign-in', '/nowhere']) {
      const { body } = await browse(url, null);
      expect([url, body.includes('2023年12月31日'), body.includes('action="/demonstration-clock"')]).toEqual([
        url,
        true,
        false,
      ]);
    }
  });

  it('推进到下一个工作日（元旦不上班）、一周、下一个期限，回到原来的页面；只进不退', async () => {
    const { move, clock, browse } = await bureau({ isDemonstration: true });
    const referer = 'http://localhost/cases?phase=Registered';
    const { statusCode, headers } = await move('workingDay', PERSON, { referer });
    expect([statusCode, headers.location]).toEqual([303, '/cases?phase=Registered']);
    expect(clock.now() >= '2024-01-02T01:00:00.000Z').toBe(true);
    expect((await browse('/', PERSON)).body).toContain('2024年1月2日');
    expect((await move('week', PERSON)).headers.location).toBe('/');
    const week = clock.now();
    expect(week >= '2024-01-09T01:00:00.000Z').toBe(true);
    expect(week < '2024-01-10').toBe(true);
    for (let day = week.slice(0, 10); ; day = clock.now().slice(0, 10)) {
      const answer = await move('deadline', PERSON);
      if (answer.statusCode !== 303) {
        expect(answer.statusCode).toBe(400);
        expect(answer.body).toContain('没有尚未届满的期限');
        break;
      }
      expect(clock.now().slice(0, 10) > day).toBe(true);
    }
  });

  it('不认识的推进、别的网站发来的、没有登录的，时间不动', async () => {
    const { move, clock } = await bureau({ isDemonstration: true });
    expect((await move('yesterday', PERSON)).statusCode).toBe(400);
    expect((await move('week', PERSON, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await move('week', null)).statusCode).toBe(303);
    expect(clock.now() < '2024-01-01').toBe(true);
  });

  it('真实的库没有这扇门，页面上也没有演示日期', async () => {
    const { move, browse } = await bureau({ isDemonstration: false });
    expect((await move('week', PERSON)).statusCode).toBe(404);
    for (const url of ['/', '/cases', '/sign-in']) expect((await browse(url, PERSON)).body).not.toContain('演示日期');
  });
});
