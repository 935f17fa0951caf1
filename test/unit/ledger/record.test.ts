import { describe, expect, it } from 'vitest';
import {
  accountIn,
  availableOf,
  BANK,
  balanceOf,
  incomingOf,
  interestOf,
  principalOf,
  record,
  UNALLOCATED,
} from '../../../src/ledger/index.js';
import { InvariantViolation, MAX_MONEY } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import {
  AIGERIM,
  balances,
  BOLAT,
  booksAfter,
  context,
  earn,
  emptyBooks,
  hold,
  only,
  putIn,
  takeOut,
  TODAY,
  transferId,
} from './family-books.js';

const inBooksOf = (after: ReturnType<typeof booksAfter>, ...instructions: Parameters<typeof record>[1]) =>
  record(after.books, instructions, context);

describe('a posted transfer', () => {
  it('moves its amount at once, on both sides', () => {
    const { books } = booksAfter(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 30n), takeOut(3, AIGERIM, 40n));
    expect(balances(books)).toEqual({ bank: 90n, aigerim: 60n, bolat: 30n });
  });

  it('carries what it was told, its place in the chain and its day', () => {
    expect(only(booksAfter({ ...putIn(1, AIGERIM, 100n), subject: 'refund-7' }).transfers)).toMatchObject({
      ...{ id: transferId(1), phase: 'posted', debit: BANK, credit: principalOf(AIGERIM), amount: 100n },
      ...{ code: 'contribution', refersTo: null, subject: 'refund-7', reason: null },
      ...{ valueDate: TODAY, recordedAt: context.now, seq: 1 },
    });
  });

  it.each([0n, -1n, MAX_MONEY + 1n])('of %d tiyn is a bug of the caller', (amount) => {
    expect(() => booksAfter(putIn(1, AIGERIM, amount))).toThrow(InvariantViolation);
  });

  it('of the largest amount there is fits', () => {
    expect(balances(booksAfter(putIn(1, AIGERIM, MAX_MONEY)).books).bank).toBe(MAX_MONEY);
  });
});

describe('a pending transfer', () => {
  const held = booksAfter(hold(1, AIGERIM, 100n));
  const pending = only(held.transfers);

  it('is on its way and moves no balance', () => {
    expect(balances(held.books)).toEqual({ bank: 0n, aigerim: 0n, bolat: 0n });
    expect(incomingOf(accountIn(held.books, BANK))).toBe(100n);
    expect(incomingOf(accountIn(held.books, principalOf(AIGERIM)))).toBe(100n);
  });

  it('that is posted in full moves all of it and leaves nothing on its way', () => {
    const { books, transfers } = inBooksOf(held, { do: 'post-pending', id: transferId(2), pending, valueDate: TODAY });
    expect(balances(books)).toEqual({ bank: 100n, aigerim: 100n, bolat: 0n });
    expect(incomingOf(accountIn(books, BANK))).toBe(0n);
    expect(only(transfers)).toMatchObject({ phase: 'post', refersTo: pending.id, amount: 100n });
  });

  it('that is posted in part moves the part and releases the rest', () => {
    const { books, transfers } = inBooksOf(held, {
      ...{ do: 'post-pending', id: transferId(2), pending, amount: 30n, valueDate: TODAY },
    });
    expect(balances(books)).toEqual({ bank: 30n, aigerim: 30n, bolat: 0n });
    expect(incomingOf(accountIn(books, BANK))).toBe(0n);
    expect(incomingOf(accountIn(books, principalOf(AIGERIM)))).toBe(0n);
    expect(only(transfers).amount).toBe(30n);
  });

  it('is never posted for more than it holds', () => {
    const post = { do: 'post-pending', id: transferId(2), pending, amount: 101n, valueDate: TODAY } as const;
    expect(() => inBooksOf(held, post)).toThrow(InvariantViolation);
  });

  it('that is voided moves nothing and leaves nothing on its way', () => {
    const { books, transfers } = inBooksOf(held, { do: 'void-pending', id: transferId(2), pending, reason: 'limit' });
    expect(balances(books)).toEqual({ bank: 0n, aigerim: 0n, bolat: 0n });
    expect(incomingOf(accountIn(books, BANK))).toBe(0n);
    expect(only(transfers)).toMatchObject({ phase: 'void', refersTo: pending.id, amount: 100n, reason: 'limit' });
  });

  it('is never released twice', () => {
    const voided = inBooksOf(held, { do: 'void-pending', id: transferId(2), pending });
    const again = { do: 'post-pending', id: transferId(3), pending, valueDate: TODAY } as const;
    expect(() => record(voided.books, [again], context)).toThrow(InvariantViolation);
  });

  it('on its way out can not be spent a second time', () => {
    const funded = booksAfter(putIn(1, AIGERIM, 100n));
    const out = { ...takeOut(2, AIGERIM, 70n), do: 'hold' } as const;
    const leaving = inBooksOf(funded, out);
    expect(availableOf(accountIn(leaving.books, principalOf(AIGERIM)))).toBe(30n);
    expect(refusal(() => record(leaving.books, [takeOut(3, AIGERIM, 31n)], context)).code).toBe('ledger.overdrawn');
    expect(balances(record(leaving.books, [takeOut(3, AIGERIM, 30n)], context).books).aigerim).toBe(70n);
  });
});

