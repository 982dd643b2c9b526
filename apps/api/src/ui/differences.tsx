import { type Constructor, fieldIn, fieldsOf } from '#fields';
import type { Names } from '../questions/shown.js';
import { isNothing } from './value.js';
import { valueText } from './value-text.js';

/** A record at one moment of its life. */
export interface Moment {
  readonly title: string;
  readonly phaseTitle: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly names: Names;
}

interface DifferencesProps {
  readonly type: Constructor;
  readonly earlier: Moment;
  readonly later: Moment;
  /** Fields that are kept to find a record by, and say nothing that others do not. */
  readonly except?: readonly string[];
}

/** What became of a record between two moments, field by field; what is alike is left out. */
export function Differences({ type, earlier, later, except = [] }: DifferencesProps) {
  const fields = [...fieldsOf(type)].filter(([name]) => !except.includes(name));
  const said = fields.map(([name, field]) => {
    const text = ({ row, names }: Moment) =>
      isNothing(row[name]) ? '' : valueText(fieldIn(field, row), row[name], names);
    return { title: field.title, before: text(earlier), after: text(later) };
  });
  const phase = { title: '状态', before: earlier.phaseTitle, after: later.phaseTitle };
  const changed = [phase, ...said].filter(({ before, after }) => before !== after);
  return (
    <section class="differences sheet" aria-labelledby="differences">
      <h2 id="differences">两时点差异</h2>
      {changed.length === 0 ? (
        <p class="faint">
          {earlier.title}与{later.title}，案卷所载相同。
        </p>
      ) : (
        <table class="inner">
          <caption class="unseen">两时点差异</caption>
          <thead>
            <tr>
              <th scope="col">项目</th>
              <th scope="col">{earlier.title}</th>
              <th scope="col">{later.title}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ title, before, after }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td>{before === '' ? <span class="faint">无</span> : <del>{before}</del>}</td>
                <td>{after === '' ? <span class="faint">无</span> : <ins>{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
