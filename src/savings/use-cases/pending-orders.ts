import type { ContributionId } from '../../shared/index.js';
import { floorOf } from '../domain/automatic-transfer.js';
import type { Contribution } from '../domain/contribution.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import type { Question } from './ask-bank.js';
import { bankOrder } from './contribution-batch.js';
import { currentRules } from './load.js';

/** Transfers that are asked about together. */
export const PENDING_PAGE = 256;

/** A contribution that the bank has not decided, with its order. */
export type PendingOrder = Question & {
  readonly contribution: Contribution;
};

/** The next page of contributions that are pending. */
export async function pendingOrders(
  tx: SavingsTx,
  after: ContributionId | null,
  now: Date,
): Promise<readonly PendingOrder[]> {
  return ordersOf(tx, await tx.contributions.page({ status: 'pending' }, after, PENDING_PAGE), now);
}

/**
 * The orders of contributions that are pending. What has not arrived at the bank yet may not be sent by a plan whose goal
 * a dispute has frozen meanwhile.
 */
export async function ordersOf(
  tx: SavingsTx,
  contributions: readonly Contribution[],
  now: Date,
): Promise<readonly PendingOrder[]> {
  const clients = await tx.clients.findMany([...new Set(contributions.map((contribution) => contribution.client))]);
  const goals = await tx.goals.findMany([...new Set(contributions.map((contribution) => contribution.goal))]);
  const plans = await tx.plans.findMany([...new Set(contributions.flatMap(({ plan }) => plan?.id ?? []))]);
  const rules = await currentRules(tx, now);
  return contributions.flatMap((contribution): PendingOrder[] => {
    const plan = contribution.plan === null ? undefined : plans.get(contribution.plan.id);
    const goal = goals.get(contribution.goal);
    const from = clients.get(contribution.client)?.account;
    if (!from || goal === undefined) return [];
    const keepAtLeast = plan && floorOf(plan, rules);
    const order = bankOrder(contribution, { from, to: goal.account, keepAtLeast });
    return [{ contribution, order, frozenWith: plan === undefined ? null : goal.id }];
  });
}
