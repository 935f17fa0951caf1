import type { BankEntry, Contribution, OutflowTx } from '../../../src/savings/index.js';
import { asContributionId, type GoalId } from '../../../src/shared/index.js';
import type { PaidOrder } from './audit.js';
import { type GoalInBooks, readGoal } from './read-goal.js';

/** The orders behind entries of a main account, by the key of the transfer. */
export async function readOrders(
  tx: OutflowTx,
  entries: readonly BankEntry[],
): Promise<ReadonlyMap<string, PaidOrder>> {
  const keys = entries.flatMap(({ key, amount }) => (key !== undefined && amount < 0n ? [key] : []));
  const contributions = await tx.contributions.findMany(keys.filter(isId).map(asContributionId));
  const goals = new Map<GoalId, GoalInBooks>();
  for (const { goal } of contributions.values()) if (!goals.has(goal)) goals.set(goal, await readGoal(tx, goal));
  return new Map(
    [...contributions].flatMap(([key, contribution]) => {
      const goal = goals.get(contribution.goal);
      return goal === undefined ? [] : [[key, orderOf(contribution, goal)] as const];
    }),
  );
}

function orderOf(contribution: Contribution, { goal, members, plans, events }: GoalInBooks): PaidOrder {
  const plan = plans.find(({ id }) => id === contribution.plan?.id);
  const hasChanged = events.some(
    ({ type, at, data }) => type === 'plan.changed' && data.plan === plan?.id && at >= contribution.createdAt,
  );
  return { contribution, goal, members, plan, hasChanged };
}

/** Anything may stand as a key at the bank. */
function isId(key: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
}
