import type { Unit } from '../directory.js';
import type { FigureScope } from './figure-scope.js';

/** Whose figures, of which year, as known when. */
export function ScopeForm({
  action,
  scope,
  units,
  years,
  isForCity,
}: {
  readonly action: string;
  readonly scope: FigureScope;
  readonly units: readonly Unit[];
  readonly years: readonly number[];
  /** Whether the whole city may be chosen. */
  readonly isForCity: boolean;
}) {
  const offered = years.includes(scope.year) ? years : [scope.year, ...years];
  return (
    <form method="get" action={action} class="scope" aria-label="范围">
      <label>
        年度
        <select name="year">
          {offered.map((year) => (
            <option key={year} value={year} selected={year === scope.year}>
              {year}
            </option>
          ))}
        </select>
      </label>
      <label class="wide">
        单位
        <select name="unit">
          {isForCity ? (
            <option value="" selected={scope.unit === undefined}>
              全市
            </option>
          ) : null}
          {units.map(({ unitId, name, depth }) => (
            <option key={unitId} value={unitId} selected={unitId === scope.unit}>
              {'　'.repeat(depth) + name}
            </option>
          ))}
        </select>
      </label>
      <label>
        按某日已知
        <input type="date" name="knownOn" value={scope.knownOn ?? ''} />
      </label>
      <button type="submit">查看</button>
    </form>
  );
}
