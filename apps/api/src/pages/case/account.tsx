import type { CaseOverview } from '#figures';
import { Amounts } from '../../ui/amounts.js';
import { yuan } from '../../ui/format.js';

/** The money of a penalty: what was imposed, what has come in, what is still owed. */
export function Account({ row }: { readonly row: CaseOverview }) {
  // Of parties who are handled apart, all together; what each owes stands beside his name.
  const standings = [row, ...row.others];
  const total = (of: (one: (typeof standings)[number]) => number) => standings.reduce((fen, one) => fen + of(one), 0);
  const fineFen = total((one) => one.fineFen);
  const confiscateFen = total((one) => one.confiscateFen);
  const owed = fineFen + confiscateFen;
  if (owed === 0) return null;
  const received = total(({ payments }) => sum(payments));
  const unpaid = total((one) => Math.max(0, one.fineFen + one.confiscateFen - sum(one.payments)));
  const amounts: readonly (readonly [string, number])[] = [
    ['罚款', fineFen],
    ['没收', confiscateFen],
    ['已缴', received],
    ['未缴', unpaid],
    ['加处罚款已缴', total(({ surcharges }) => sum(surcharges))],
  ];
  return (
    <Amounts
      title="罚没款"
      amounts={amounts
        .filter(([name, fen]) => fen !== 0 || name === '已缴' || name === '未缴')
        .map(([name, fen]) => [
          name,
          <>
            {yuan(fen)} <small>元</small>
          </>,
        ])}
    />
  );
}

function sum(payments: readonly { readonly fen: number }[]): number {
  return payments.reduce((total, { fen }) => total + fen, 0);
}
