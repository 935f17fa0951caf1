import { balanceOf } from '../../../src/ledger/index.js';
import { EXPIRY_ANSWER_DAYS } from '../../../src/savings/index.js';
import { addDays, civilDateOf, formatTenge, sumMoney } from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** How long the hourly work may take to notice that a day has come. */
const NOTICE_DAYS = 1;

/** At rest each goal stands where somebody can say why, and what comes next; and what is closed is empty. */
export const endingsOracle: GoalOracle = {
  name: 'every goal ends in a state that can be explained',
  find: (audit) => [
    ...(audit.goal.status === 'closed' ? findInClosed(audit) : []),
    ...(audit.isAtRest ? findReason(audit) : []),
  ],
};

function findInClosed({ entries, accounts, members }: GoalAudit): string[] {
  const atBank = sumMoney(entries.map(({ amount }) => amount));
  const full = [...accounts.values()].filter((account) => balanceOf(account) !== 0n);
  const staying = members.filter(({ status }) => status === 'active' || status === 'leaving');
  return [
    ...(atBank === 0n ? [] : [`it is closed and ${formatTenge(atBank)} is left at the bank`]),
    ...full.map(({ ref }) => `it is closed and something is left on ${ref.kind}`),
    ...staying.map(({ client }) => `it is closed and ${client} is still in it`),
  ];
}

function findReason(audit: GoalAudit): string[] {
  const { goal, closing, payouts, proposals, now } = audit;
  const today = civilDateOf(now);
  const isAsked = proposals.some(({ status }) => status === 'open');
  switch (goal.status) {
    case 'active':
      return goal.deadline < addDays(today, -NOTICE_DAYS) ? [`it is active after its deadline, ${goal.deadline}`] : [];
    case 'expired': {
      const until = addDays(civilDateOf(goal.statusSince), EXPIRY_ANSWER_DAYS + NOTICE_DAYS);
      return today > until && !goal.frozen && !isAsked ? [`it has expired, and nobody was refunded by ${until}`] : [];
    }
    case 'cancelling': {
      const isParked = payouts.some(({ status }) => status === 'unclaimed');
      if (closing === undefined) return ['it is closing, and nobody knows how'];
      return goal.frozen || isParked ? [] : ['it is closing, and waits for nothing'];
    }
    case 'reached':
    case 'closed':
      return [];
  }
}
