import type { SightAnswer } from '../questions/sight.js';
import { DayInput, FilterForm, Select, UnitSelect } from '../ui/form.js';
import type { FigureScope } from './figure-scope.js';

interface ScopeFormProps {
  readonly action: string;
  readonly scope: FigureScope;
  readonly sight: SightAnswer;
  /** A report is that of one unit; figures may be those of several. */
  readonly isOfOneUnit?: boolean;
}

/** Whose figures, of which year, as known when. */
export function ScopeForm({ action, scope, sight, isOfOneUnit = false }: ScopeFormProps) {
  const { year, unit, below, knownOn } = scope;
  const years = [...new Set([...sight.years, year])].sort((a, b) => b - a);
  return (
    <FilterForm action={action} isOfFigures>
      <Select
        name="year"
        title="年度"
        terms={years.map((one) => [String(one), String(one)] as const)}
        chosen={String(year)}
      />
      <UnitSelect name="unit" units={sight.units} chosen={unit} {...(isOfOneUnit ? {} : { all: '全部' })} />
      {isOfOneUnit || !sight.seesBelow || sight.units.length < 2 ? null : (
        <label class="check">
          <input type="checkbox" name="below" value="true" checked={below === true} />
          含下级单位
        </label>
      )}
      <DayInput name="knownOn" title="按某日已知" value={knownOn?.slice(0, 10)} />
    </FilterForm>
  );
}
