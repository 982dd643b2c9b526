import { h } from 'preact';
import { addressOf } from '../ui/form.js';
import { moment } from '../ui/format.js';

interface MomentBarProps {
  readonly here: string;
  readonly shown: { readonly revision: number; readonly recordedAt: string };
  /** The latest revision that there is, where it is known. */
  readonly end: number | undefined;
  readonly isPast: boolean;
  /** Where an auditor reads who looked at it. */
  readonly looks?: string | undefined;
}

/** At which point in its life a record is shown, and the way to the points beside it. */
export function MomentBar({ here, shown: { revision, recordedAt }, end, isPast, looks }: MomentBarProps) {
  const at = (asOf: number) => addressOf(here, { asOf });
  return (
    <nav class={isPast ? 'moment sheet past' : 'moment sheet'} aria-label="版本">
      <p>
        {isPast ? <b>此处是当时的案卷：</b> : null}版本 {revision}
        {isPast && end !== undefined ? `（共到 ${end}）` : ''}，{moment(recordedAt)} 记录
      </p>
      <details class="fold" open={isPast}>
        <summary class="screen">回看、对照以前的状态</summary>
        <div>
          {end === undefined || end === 0
            ? null
            : h('replay-line', { class: 'screen', 'data-here': here, 'data-end': end, 'data-at': revision })}
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
            {revision > 0 ? <a href={addressOf(here, { asOf: revision, than: revision - 1 })}>与上一版的差异</a> : null}
            {isPast && end !== undefined && revision < end ? (
              <a href={addressOf(here, { asOf: end, than: revision })}>与现在的差异</a>
            ) : null}
            {looks === undefined ? null : <a href={looks}>谁看过</a>}
          </p>
          <form method="get" action={here} class="screen">
            <label>
              看某日终了时
              <input type="date" name="asOf" required />
            </label>
            <label>
              对照
              <input type="date" name="than" />
            </label>
            <button type="submit" class="quiet">
              查看
            </button>
          </form>
        </div>
      </details>
    </nav>
  );
}
