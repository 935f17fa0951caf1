import type { Actor } from '../../access/index.js';
import {
  type CivilDate,
  type ClientId,
  type ContributionId,
  DomainError,
  type GoalId,
  invalidInput,
  type Money,
  NotFound,
  type Outcome,
} from '../../shared/index.js';
import { requireActive } from '../domain/client.js';
import { type Contribution, checkContribution, requireSameOrder } from '../domain/contribution.js';
import type { Goal } from '../domain/goal.js';
import { requireMember } from '../domain/member.js';
import type { BankTransferCommand } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import {
  addContribution,
  bankOrder,
  booksIn,
  type ContributionBatch,
  loadContributionBatch,
  pairOf,
  saveContributionBatch,
} from './contribution-batch.js';

export type ContributeCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  /** Tiyn. */
  readonly amount: Money;
  /** The caller's idempotency key, unique for the client; without one, calling twice pays twice. */
  readonly key?: string | undefined;
  /** Whose contribution it is, when operations import it. */
  readonly client?: ClientId | undefined;
  /** The day it counts from, when operations import it. */
  readonly valueDate?: CivilDate | undefined;
};

/** A contribution that is asked for, under the id that it will have. */
export type Order = ContributeCommand & { readonly client: ClientId; readonly id: ContributionId };

/** A contribution with the order for the bank; no order when the contribution was made by an earlier call. */
export type Intent = { readonly contribution: Contribution; readonly order?: BankTransferCommand };

type Deps = Pick<SavingsPorts, 'store' | 'clock' | 'ids' | 'digest'>;

/**
 * Books the intents of many callers in one transaction; a refused one does not disturb its neighbours. When the same
 * orders may have been booked by an attempt before (`isRepeated`), those without a key are looked for as well.
 */
export async function intendContributions(
  deps: Deps,
  orders: readonly Order[],
  isRepeated = false,
): Promise<readonly Outcome<Intent>[]> {
  return deps.store.transact(async (tx) => {
    const keyed = orders
      .filter(({ key }) => isRepeated || key !== undefined)
      .map(({ client, key, id }) => ({ client, key: key ?? id }));
    const [loaded, earlier] = await Promise.all([
      loadContributionBatch(tx, orders, deps.clock.now()),
      tx.contributions.findByKeys(keyed),
    ]);
    const batch: Batch = {
      ...loaded,
      earlier: new Map(earlier.map((found) => [pairOf(found.client, found.key), found])),
    };
    const outcomes = orders.map((order): Outcome<Intent> => {
      try {
        return { status: 'completed', value: intend(batch, order, deps) };
      } catch (error) {
        if (error instanceof DomainError) return { status: 'refused', error };
        throw error;
      }
    });
    await saveContributionBatch(tx, batch);
    return outcomes;
  });
}

type Batch = ContributionBatch & { readonly earlier: Map<string, Contribution> };

function intend(batch: Batch, order: Order, { digest }: Deps): Intent {
  const client = batch.clients.get(order.client);
  if (client === undefined) throw new NotFound('client', order.client);
  const goal = batch.goals.get(order.goal);
  if (goal === undefined) throw new NotFound('goal', order.goal);
  const { id } = order;
  const key = order.key ?? id;
  const earlier = batch.earlier.get(pairOf(client.id, key));
  if (earlier !== undefined) {
    const contribution = requireSameOrder(earlier, { ...order, key });
    const isOurs = earlier.id === id && earlier.status === 'pending' && client.account !== null;
    return isOurs ? { contribution, order: orderOf(contribution, client.account, goal) } : { contribution };
  }
  requireActive(client);
  requireMember(goal, client.id, batch.members.get(pairOf(client.id, goal.id)));
  if (client.account === null) {
    throw new DomainError('savings.account-missing', `The bank knows no main account of client ${client.id}.`);
  }
  const date = order.valueDate ?? batch.today;
  if (date > batch.today) throw invalidInput({ path: 'date', message: `is still to come: today is ${batch.today}` });
  const clientTotal = batch.totals.get(client.id) ?? 0n;
  checkContribution(goal, order.amount, { books: booksIn(batch, goal.id), clientTotal, rules: batch.rules, date });

  const contribution: Contribution = {
    id,
    goal: goal.id,
    client: client.id,
    amount: order.amount,
    key,
    status: 'pending',
    reason: null,
    valueDate: date,
    plan: null,
    createdAt: batch.now,
  };
  addContribution(batch, contribution, { actor: order.actor, digest });
  batch.earlier.set(pairOf(client.id, key), contribution);
  return { contribution, order: orderOf(contribution, client.account, goal) };
}

function orderOf(contribution: Contribution, from: string, goal: Goal): BankTransferCommand {
  return bankOrder(contribution, { from, to: goal.account });
}
