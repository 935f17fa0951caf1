import type { Contribution, OutflowTx } from '../../../src/savings/index.js';
import { asContributionId, type GoalId, isUuid, type Store } from '../../../src/shared/index.js';
import type { PaidOrder } from './audit.js';
import { type GoalInBooks, readGoal } from './read-goal.js';

/** The orders behind transfers from a main account, by their keys. */
export function readOrders(
  store: Store<OutflowTx>,
  keys: readonly string[],
  known: ReadonlyMap<GoalId, GoalInBooks>,
): Promise<ReadonlyMap<string, PaidOrder>> {
  return store.read(async (tx) => {
    // Anything may stand as a key at the bank.
    const contributions = await tx.contributions.findMany(keys.filter(isUuid).map(asContributionId));
    const goals = new Map(known);
    for (const { goal } of contributions.values()) if (!goals.has(goal)) goals.set(goal, await readGoal(tx, goal));
    return new Map(
      [...contributions].flatMap(([key, contribution]) => {
        const goal = goals.get(contribution.goal);
        return goal === undefined ? [] : [[key, orderOf(contribution, goal)] as const];
      }),
    );
  });
}

function orderOf(contribution: Contribution, { goal, members, plans, events }: GoalInBooks): PaidOrder {
  const plan = plans.find(({ id }) => id === contribution.plan?.id);
  const hasChanged = events.some(
    ({ type, at, data }) => type === 'plan.changed' && data.plan === plan?.id && at >= contribution.createdAt,
  );
  return { contribution, goal, members, plan, hasChanged };
}
