import { addressOf } from '../ui/form.js';
import { moment } from '../ui/format.js';

interface MomentBarProps {
  readonly here: string;
  readonly shown: { readonly revision: number; readonly recordedAt: string };
  /** The latest revision that there is, where it is known. */
  readonly end: number | undefined;
  readonly isPast: boolean;
}

/** At which point in its life a record is shown, and the way to the points beside it. */
export function MomentBar({ here, shown: { revision, recordedAt }, end, isPast }: MomentBarProps) {
  const at = (asOf: number) => addressOf(here, { asOf });
  return (
    <nav class={isPast ? 'moment sheet past' : 'moment sheet'} aria-label="版本">
      <p>
        {isPast ? <b>此处是当时的案卷：</b> : null}版本 {revision}
        {isPast && end !== undefined ? `（共到 ${end}）` : ''}，{moment(recordedAt)} 记录
      </p>
      <p class="moves screen">
        {revision > 0 ? (
          <a href={at(revision - 1)} rel="prev">
            上一版
          </a>
        ) : null}
        {isPast && end !== undefined && revision < end ? (
          <a href={at(revision + 1)} rel="next">
            下一版
          </a>
        ) : null}
        {isPast ? <a href={here}>回到现在</a> : null}
      </p>
      <form method="get" action={here} class="screen">
        <label>
          看某日终了时
          <input type="date" name="asOf" required />
        </label>
        <button type="submit" class="quiet">
          查看
        </button>
      </form>
    </nav>
  );
}
