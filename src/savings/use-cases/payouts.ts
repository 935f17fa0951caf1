import { accountIn, balanceOf, type Books, interestOf, principalOf } from '../../ledger/index.js';
import { type ClientId, formatTenge, type GoalId, invariant, type Store } from '../../shared/index.js';
import type { EventType, SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import type { Claim } from '../domain/payout.js';
import { openPayout, type Payout, type PayoutOrder } from '../domain/payout-order.js';
import type { SavingsPorts } from '../ports/index.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules } from './load.js';
import { payGoalJob } from './queued-work.js';
import type { Cause } from './tell.js';

/** More payouts than ten members can cause by leaving, being refused and retrying for years. */
export const MAX_PAYOUTS = 10_000;

/** Ports of the use cases by which money goes out. */
export type OutflowPorts = Omit<SavingsPorts, 'store'> & { readonly store: Store<OutflowTx> };
export type PayoutDeps = Pick<OutflowPorts, 'store' | 'bank' | 'clock' | 'ids' | 'digest'>;

/** Opens payouts in the running transaction: money is reserved, nothing has left the bank yet. */
export async function openPayouts(
  tx: OutflowTx,
  goal: Goal,
  orders: readonly PayoutOrder[],
  { ids, digest }: Pick<PayoutDeps, 'ids' | 'digest'>,
  { actor, now }: Cause,
): Promise<readonly Payout[]> {
  const wanted = orders.filter(({ shares }) => shares.some(({ amount }) => amount > 0n));
  if (wanted.length === 0) return [];
  let books = await loadBooks(tx, goal.id);
  const { version: rulesVersion } = await currentRules(tx, now);
  const payouts: Payout[] = [];
  const changes = wanted.map((order) => {
    const opened = openPayout(goal, books, order, { ids, digest, now });
    books = opened.books;
    payouts.push(opened.payout);
    return opened;
  });
  await tx.books.save(changes);
  await tx.payouts.saveMany(payouts);
  await tx.jobs?.ensure([payGoalJob(goal.id)]);
  await tx.events.append(payouts.flatMap((payout) => payoutEvents(payout, 'payout.opened', actor, now, rulesVersion)));
  return payouts;
}

/** What the goal owes to this member by its books. */
export function claimOf(books: Books, client: ClientId): Claim {
  return {
    principal: balanceOf(accountIn(books, principalOf(client))),
    interest: balanceOf(accountIn(books, interestOf(client))),
  };
}

export function isEmptyClaim({ principal, interest }: Claim): boolean {
  return principal === 0n && interest === 0n;
}

/** All accounts of one goal, locked until the transaction ends. */
export async function loadBooks(tx: SavingsTx, goal: GoalId): Promise<Books> {
  const books = (await tx.books.load([{ goal, accounts: 'all' }])).get(goal);
  invariant(books !== undefined, `goal ${goal} has books`);
  return books;
}

/** A payout's events: one for each member whose money it is. */
export function payoutEvents(
  { id, goal, lines, purpose, reason }: Payout,
  type: EventType,
  actor: string,
  at: Date,
  rulesVersion: number,
): readonly SavingsEvent[] {
  return lines.map(({ client, principal, interest }) => ({
    goal,
    type,
    at,
    actor,
    client,
    rulesVersion,
    data: { payout: id, purpose, amount: formatTenge(principal + interest), ...(reason === null ? {} : { reason }) },
  }));
}
