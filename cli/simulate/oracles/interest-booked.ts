import { balanceOf, type Transfer } from '../../../src/ledger/index.js';
import { civilDateOf, formatTenge, type Money, startOfMonth, sumMoney } from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** All interest that the bank has credited is in the books: shared out, or on its way to be; and none that it has not. */
export const interestBookedOracle: GoalOracle = {
  name: 'interest in the books is what the bank has credited',
  find: (audit) => {
    const atBank = audit.entries.filter(({ kind }) => kind === 'interest');
    const credited = sumMoney(atBank.map(({ amount }) => amount));
    const booked = sumOf(audit, 'interest') - sumOf(audit, 'interest-correction');
    const shared = sumOf(audit, 'allocation');
    const unallocated = audit.accounts.get('unallocated');
    const rest = unallocated === undefined ? 0n : balanceOf(unallocated);
    const said = `the bank has credited ${formatTenge(credited)}, ${formatTenge(booked)} is in the books`;
    if (hasCorrections(audit)) return [];
    return [
      ...(booked > credited ? [said] : []),
      ...(booked === shared + rest
        ? []
        : [`${formatTenge(booked)} is booked, ${formatTenge(shared)} shared out, ${formatTenge(rest)} left`]),
      ...(audit.isAtRest && booked < credited - waiting(audit) ? [said] : []),
    ];
  },
};

/** What the bank has credited inside a month is booked when the month is over; when the goal is closed, at once. */
function waiting({ goal, entries, now }: GoalAudit): Money {
  if (goal.status === 'closed') return 0n;
  const month = startOfMonth(civilDateOf(now));
  const recent = entries.filter(({ kind, valueDate }) => kind === 'interest' && valueDate >= month);
  return sumMoney(recent.map(({ amount }) => amount));
}

function sumOf({ transfers }: GoalAudit, code: Transfer['code']): Money {
  return sumMoney(transfers.filter((transfer) => transfer.code === code).map(({ amount }) => amount));
}

function hasCorrections({ transfers }: GoalAudit): boolean {
  return transfers.some(({ code }) => code === 'correction' || code === 'reversal');
}
