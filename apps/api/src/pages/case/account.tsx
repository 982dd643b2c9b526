import type { CaseOverview } from '#figures';
import { Amounts } from '../../ui/amounts.js';
import { yuan } from '../../ui/format.js';

/** The money of a penalty: what was imposed, what has come in, what is still owed. */
export function Account({ row }: { readonly row: CaseOverview }) {
  const { fineFen, confiscateFen, payments, surcharges } = row;
  const owed = fineFen + confiscateFen;
  if (owed === 0) return null;
  const received = sum(payments);
  const amounts: readonly (readonly [string, number])[] = [
    ['罚款', fineFen],
    ['没收', confiscateFen],
    ['已缴', received],
    ['未缴', Math.max(0, owed - received)],
    ['加处罚款已缴', sum(surcharges)],
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
