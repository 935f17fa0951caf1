import type { Books } from '../../ledger/index.js';
import { Batcher, type ClientId, invariant, type Outcome } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import { finishPayout, type Payout, type PayoutId, payoutAccounts } from '../domain/payout-order.js';
import type { BankTransferCommand, BankTransferResult, BankTransferStatus } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { type Asking, createAsking } from './ask-bank.js';
import { currentRules } from './load.js';
import { claimOf, isEmptyClaim, MAX_PAYOUTS, type PayoutDeps, payoutEvents } from './payouts.js';

/**
 * Sends pending payouts to the bank and books its answers. What the bank does not answer stays pending; what it
 * reviews is held; what it refuses is parked as unclaimed. A frozen goal sends nothing that the bank has not seen yet.
 */
export async function sendPayouts(deps: PayoutDeps, ids: readonly PayoutId[]): Promise<readonly Payout[]> {
  if (ids.length === 0) return [];
  const orders = await deps.store.read((tx) => findOrders(tx, ids));
  const ask = createAsking(deps);
  // Answers that come while others are being booked share the next transaction; one that fails is booked alone.
  const booking = new Batcher<BookableAnswer, Payout | undefined>({
    flush: (answers) =>
      deps.store.transact(async (tx) => {
        const booked = await bookAnswers(tx, deps, answers);
        return booked.map((value): Outcome<Payout | undefined> => ({ status: 'completed', value }));
      }),
  });
  const finished = await Promise.all(orders.map((order) => sendPayout(ask, order, booking)));
  return finished.flatMap((payout) => payout ?? []);
}

type PayoutToSend = { readonly payout: Payout; readonly goal: Goal };
type BookableAnswer = {
  readonly payout: PayoutId;
  readonly answer: Exclude<BankTransferStatus, { readonly status: 'unseen' }>;
};

async function findOrders(tx: OutflowTx, ids: readonly PayoutId[]): Promise<readonly PayoutToSend[]> {
  const payouts = [...(await tx.payouts.findMany(ids)).values()];
  const goals = await tx.goals.findMany([...new Set(payouts.map(({ goal }) => goal))]);
  return payouts.map((payout) => {
    const goal = goals.get(payout.goal);
    invariant(goal !== undefined, `payout ${payout.id} has a goal`);
    return { payout, goal };
  });
}

async function sendPayout(
  ask: Asking,
  { payout, goal }: PayoutToSend,
  booking: Batcher<BookableAnswer, Payout | undefined>,
): Promise<Payout | undefined> {
  if (isFinal(payout)) return payout;
  const answer = await ask({ order: bankOrder(payout, goal.account), frozenWith: goal.id });
  return answer.status === 'unseen' ? payout : booking.submit({ payout: payout.id, answer });
}

/** What the bank said of a payout, once and for all. */
export type PayoutAnswer = {
  readonly payout: PayoutId;
  readonly answer: Exclude<BankTransferResult, { readonly status: 'held' }>;
};

/** Books what the bank has decided on payouts, in one transaction; what somebody else has booked meanwhile stays. */
export async function bookPayoutAnswers(deps: PayoutDeps, answers: readonly PayoutAnswer[]): Promise<void> {
  await deps.store.transact((tx) => bookAnswers(tx, deps, answers));
}

async function bookAnswers(
  tx: OutflowTx,
  deps: PayoutDeps,
  answers: readonly BookableAnswer[],
): Promise<readonly (Payout | undefined)[]> {
  // Read again, all of them at once: somebody else may have booked an answer meanwhile, or be about to.
  const payouts = new Map(await tx.payouts.findMany(answers.map(({ payout }) => payout)));
  const booked: (Payout | undefined)[] = [];
  for (const { payout: id, answer } of answers) {
    const payout = payouts.get(id);
    const next = payout === undefined || isFinal(payout) ? payout : await bookAnswer(tx, deps, payout, answer);
    if (next !== undefined) payouts.set(id, next);
    booked.push(next);
  }
  return booked;
}

async function bookAnswer(
  tx: OutflowTx,
  { clock, ids, digest }: PayoutDeps,
  payout: Payout,
  answer: BookableAnswer['answer'],
): Promise<Payout> {
  const now = clock.now();
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

/** The bank transfer of a payout: each attempt has a key of its own. */
export function bankOrder({ bankKey: key, to, amount, id }: Payout, from: string): BankTransferCommand {
  return { key, from, to, amount, purpose: `Payout ${id}` };
}

function isFinal({ status }: Payout): boolean {
  return status === 'completed' || status === 'unclaimed';
}
