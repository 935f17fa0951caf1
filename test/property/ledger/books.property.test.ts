import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Digest as digest } from '../../../adapters/system/index.js';
import { type Account, availableOf, type Books, positionOf, type Transfer } from '../../../src/ledger/index.js';
import { compareReplay, replay, startReplay } from '../../../src/ledger/domain/verify.js';
import { GOAL, live, lives } from './instructions.js';

const accountsOf = (books: Books): readonly Account[] => [...books.accounts.values()];
const problemsOf = (books: Books, pages: readonly (readonly Transfer[])[]) =>
  compareReplay(
    pages.reduce((state, page) => replay(state, page, digest), startReplay(GOAL, digest)),
    books,
  );

describe('whatever is done to the books of a goal', () => {
  it('the debits of all accounts equal their credits, posted and pending', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        for (const books of live(life).steps) {
          const sum = (part: (account: Account) => bigint) => accountsOf(books).reduce((s, a) => s + part(a), 0n);
          expect(sum((a) => a.debitsPosted - a.creditsPosted)).toBe(0n);
          expect(sum((a) => a.debitsPending - a.creditsPending)).toBe(0n);
        }
      }),
    );
  });

  it('the bank holds exactly what is owed', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        for (const books of live(life).steps) {
          const { held, owed } = positionOf(books);
          expect(held).toBe(owed);
        }
      }),
    );
  });

  it('no account is below zero, what is on its way out included, and nothing releases more than it reserved', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        for (const books of live(life).steps) {
          for (const account of accountsOf(books)) {
            expect(availableOf(account)).toBeGreaterThanOrEqual(0n);
            expect(account.debitsPending).toBeGreaterThanOrEqual(0n);
            expect(account.creditsPending).toBeGreaterThanOrEqual(0n);
          }
        }
      }),
    );
  });

  it('what every account holds follows from the transfers alone', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { books, transfers } = live(life);
        expect(problemsOf(books, [transfers])).toEqual([]);
      }),
    );
  });

  it('a replay finds the same however it is cut into pages', () => {
    fc.assert(
      fc.property(lives(), fc.integer({ min: 1, max: 7 }), (life, size) => {
        const { books, transfers } = live(life);
        const pages = Array.from({ length: Math.ceil(transfers.length / size) }, (_, i) =>
          transfers.slice(i * size, (i + 1) * size),
        );
        expect(problemsOf(books, pages)).toEqual([]);
      }),
    );
  });

  it('the order in which accounts were loaded is irrelevant', () => {
    fc.assert(
      fc.property(lives(), lives(), fc.nat(), (past, future, by) => {
        const before = live(past);
        const straight = live(future, before);
        const turned = live(future, { ...before, books: rotated(before.books, by) });
        expect(turned.transfers).toEqual(straight.transfers);
        expect(turned.refused).toBe(straight.refused);
        expect(turned.books).toEqual(straight.books);
        expect(problemsOf(turned.books, [turned.transfers])).toEqual([]);
      }),
    );
  });
});

/** The same books with the accounts in another order. */
function rotated(books: Books, by: number): Books {
  const entries = [...books.accounts];
  const at = by % Math.max(1, entries.length);
  return { ...books, accounts: new Map([...entries.slice(at), ...entries.slice(0, at)]) };
}

describe('damage of any kind', () => {
  const damaged = lives()
    .map(live)
    .filter(({ transfers }) => transfers.length > 0);

  it('to the amount of any transfer is noticed', () => {
    fc.assert(
      fc.property(damaged, fc.nat(), fc.bigInt({ min: 1n, max: 99n }), ({ books, transfers }, at, by) => {
        const index = at % transfers.length;
        const changed = transfers.map((t, i) => (i === index ? { ...t, amount: t.amount + by } : t));
        expect(problemsOf(books, [changed])).not.toEqual([]);
      }),
    );
  });

  it('by removing any transfer is noticed', () => {
    fc.assert(
      fc.property(damaged, fc.nat(), ({ books, transfers }, at) => {
        const kept = transfers.filter((_, i) => i !== at % transfers.length);
        expect(problemsOf(books, [kept])).not.toEqual([]);
      }),
    );
  });

  it('to any total of any account is noticed', () => {
    const totals = ['debitsPosted', 'creditsPosted', 'debitsPending', 'creditsPending'] as const;
    fc.assert(
      fc.property(damaged, fc.nat(), fc.constantFrom(...totals), ({ books, transfers }, at, total) => {
        const entries = [...books.accounts];
        const wrong = entries.map(([key, account], i) =>
          i === at % entries.length
            ? ([key, { ...account, [total]: account[total] + 1n }] as const)
            : ([key, account] as const),
        );
        expect(problemsOf({ ...books, accounts: new Map(wrong) }, [transfers])).not.toEqual([]);
      }),
    );
  });
});
