import type { PartShown } from '../questions/metrics.js';
import { figureText } from '../ui/format.js';

type Figure = Pick<PartShown, 'unit' | 'value'>;

/** The figure of the same days of the year before, and by how much it has changed: rates by points, others by their share. */
export function Change({ now, before }: { readonly now: Figure; readonly before: Figure }) {
  const { value } = before;
  if (value === null || now.value === null || (value === 0 && now.value === 0)) return null;
  const words = changeInWords(now.unit, now.value, value);
  return (
    <small class="change">
      上年同期 {figureText(before.unit, value)}
      {words === '' ? '' : `，${words}`}
    </small>
  );
}

/** Beyond tenfold a share says less than the two figures beside each other. */
const COMPARABLE = 10;

/** 增长 6.2%, 减少 1.5 个百分点, 持平; nothing where there was next to nothing to compare with. */
export function changeInWords(unit: PartShown['unit'], now: number, before: number): string {
  if (now === before) return '持平';
  const [up, down] = unit === '率' ? ['上升', '下降'] : ['增长', '减少'];
  const way = now > before ? up : down;
  const rounded = (amount: number) => (Math.round(Math.abs(amount) * 10) / 10).toFixed(1);
  if (unit === '率') return `${way} ${rounded((now - before) * 100)} 个百分点`;
  if (before === 0 || Math.abs(now / before) > COMPARABLE) return '';
  return `${way} ${rounded(((now - before) / before) * 100)}%`;
}
