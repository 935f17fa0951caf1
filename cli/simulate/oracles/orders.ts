import type { Contribution, OutflowTx } from '../../../src/savings/index.js';
import { asContributionId, type ClientId, type GoalId, isUuid, type Store } from '../../../src/shared/index.js';
import type { PaidOrder, PayerAudit } from './audit.js';
import type { BankSide } from './bank-side.js';
import { type GoalInBooks, readGoal } from './read-goal.js';

/** What the bank says of a client's main account, and what was ordered of it. */
export type Payer = Pick<PayerAudit, 'client' | 'account' | 'entries' | 'orderOf'>;

/** Reads a client's main account with the orders behind its debits; undefined for a client whom the bank does not know. */
export async function readPayer(
  store: Store<OutflowTx>,
  atBank: BankSide,
  client: ClientId,
  known: ReadonlyMap<GoalId, GoalInBooks>,
): Promise<Payer | undefined> {
  const account = await atBank.mainAccountOf(client);
  if (account === undefined) return undefined;
  const entries = await atBank.entriesOf(account);
  const keys = entries.flatMap(({ key, amount }) => (key !== undefined && amount < 0n ? [key] : []));
  const orders = await readOrders(store, keys, known);
  return { client, account, entries, orderOf: (key) => orders.get(key) };
}

/** The orders behind transfers from a main account, by their keys. */
function readOrders(
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
