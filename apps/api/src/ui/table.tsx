import type { ComponentChildren } from 'preact';
import { addressOf } from './form.js';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Not broken over lines: days, moments, short terms. */
  readonly isOneLine?: boolean;
  /** Takes the whole width of a card: names, sentences. */
  readonly isHead?: boolean;
}

export interface Row {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
  readonly className?: string;
}

interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly hidesCaption?: boolean;
}

/**
 * A table that turns into a card per row on a narrow screen. The roles are written out because `display: block` takes
 * them away from the elements. Cells that are null leave no line on a card.
 */
export function Table({ caption, columns, rows, hidesCaption = false }: TableProps) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above.
    <table class="cards" role="table">
      <caption class={hidesCaption ? 'unseen' : ''}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" role="columnheader" class={isNumber ? 'number' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, cells, className }) => (
          <tr key={key} role="row" class={className ?? ''}>
            {columns.map(({ title, isNumber, isOneLine, isHead }, index) => (
              <td
                key={title}
                role="cell"
                data-label={title}
                class={[
                  isNumber ? 'number' : '',
                  isOneLine ? 'one-line' : '',
                  isHead ? 'head' : '',
                  cells[index] === null ? 'empty' : '',
                ]
                  .filter((name) => name !== '')
                  .join(' ')}
              >
                {whole(cells[index])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}

/** On a card a cell stands beside its label, whatever it is made of. */
function whole(cell: ComponentChildren): ComponentChildren {
  return typeof cell === 'object' && cell !== null ? <div>{cell}</div> : cell;
}

interface PagerProps {
  readonly path: string;
  readonly given: Readonly<Record<string, string | undefined>>;
  readonly next: string | null;
  readonly more?: string;
}

/** The way to the first page and to the next. */
export function Pager({ path, given, next, more = '下一页' }: PagerProps) {
  const at = (cursor: string | undefined) => addressOf(path, { ...given, cursor });
  return (
    <nav class="pager screen" aria-label="翻页">
      {given['cursor'] === undefined ? null : <a href={at(undefined)}>回到第一页</a>}
      {next === null ? null : (
        <a class="button" href={at(next)}>
          {more}
        </a>
      )}
    </nav>
  );
}
