import type { ComponentChildren } from 'preact';
import { defined } from '#eventsourcing';

/** Figures side by side, each under its name. */
export function Amounts({
  title,
  amounts,
}: {
  readonly title?: string;
  readonly amounts: readonly (readonly [name: string, amount: ComponentChildren])[];
}) {
  return (
    <dl class="amounts" {...defined({ 'aria-label': title })}>
      {amounts.map(([name, amount]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
    </dl>
  );
}
