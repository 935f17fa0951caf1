import { describe, expect, it } from 'vitest';
import { addToStatement, BANK, interestOf, NOTHING_YET, UNALLOCATED } from '../../../src/ledger/index.js';
import { addDays, type ClientId } from '../../../src/shared/index.js';
import { AIGERIM, BOLAT, booksAfter, earn, hold, putIn, takeOut, TODAY } from './family-books.js';

const { transfers } = booksAfter(
  putIn(1, AIGERIM, 100n),
  { ...putIn(2, BOLAT, 50n), valueDate: addDays(TODAY, 1) },
  { ...takeOut(3, AIGERIM, 30n), valueDate: addDays(TODAY, 2) },
  hold(4, AIGERIM, 7n),
  earn(5, BANK, UNALLOCATED, 9n),
  earn(6, UNALLOCATED, interestOf(BOLAT), 9n),
);
const statement = (isVisible: (client: ClientId) => boolean, range = {}) =>
  addToStatement(NOTHING_YET, transfers, range, isVisible);
const lines = (...args: Parameters<typeof statement>) =>
  statement(...args).entries.map(({ seq, client, amount, balance }) => [seq, client, amount, balance]);

describe('a statement', () => {
  it('has every entry with its sum, seen from the goal, and the money after it', () => {
    expect(lines(() => true)).toEqual([
      [1, AIGERIM, 100n, 100n],
      [2, BOLAT, 50n, 150n],
      [3, AIGERIM, -30n, 120n],
      [4, AIGERIM, 7n, 120n],
      [5, null, 9n, 129n],
      [6, BOLAT, 9n, 129n],
    ]);
  });

  it('of some days begins with the money of the days before', () => {
    const [second, third] = [addDays(TODAY, 1), addDays(TODAY, 2)];
    expect(lines(() => true, { from: second, to: second })).toEqual([[2, BOLAT, 50n, 150n]]);
    expect(lines(() => true, { from: third })).toEqual([[3, AIGERIM, -30n, 120n]]);
  });

  it('hides sums, and the money after them from the first one on', () => {
    expect(lines((client) => client === AIGERIM)).toEqual([
      [1, AIGERIM, 100n, 100n],
      [2, BOLAT, null, null],
      [3, AIGERIM, -30n, null],
      [4, AIGERIM, 7n, null],
      [5, null, 9n, null],
      [6, BOLAT, null, null],
    ]);
  });

  it('hides the money after a hidden sum also when that one is out of range', () => {
    expect(lines((client) => client === AIGERIM, { from: addDays(TODAY, 2) })).toEqual([[3, AIGERIM, -30n, null]]);
  });

  it('hides nothing for interest that was shared out to others: no money moved at the bank', () => {
    const only = transfers.filter(({ seq }) => seq !== 2);
    expect(addToStatement(NOTHING_YET, only, {}, (client) => client === AIGERIM).after).toEqual({
      balance: 79n,
      isPrivate: false,
    });
  });

  it('is the same page by page', () => {
    const isVisible = (client: ClientId) => client === AIGERIM;
    let before = NOTHING_YET;
    const entries = transfers.flatMap((transfer) => {
      const added = addToStatement(before, [transfer], {}, isVisible);
      before = added.after;
      return added.entries;
    });
    expect(entries).toEqual(statement(isVisible).entries);
  });
});