describe('linked transfers', () => {
  const funded = booksAfter(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 50n));

  it('are recorded one after the other in one chain', () => {
    const { books, transfers } = inBooksOf(funded, takeOut(3, AIGERIM, 100n), takeOut(4, BOLAT, 50n));
    expect(balances(books)).toEqual({ bank: 0n, aigerim: 0n, bolat: 0n });
    expect(transfers.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(books.head).toEqual({ seq: 4, hash: transfers[1]?.hash });
  });

  it('are recorded all or not at all', () => {
    const before = { accounts: new Map(funded.books.accounts), head: funded.books.head };
    expect(refusal(() => inBooksOf(funded, takeOut(3, AIGERIM, 100n), takeOut(4, BOLAT, 51n)))).toMatchObject({
      code: 'ledger.overdrawn',
      details: { lacking: 1n },
    });
    expect({ accounts: funded.books.accounts, head: funded.books.head }).toEqual(before);
  });

  it('may use what an earlier one of them brought, but not what a later one brings', () => {
    const paid = earn(8, BANK, UNALLOCATED, 10n);
    const shared = earn(9, UNALLOCATED, interestOf(BOLAT), 10n);
    const { books } = inBooksOf(funded, paid, shared);
    expect(balanceOf(accountIn(books, interestOf(BOLAT)))).toBe(10n);
    expect(balanceOf(accountIn(books, UNALLOCATED))).toBe(0n);
    expect(refusal(() => inBooksOf(funded, shared, paid)).code).toBe('ledger.overdrawn');
  });
});

describe('an overdraft', () => {
  it('is refused from the first tiyn, naming the account and what is lacking', () => {
    const funded = booksAfter(putIn(1, AIGERIM, 100n), putIn(2, BOLAT, 50n));
    expect(balances(inBooksOf(funded, takeOut(3, AIGERIM, 100n)).books).aigerim).toBe(0n);
    expect(refusal(() => inBooksOf(funded, takeOut(3, AIGERIM, 101n)))).toMatchObject({
      code: 'ledger.overdrawn',
      details: { account: `principal:${funded.books.goal}:aigerim`, lacking: 1n },
    });
  });

  it('of one member is not covered by the money of another', () => {
    const funded = booksAfter(putIn(1, AIGERIM, 1_000n));
    expect(refusal(() => inBooksOf(funded, takeOut(2, BOLAT, 1n))).code).toBe('ledger.overdrawn');
  });

  it('is not covered by money that is only on its way in', () => {
    expect(refusal(() => inBooksOf(booksAfter(hold(1, AIGERIM, 100n)), takeOut(2, AIGERIM, 1n))).code).toBe(
      'ledger.overdrawn',
    );
  });
});

describe('a reversal', () => {
  const funded = booksAfter(putIn(1, AIGERIM, 100n));
  const original = only(funded.transfers);
  const reversal = { do: 'reverse', id: transferId(2), original, reason: 'booked twice', valueDate: TODAY } as const;

  it('is the mirror image of a transfer, names it and says why', () => {
    const { books, transfers } = inBooksOf(funded, reversal);
    expect(balances(books)).toEqual({ bank: 0n, aigerim: 0n, bolat: 0n });
    expect(only(transfers)).toMatchObject({
      ...{ phase: 'posted', code: 'reversal', refersTo: original.id, reason: 'booked twice', amount: 100n },
      ...{ debit: principalOf(AIGERIM), credit: BANK },
    });
  });

  it('is refused when the money is no longer there', () => {
    const spent = inBooksOf(funded, takeOut(3, AIGERIM, 1n));
    expect(refusal(() => record(spent.books, [reversal], context)).code).toBe('ledger.overdrawn');
  });
});

describe('books', () => {
  it('are not changed by recording: the new ones stand beside the old ones', () => {
    const books = emptyBooks();
    record(books, [putIn(1, AIGERIM, 100n)], context);
    expect(books).toEqual(emptyBooks());
  });
});
