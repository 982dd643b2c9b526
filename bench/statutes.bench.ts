// What a due date costs. Run: node --conditions=source --import ./scripts/typescript-source.mjs bench/statutes.bench.ts
// Target: under 20 µs in the common case, so that a worklist of 100,000 deadlines recomputes in seconds.
import { bench, do_not_optimize, group, run } from 'mitata';
import { addDays, dayOf, loadStatutes } from '#statutes';

const statutes = loadStatutes();
const days = Array.from({ length: 1000 }, (_, i) => addDays('2023-01-01', i));
let next = 0;
const on = () => days[next++ % days.length]!;

group('due', () => {
  bench('D07 five working days', () => do_not_optimize(statutes.due('D07', { on: on() })));
  bench('D13 fifteen days, rolled over', () => do_not_optimize(statutes.due('D13', { on: on() })));
  bench('D26 six months, rolled over', () => do_not_optimize(statutes.due('D26', { on: on() })));
  const suspensions = [
    { startOn: '2023-02-01', endOn: '2023-02-11' },
    { startOn: '2023-02-05', endOn: '2023-03-01' },
  ];
  const filed = { on: '2023-01-10', suspensions, extensions: [30, 60] };
  bench('D03 suspended twice, extended twice', () => do_not_optimize(statutes.due('D03', filed)));
  bench('D07 with its explanation', () => do_not_optimize(statutes.due('D07', { on: on() }).explanation()));
});

group('others', () => {
  bench('window D08', () => do_not_optimize(statutes.window('D08', { on: on() })));
  bench('dayOf an instant', () => do_not_optimize(dayOf('2023-09-26T10:00:00.000Z')));
  const fine = { fineFen: 1_000_000, dueOn: '2023-06-25', asOf: '2023-12-31' };
  bench('surcharge to the cap', () => do_not_optimize(statutes.surcharge(fine)));
});

group('a worklist', () => {
  bench('100,000 deadlines', () => {
    for (let i = 0; i < 100_000; i++) do_not_optimize(statutes.due('D13', { on: on() }));
  });
});

await run();
