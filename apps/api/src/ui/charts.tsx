import type { ComponentChildren } from 'preact';
import type { LedgerGroup } from '#eventsourcing';
import { grouped } from './format.js';

/* Figures that people compare, drawn by the server. Colours and widths are attributes and classes: the pages allow no
   inline styles. Everything that a bar shows is also written. */

/** How a value is drawn and written: how many, or 万元. */
export type Sums = 'count' | 'fen';

const FEN_PER_WAN = 1_000_000;

function barText(sums: Sums, value: number): string {
  if (sums === 'count') return grouped(value);
  return (Math.round((value / FEN_PER_WAN) * 10) / 10).toFixed(1);
}

const WIDTH = 396;
const HEIGHT = 150;
const TOP = 18;
const BOTTOM = 20;
const SLOT = WIDTH / 12;
const BAR = 20;

interface MonthBarsProps {
  readonly title: string;
  readonly unit: string;
  readonly year: number;
  readonly sums: Sums;
  readonly groups: readonly LedgerGroup[];
  /** The year before, beside each month. */
  readonly before?: readonly LedgerGroup[];
  /** Where the year's figure opens into its entries, and where a month of it. */
  readonly href?: string | undefined;
  readonly hrefOf?: (month: string) => string;
}

/** Twelve bars, one a month of the year. */
export function MonthBars({ title, unit, year, sums, groups, before = [], href, hrefOf }: MonthBarsProps) {
  const byMonth = new Map([...groups, ...before].map((group) => [group.group, group[sums]]));
  const values = Array.from({ length: 12 }, (_, index) => {
    const month = String(index + 1).padStart(2, '0');
    return {
      month: index + 1,
      group: `${year}-${month}`,
      value: byMonth.get(`${year}-${month}`) ?? 0,
      last: byMonth.get(`${year - 1}-${month}`) ?? 0,
    };
  });
  const isCompared = values.some(({ last }) => last > 0);
  const highest = Math.max(1, ...values.flatMap(({ value, last }) => [value, last]));
  const total = values.reduce((sum, { value }) => sum + value, 0);
  const scale = (HEIGHT - TOP - BOTTOM) / highest;
  const said = values
    .map(
      ({ month, value, last }) =>
        `${month}月${barText(sums, value)}${isCompared ? `（上年${barText(sums, last)}）` : ''}`,
    )
    .join('，');
  const heading = `${title}（${unit}）`;
  return (
    <figure class="chart sheet">
      <figcaption>
        {href === undefined ? heading : <a href={href}>{heading}</a>}
        <span>全年 {barText(sums, total)}</span>
      </figcaption>
      {/* A picture says nothing of the links in it. */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role={hrefOf === undefined ? 'img' : 'group'}
        aria-label={`${year}年各月${heading}：${said}`}
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} class="axis" />
        {values.map(({ month, group, value, last }) => {
          const height = Math.max(0, value) * scale;
          const middle = (month - 0.5) * SLOT;
          return (
            <MonthLink key={month} href={value === 0 ? undefined : hrefOf?.(group)}>
              {last <= 0 ? null : (
                <rect
                  x={middle - BAR / 2 - 4}
                  y={HEIGHT - BOTTOM - last * scale}
                  width={BAR}
                  height={last * scale}
                  rx="1.5"
                  class="bar-before"
                />
              )}
              <rect
                x={middle - BAR / 2}
                y={HEIGHT - BOTTOM - height}
                width={BAR}
                height={height}
                rx="1.5"
                class="bar"
              />
              <text x={middle} y={HEIGHT - BOTTOM - height - 5} class="bar-value">
                {value === 0 ? '' : barText(sums, value)}
              </text>
              <text x={middle} y={HEIGHT - 6} class="bar-label">
                {`${month}月`}
              </text>
            </MonthLink>
          );
        })}
      </svg>
      {isCompared ? (
        <ul class="legend">
          {[
            ['bar', `${year}年`],
            ['bar-before', `${year - 1}年`],
          ].map(([name, label]) => (
            <li key={name}>
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" class={name} />
              </svg>{' '}
              {label}
            </li>
          ))}
        </ul>
      ) : null}
    </figure>
  );
}

