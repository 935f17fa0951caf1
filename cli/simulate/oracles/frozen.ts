import { formatInstant, formatTenge } from '../../../src/shared/index.js';
import type { Dispute } from '../../../src/savings/index.js';
import type { GoalOracle } from './audit.js';

/** While a dispute is open nothing goes out; what the bank was asked for before it has gone out already. */
export const frozenOracle: GoalOracle = {
  name: 'a frozen goal lets nothing out',
  find: ({ entries, disputes, askedAt, skewMs }) =>
    entries.flatMap(({ kind, amount, key = '' }) => {
      const askedMs = askedAt(key)?.getTime();
      if (kind !== 'transfer' || amount > 0n || askedMs === undefined) return [];
      const dispute = disputes.find(
        (one) => one.openedAt.getTime() + skewMs < askedMs && askedMs < (endOf(one)?.getTime() ?? Infinity) - skewMs,
      );
      if (dispute === undefined) return [];
      const when = formatInstant(new Date(askedMs));
      return [`${formatTenge(-amount)} was sent at ${when} although dispute ${dispute.id} was open`];
    }),
};

function endOf(dispute: Dispute): Date | undefined {
  if (dispute.status === 'resolved') return dispute.resolution.at;
  return dispute.status === 'withdrawn' ? dispute.withdrawnAt : undefined;
}
