import type { LegalDay } from '#statutes';
import type { MoveOn } from '../questions/move-on.js';

const MOVES: Readonly<Record<MoveOn, string>> = {
  workingDay: '到下一个工作日',
  week: '过一周',
  deadline: '到下一个期限',
};

/** Over every page of a demonstration: that it is one, on which day it stands, and the way to move it on. */
export function DemonstrationBanner({ today, mayMove }: { readonly today: LegalDay; readonly mayMove: boolean }) {
  const [year, month, day] = today.split('-').map(Number);
  return (
    <aside class="demonstration" aria-label="演示日期">
      <p>
        演示数据，演示日期{' '}
        <time dateTime={today}>
          {year}年{month}月{day}日
        </time>
        <span>　时间由此继续</span>
      </p>
      {mayMove ? (
        <form method="post" action="/demonstration-clock" class="screen">
          {Object.entries(MOVES).map(([to, title]) => (
            <button key={to} type="submit" name="to" value={to} class="quiet">
              {title}
            </button>
          ))}
        </form>
      ) : null}
    </aside>
  );
}