/** A month of a chart, opening into what it counts where there is a place for that. */
function MonthLink({ href, children }: { readonly href: string | undefined; readonly children: ComponentChildren }) {
  return href === undefined ? <g>{children}</g> : <a href={href}>{children}</a>;
}

export interface Share {
  readonly label: string;
  readonly value: number;
  readonly href?: string | undefined;
}

/** One bar that parts share among themselves. */
export function Shares({ title, unit, parts }: { title: string; unit: string; parts: readonly Share[] }) {
  const total = parts.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  let begun = 0;
  const placed = parts.map((part, index) => {
    const width = total === 0 ? 0 : (Math.max(0, part.value) / total) * 100;
    const place = { ...part, index, x: begun, width };
    begun += width;
    return place;
  });
  return (
    <figure class="chart sheet">
      <figcaption>
        {title}（{unit}）<span>共 {grouped(total)}</span>
      </figcaption>
      <svg class="shares" width="100%" height="18" aria-hidden="true">
        {placed.map(({ label, index, x, width }) => (
          <rect
            key={label}
            x={`${x.toFixed(3)}%`}
            width={`${width.toFixed(3)}%`}
            height="18"
            class={`share-${index}`}
          />
        ))}
      </svg>
      <ul class="legend">
        {placed.map(({ label, value, href, index, width }) => (
          <li key={label}>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" class={`share-${index}`} />
            </svg>
            {label} {href === undefined ? grouped(value) : <a href={href}>{grouped(value)}</a>}{' '}
            <small>{share(width)}</small>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** A share in percent; what is not nothing is never written as nothing, nor what is not all as all. */
function share(width: number): string {
  if (width > 0 && width < 0.1) return '不足 0.1%';
  return `${width < 100 && width > 99.9 ? '99.9' : width.toFixed(1)}%`;
}

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Where the bar opens into what it counts. */
  readonly href?: string;
}

/** So many bars are seen at once; the rest are behind a line that says how many. */
const BARS_SHOWN = 12;

interface BarListProps {
  readonly caption: string;
  readonly sums: Sums;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** For bars that have an order of their own: months. */
  readonly keepsOrder?: boolean;
}

/** Bars side by side under one scale, a line each, the longest first. */
export function BarList({ caption, sums, unit, bars, keepsOrder = false }: BarListProps) {
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  const ordered = keepsOrder ? bars : [...bars].sort((a, b) => b.value - a.value);
  const shown = ordered.length <= BARS_SHOWN + 1 ? ordered : ordered.slice(0, BARS_SHOWN);
  const heading = `${caption}（${unit}）`;
  const rest = ordered.slice(shown.length);
  return (
    <div class="bars sheet">
      <BarTable caption={heading} sums={sums} bars={shown} highest={highest} />
      {rest.length === 0 ? null : (
        <details>
          <summary>其余 {rest.length} 项</summary>
          <BarTable caption={`${heading}，其余`} hidesCaption sums={sums} bars={rest} highest={highest} />
        </details>
      )}
    </div>
  );
}

interface BarTableProps {
  readonly caption: string;
  readonly hidesCaption?: boolean;
  readonly sums: Sums;
  readonly bars: readonly Bar[];
  readonly highest: number;
}

function BarTable({ caption, hidesCaption = false, sums, bars, highest }: BarTableProps) {
  return (
    <table>
      <caption class={hidesCaption ? 'unseen' : ''}>{caption}</caption>
      <tbody>
        {bars.map(({ key, label, value, href }) => (
          <tr key={key}>
            <th scope="row">{href === undefined ? label : <a href={href}>{label}</a>}</th>
            <td class="track">
              <svg width="100%" height="10" aria-hidden="true">
                <rect
                  width={`${((Math.max(0, value) / highest) * 100).toFixed(2)}%`}
                  height="10"
                  rx="1.5"
                  class="bar"
                />
              </svg>
            </td>
            <td class="number">{barText(sums, value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
