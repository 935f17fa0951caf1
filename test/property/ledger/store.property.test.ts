import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/index.js';
import { createIds, sha256Digest as digest } from '../../../adapters/system/index.js';
import {
  type AccountRef,
  availableOf,
  BANK,
  type Books,
  type BooksChange,
  type Instruction,
  interestOf,
  principalOf,
  record,
  type Transfer,
  UNALLOCATED,
  VerifyLedger,
} from '../../../src/ledger/index.js';
import type { SavingsTx } from '../../../src/savings/index.js';
import { asTransferId, DomainError, type Store } from '../../../src/shared/index.js';
import { AIGERIM, BOLAT, DAY, goal, NOW, seed } from '../../contract/store-fixtures.js';

const MEMBERS = [AIGERIM, BOLAT];
const MEMBER_ACCOUNTS: readonly AccountRef[] = MEMBERS.flatMap((client) => [principalOf(client), interestOf(client)]);
const GOALS = [0, 1];

/** What may be tried; `which` chooses among what is pending or posted by then, modulo their number. */
type Attempt = {
  readonly act: 'pay' | 'hold' | 'take' | 'post-pending' | 'void-pending' | 'reverse';
  readonly account: AccountRef;
  readonly amount: bigint;
  readonly which: number;
};

/** One transaction: to which goals it does what, and whether it is given up at its end. */
type Work = {
  readonly attempts: readonly { readonly on: number; readonly attempt: Attempt }[];
  readonly isGivenUp: boolean;
};

const attempts: fc.Arbitrary<Attempt> = fc.record({
  act: fc.constantFrom('pay', 'hold', 'take', 'post-pending', 'void-pending', 'reverse'),
  account: fc.constantFrom(UNALLOCATED, ...MEMBER_ACCOUNTS),
  // Now and then more than a double can count.
  amount: fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 55n })),
  which: fc.nat(),
});
const works: fc.Arbitrary<readonly Work[]> = fc.array(
  fc.record({
    attempts: fc.array(fc.record({ on: fc.constantFrom(...GOALS), attempt: attempts }), { maxLength: 6 }),
    isGivenUp: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  }),
  { maxLength: 12 },
);

const GIVEN_UP = new Error('given up');

describe('whatever is done through a store, kept or given up', () => {
  it('its books add up, nobody is below zero, the chains verify, and nothing given up is there', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(works, async (life) => {
        const store = await openSqliteStore({ path: ':memory:', digest });
        try {
          const goals = GOALS.map(() => goal());
          await seed(store, ...goals);
          const expected = new Map<string, number>();
          for (const work of life) {
            const made = await transact(
              store,
              goals.map(({ id }) => id),
              work,
            );
            for (const { goal: of } of made) expected.set(of, (expected.get(of) ?? 0) + 1);
            kept += made.length;
          }
          for (const { id } of goals) await checkBooks(store, id, expected.get(id) ?? 0);
          await checkTotals(
            store,
            goals.map(({ id }) => id),
          );
          expect(await new VerifyLedger({ store, digest }).execute()).toMatchObject({ ok: true, problems: [] });
        } finally {
          store.close();
        }
      }),
    );
    // Else the lives that are tried say nothing.
    expect(kept).toBeGreaterThan(100);
  });
});

type Id = Books['goal'];

/** Does one transaction's attempts to the books as the store has them, and gives the transfers that were kept. */
async function transact(store: Store<SavingsTx>, goals: readonly Id[], work: Work): Promise<readonly Transfer[]> {
  try {
    return await store.transact(async (tx) => {
      const changes: BooksChange[] = [];
      const books = new Map(await tx.books.load(goals.map((id) => ({ goal: id, accounts: 'all' as const }))));
      const histories = new Map<Id, Transfer[]>();
      for (const id of goals) histories.set(id, [...(await tx.transfers.history(id, { afterSeq: 0, limit: 999 }))]);
      for (const { on, attempt } of work.attempts) {
        const id = goals[on] as Id;
        const change = tryOne(books.get(id) as Books, histories.get(id) ?? [], attempt);
        if (change === undefined) continue;
        changes.push(change);
        books.set(id, change.books);
        histories.get(id)?.push(...change.transfers);
      }
      await tx.books.save(changes);
      if (work.isGivenUp) throw GIVEN_UP;
      return changes.flatMap(({ transfers }) => transfers);
    });
  } catch (error) {
    if (error === GIVEN_UP) return [];
    throw error;
  }
}

function tryOne(books: Books, history: readonly Transfer[], attempt: Attempt): BooksChange | undefined {
  const instruction = instructionOf(history, attempt);
  if (instruction === undefined) return undefined;
  try {
    return record(books, [instruction], { now: NOW, digest });
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

const ids = createIds();

function instructionOf(
  history: readonly Transfer[],
  { act, account, amount, which }: Attempt,
): Instruction | undefined {
  const id = asTransferId(ids.next());
  const shared = { id, amount, code: 'correction', valueDate: DAY } as const;
  const named = new Set(history.map(({ refersTo }) => refersTo));
  const choose = (candidates: readonly Transfer[]) => candidates[which % Math.max(1, candidates.length)];
  if (act === 'pay') return { do: 'post', debit: BANK, credit: account, ...shared };
  if (act === 'hold') return { do: 'hold', debit: BANK, credit: account, ...shared };
  if (act === 'take') return { do: which % 2 ? 'post' : 'hold', debit: account, credit: BANK, ...shared };
  if (act === 'reverse') {
    const original = choose(history.filter((t) => ['posted', 'post'].includes(t.phase) && !named.has(t.id)));
    return original && { do: 'reverse', id, original, reason: 'a mistake', valueDate: DAY };
  }
  const pending = choose(history.filter((t) => t.phase === 'pending' && !named.has(t.id)));
  if (pending === undefined) return undefined;
  if (act === 'void-pending') return { do: 'void-pending', id, pending };
  return { do: 'post-pending', id, pending, amount: amount < pending.amount ? amount : pending.amount, valueDate: DAY };
}

async function checkBooks(store: Store<SavingsTx>, id: Id, transfers: number): Promise<void> {
  const books = (await store.read((tx) => tx.books.load([{ goal: id, accounts: 'all' }]))).get(id);
  const accounts = [...(books?.accounts.values() ?? [])];
  const sum = (part: (account: (typeof accounts)[number]) => bigint) => accounts.reduce((s, a) => s + part(a), 0n);
  expect(sum((a) => a.debitsPosted - a.creditsPosted)).toBe(0n);
  expect(sum((a) => a.debitsPending - a.creditsPending)).toBe(0n);
  for (const account of accounts) expect(availableOf(account)).toBeGreaterThanOrEqual(0n);
  expect(books?.head.seq).toBe(transfers);
}

/** The totals that limit a client are those of the books, over all goals. */
async function checkTotals(store: Store<SavingsTx>, goals: readonly Id[]): Promise<void> {
  await store.read(async (tx) => {
    const books = await tx.books.load(goals.map((goal) => ({ goal, accounts: 'all' as const })));
    const totals = await tx.clients.totals(MEMBERS);
    for (const client of MEMBERS) {
      const parts = [...books.values()].map(({ accounts }) => accounts.get(`principal:${client}`));
      const total = parts.reduce((s, a) => s + (a ? a.creditsPosted - a.debitsPosted + a.creditsPending : 0n), 0n);
      expect(totals.get(client)).toBe(total);
    }
  });
}
