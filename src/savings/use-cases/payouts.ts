import { accountIn, balanceOf, type Books, interestOf, principalOf } from '../../ledger/index.js';
import { type ClientId, formatTenge, type GoalId, invariant, type Store } from '../../shared/index.js';
import type { EventType, SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import type { Claim } from '../domain/payout.js';
import {
  finishPayout,
  openPayout,
  type Payout,
  type PayoutId,
  type PayoutOrder,
  payoutAccounts,
} from '../domain/payout-order.js';
import type { BankTransferCommand, BankTransferResult, BankTransferStatus } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { askBank } from './ask-bank.js';
import { currentRules, requireGoal } from './load.js';
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
  await tx.events.append(payouts.flatMap((payout) => payoutEvents(payout, 'payout.opened', actor, now, rulesVersion)));
  return payouts;
}

/**
 * Sends pending payouts to the bank and books its answers. What the bank does not answer stays pending; what it
 * reviews is held; what it refuses is parked as unclaimed. A frozen goal sends nothing that the bank has not seen yet.
 */
export async function sendPayouts(deps: PayoutDeps, ids: readonly PayoutId[]): Promise<readonly Payout[]> {
  const finished = await Promise.all(ids.map((id) => sendPayout(deps, id)));
  return finished.flatMap((payout) => payout ?? []);
}

async function sendPayout(deps: PayoutDeps, id: PayoutId): Promise<Payout | undefined> {
  const found = await deps.store.read(async (tx) => {
    const payout = await tx.payouts.find(id);
    return payout && { payout, goal: await requireGoal(tx, payout.goal) };
  });
  if (found === undefined || isFinal(found.payout)) return found?.payout;
  const answer = await askBank(deps.bank, bankOrder(found.payout, found.goal.account), !found.goal.frozen);
  if (answer.status === 'unseen') return found.payout;
  return deps.store.transact((tx) => bookAnswer(tx, deps, id, answer));
}

/** What the bank said of a payout, once and for all. */
export type PayoutAnswer = {
  readonly payout: PayoutId;
  readonly answer: Exclude<BankTransferResult, { readonly status: 'held' }>;
};

/** Books what the bank has decided on payouts, in one transaction; what somebody else has booked meanwhile stays. */
export async function bookPayoutAnswers(deps: PayoutDeps, answers: readonly PayoutAnswer[]): Promise<void> {
  await deps.store.transact(async (tx) => {
    for (const { payout, answer } of answers) await bookAnswer(tx, deps, payout, answer);
  });
}

async function bookAnswer(
  tx: OutflowTx,
  { clock, ids, digest }: PayoutDeps,
  id: PayoutId,
  answer: Exclude<BankTransferStatus, { readonly status: 'unseen' }>,
): Promise<Payout | undefined> {
  const now = clock.now();
  // Read again: somebody else may have booked the answer meanwhile.
  const payout = await tx.payouts.find(id);
  if (payout === undefined || isFinal(payout)) return payout;
  if (answer.status === 'held') {
    const held: Payout = { ...payout, status: 'held' };
    await tx.payouts.saveMany([held]);
    return held;
  }
  const [books] = (await tx.books.load([{ goal: payout.goal, accounts: payoutAccounts(payout.lines) }])).values();
  invariant(books !== undefined, 'a goal with a payout has books');
  const finished = finishPayout(books, payout, answer, { ids, digest, now });
  await tx.books.save([finished]);
  await tx.payouts.saveMany([finished.payout]);
  const { version } = await currentRules(tx, now);
  const type = finished.payout.status === 'completed' ? 'payout.completed' : 'payout.unclaimed';
  await tx.events.append(payoutEvents(finished.payout, type, 'system', now, version));
  if (finished.payout.status === 'completed') await closePlaces(tx, finished.payout, finished.books, version, now);
  return finished.payout;
}

/** A member who was leaving has left, or is removed, once everything that was theirs has arrived. */
async function closePlaces(
  tx: OutflowTx,
  payout: Payout,
  books: Books,
  rulesVersion: number,
  now: Date,
): Promise<void> {
  const keys = payout.lines.map(({ client }) => ({ goal: payout.goal, client }));
  const left = (await tx.members.findMany(keys)).filter(
    ({ status, client }) => status === 'leaving' && isEmptyClaim(claimOf(books, client)),
  );
  if (left.length === 0) return;
  const removals = (await tx.payouts.page({ goal: payout.goal }, null, MAX_PAYOUTS)).filter(
    ({ purpose }) => purpose === 'removal',
  );
  const removed = new Set(removals.flatMap(({ lines }) => lines.map(({ client }) => client)));
  const statusOf = (client: ClientId) => (removed.has(client) ? ('removed' as const) : ('left' as const));
  await tx.members.saveMany(left.map((member) => ({ ...member, status: statusOf(member.client) })));
  await tx.events.append(
    left.map(({ goal, client }) => ({
      goal,
      type: 'member.left' as const,
      at: now,
      actor: 'system',
      client,
      rulesVersion,
      data: {},
    })),
  );
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

function bankOrder({ bankKey: key, to, amount, id }: Payout, from: string): BankTransferCommand {
  return { key, from, to, amount, purpose: `Payout ${id}` };
}

function isFinal({ status }: Payout): boolean {
  return status === 'completed' || status === 'unclaimed';
}
