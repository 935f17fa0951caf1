import { accountKey } from '../../../src/ledger/index.js';
import type { BankEntry, Contribution, Payout } from '../../../src/savings/index.js';
import { formatTenge } from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** The bank moved what Jinaq ordered, each order once and to the tiyn, and nothing else. */
export const movementsOracle: GoalOracle = {
  name: 'every movement at the bank has its order',
  find: (audit) => {
    const contributions = new Map(audit.contributions.map((contribution) => [String(contribution.id), contribution]));
    const payouts = new Map(audit.payouts.map((payout) => [payout.bankKey, payout]));
    const transfers = audit.entries.filter(({ kind }) => kind === 'transfer');
    const moved = new Set(transfers.flatMap(({ key }) => key ?? []));
    return [
      ...(moved.size === transfers.length ? [] : ['the bank moved money twice under one key, or under none']),
      ...transfers.flatMap((entry) =>
        entry.amount > 0n
          ? findContribution(entry, contributions.get(entry.key ?? ''))
          : findPayout(entry, payouts.get(entry.key ?? '')),
      ),
      ...audit.contributions
        .filter(({ id, status }) => status === 'completed' && !moved.has(id))
        .map(
          ({ id, amount }) => `contribution ${id} of ${formatTenge(amount)} is completed, but the bank moved nothing`,
        ),
      ...audit.payouts
        .filter(({ bankKey, status }) => status === 'completed' && !moved.has(bankKey))
        .map(({ id, amount }) => `payout ${id} of ${formatTenge(amount)} is completed, but the bank moved nothing`),
      ...(audit.isAtRest ? unfinished(audit) : []),
    ];
  },
};

function findContribution(entry: BankEntry, order: Contribution | undefined): string[] {
  const sum = formatTenge(entry.amount);
  if (order === undefined) return [`the bank took ${sum} under the key ${entry.key}, which nobody has ordered`];
  if (order.status === 'refused') return [`the bank took ${sum} for contribution ${order.id}, which is refused`];
  if (order.amount === entry.amount) return [];
  return [`the bank took ${sum} for contribution ${order.id} of ${formatTenge(order.amount)}`];
}

function findPayout(entry: BankEntry, order: Payout | undefined): string[] {
  const sum = formatTenge(-entry.amount);
  if (order === undefined) return [`the bank paid out ${sum} under the key ${entry.key}, which nobody has ordered`];
  if (order.status === 'unclaimed')
    return [`the bank paid out ${sum} for payout ${order.id}, which counts as unclaimed`];
  if (order.amount === -entry.amount) return [];
  return [`the bank paid out ${sum} for payout ${order.id} of ${formatTenge(order.amount)}`];
}

/** At rest everything has been answered; only a dispute holds payouts back. */
function unfinished({ contributions, payouts, goal, accounts }: GoalAudit): string[] {
  const reserved = [...accounts.values()].filter(
    ({ ref, debitsPending, creditsPending }) => ref.kind !== 'bank' && debitsPending + creditsPending > 0n,
  );
  const waiting = goal.frozen ? [] : payouts.filter(({ status }) => status === 'pending' || status === 'held');
  return [
    ...contributions.filter(({ status }) => status === 'pending').map(({ id }) => `contribution ${id} never ended`),
    ...waiting.map(({ id, status }) => `payout ${id} is still ${status}`),
    ...(payouts.some(({ status }) => status === 'pending' || status === 'held') ? [] : reserved).map(
      ({ ref }) => `something is reserved on ${accountKey(ref)}, and nobody knows what for`,
    ),
  ];
}
