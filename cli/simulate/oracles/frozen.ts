import { formatInstant, formatTenge } from '../../../src/shared/index.js';
import type { Dispute } from '../../../src/savings/index.js';
import { MINUTE_MS } from '../durations.js';
import type { GoalOracle } from './audit.js';

/** The clocks of two processes may differ by so much. */
const SKEW_MS = 60 * MINUTE_MS;

/** While a dispute is open nothing goes out; what the bank was asked for before it has gone out already. */
export const frozenOracle: GoalOracle = {
  name: 'a frozen goal lets nothing out',
  find: ({ entries, disputes, askedAt }) =>
    entries.flatMap(({ kind, amount, key = '' }) => {
      const askedMs = askedAt(key)?.getTime();
      if (kind !== 'transfer' || amount > 0n || askedMs === undefined) return [];
      const dispute = disputes.find(
        (one) => one.openedAt.getTime() + SKEW_MS < askedMs && askedMs < (endOf(one)?.getTime() ?? Infinity) - SKEW_MS,
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
