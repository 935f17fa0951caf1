import { describe, expect, it } from 'vitest';
import { sha256Digest as digest } from '../../../adapters/system/index.js';
import { type Account, type Books, positionOf, record, type Transfer } from '../../../src/ledger/index.js';
import { compareReplay, replay, startReplay } from '../../../src/ledger/domain/verify.js';
import { accountKey, principalOf } from '../../../src/ledger/domain/account.js';
import { canonicalTransfer, chainNext, chainStart } from '../../../src/ledger/domain/chain.js';
import {
  AIGERIM,
  BOLAT,
  booksAfter,
  context,
  GOAL,
  hold,
  only,
  putIn,
  takeOut,
  TODAY,
  transferId,
} from './family-books.js';

const held = booksAfter(putIn(1, AIGERIM, 1_000_00n), putIn(2, BOLAT, 500_00n), hold(3, BOLAT, 250_00n));
const pending = held.transfers[2] as Transfer;
const posted = record(held.books, [{ do: 'post-pending', id: transferId(4), pending, valueDate: TODAY }], context);
const out = record(posted.books, [takeOut(5, AIGERIM, 100_00n)], context);
const BOOKS = out.books;
const TRANSFERS = [...held.transfers, ...posted.transfers, ...out.transfers];

const problemsOf = (transfers: readonly Transfer[], books: Books = BOOKS) =>
  compareReplay(replay(startReplay(GOAL, digest), transfers, digest), books);
const found = (transfers: readonly Transfer[], books?: Books) =>
  problemsOf(transfers, books).map(({ seq, problem }) => (seq === undefined ? problem : `${seq}: ${problem}`));

const withEntry = (seq: number, change: Partial<Transfer>) =>
  TRANSFERS.map((transfer) => (transfer.seq === seq ? { ...transfer, ...change } : transfer));
const withAccount = (account: Account): Books => ({
  ...BOOKS,
  accounts: new Map([...BOOKS.accounts, [accountKey(account.ref), account]]),
});
const stored = (key: string) => BOOKS.accounts.get(key) as Account;

/** Somebody who can write the whole table seals it again after their change. */
function resealed(transfers: readonly Transfer[]): { transfers: Transfer[]; head: Books['head'] } {
  let head = chainStart(GOAL, digest);
  const sealed = transfers.map((transfer): Transfer => {
    const bodyHash = digest.sha256(canonicalTransfer(transfer));
    head = chainNext(head, bodyHash, digest);
    return { ...transfer, bodyHash, seq: head.seq, hash: head.hash };
  });
  return { transfers: sealed, head };
}

describe('a replay of the transfers', () => {
  it('finds nothing in books that are right', () => {
    expect(problemsOf(TRANSFERS)).toEqual([]);
  });

  it('gives the same page by page', () => {
    let state = startReplay(GOAL, digest);
    for (const transfer of TRANSFERS) state = replay(state, [transfer], digest);
    expect(compareReplay(state, BOOKS)).toEqual([]);
  });

  it('notices a changed amount at its entry', () => {
    expect(found(withEntry(2, { amount: 500_01n }))).toContain('2: the entry differs from its hash');
  });

  it.each([
    ['member', { credit: principalOf(AIGERIM) }],
    ['day', { recordedAt: new Date(0) }],
    ['reason', { reason: 'because' }],
  ])('notices a changed %s', (_name, change: Partial<Transfer>) => {
    expect(found(withEntry(2, change))).toContain('2: the entry differs from its hash');
  });

  it('notices a changed entry whose hash was made to fit', () => {
    const changed = { ...(TRANSFERS[1] as Transfer), amount: 500_01n };
    const entry = withEntry(2, { amount: 500_01n, bodyHash: digest.sha256(canonicalTransfer(changed)) });
    expect(found(entry)).toContain('2: the entry does not follow from the one before it');
  });

  it('notices a whole chain that was sealed again, by its stored head and its balances', () => {
    const { transfers } = resealed(withEntry(2, { amount: 500_01n }));
    expect(found(transfers)).toEqual([
      'the chain ends at 5 with another hash than its stored head',
      `bank:${GOAL} differs from its transfers`,
      `principal:${GOAL}:bolat differs from its transfers`,
    ]);
  });

  it('notices a removed entry where it is missing', () => {
    const problems = found(TRANSFERS.filter(({ seq }) => seq !== 2));
    expect(problems).toContain('3: expected seq 2: an entry is missing or out of order');
    expect(problems).toContain(`principal:${GOAL}:bolat differs from its transfers`);
  });

  it('notices a truncated tail', () => {
    expect(found(TRANSFERS.slice(0, -1))).toContain('the chain ends at 4, its stored head is 5');
  });

  it('notices two entries that were swapped', () => {
    const [first, second, ...rest] = TRANSFERS as [Transfer, Transfer, ...Transfer[]];
    expect(found([second, first, ...rest])).toContain('2: expected seq 1: an entry is missing or out of order');
    const renumbered = [{ ...second, seq: 1 }, { ...first, seq: 2 }, ...rest];
    expect(found(renumbered)).toContain('1: the entry does not follow from the one before it');
  });

  it('notices a wrong balance, though the bank’s side is wrong by as much', () => {
    const bolat = stored(accountKey(principalOf(BOLAT)));
    const bank = stored('bank');
    const member = withAccount({ ...bolat, creditsPosted: bolat.creditsPosted + 1n });
    const both: Books = {
      ...member,
      accounts: new Map([...member.accounts, ['bank', { ...bank, debitsPosted: bank.debitsPosted + 1n }]]),
    };
    expect(found(TRANSFERS, both)).toEqual([
      `bank:${GOAL} differs from its transfers`,
      `principal:${GOAL}:bolat differs from its transfers`,
    ]);
  });

  it('notices a wrong sum of what is pending', () => {
    expect(found(TRANSFERS, withAccount({ ...stored('bank'), debitsPending: 1n }))).toEqual([
      `bank:${GOAL} differs from its transfers`,
    ]);
  });

  it('notices an account that no transfer made, and one that is gone', () => {
    const ghost = { ref: { kind: 'unallocated' }, creditsPosted: 7n } as const;
    expect(found(TRANSFERS, withAccount({ ...stored('bank'), ...ghost, debitsPosted: 0n }))).toContain(
      `unallocated:${GOAL} differs from its transfers`,
    );
    const gone = new Map(BOOKS.accounts);
    gone.delete(accountKey(principalOf(BOLAT)));
    expect(found(TRANSFERS, { ...BOOKS, accounts: gone })).toContain(
      `principal:${GOAL}:bolat differs from its transfers`,
    );
  });

  it('notices that the bank holds another sum than is owed', () => {
    const bank = stored('bank');
    const short = withAccount({ ...bank, creditsPosted: bank.creditsPosted + 5_00n });
    expect(found(TRANSFERS, short)).toContain('the bank account holds 1645.00, owed are 1650.00');
  });

  it('notices a pending transfer that is resolved twice, and one that never was', () => {
    const again = { ...(TRANSFERS[3] as Transfer), id: transferId(9) };
    const { transfers, head } = resealed([...TRANSFERS, again]);
    expect(found(transfers, { ...BOOKS, head })).toContain('6: it resolves a transfer that is not pending');
    const orphan = resealed([{ ...(TRANSFERS[3] as Transfer), refersTo: null }]);
    expect(found(orphan.transfers)).toContain('1: it resolves a transfer that is not pending');
  });

  it('notices a member who was below zero on the way, though not at the end', () => {
    const early = resealed([
      only(record(booksAfter(putIn(1, AIGERIM, 5n)).books, [takeOut(2, AIGERIM, 5n)], context).transfers),
      only(booksAfter(putIn(1, AIGERIM, 5n)).transfers),
    ]);
    expect(found(early.transfers)).toContain(`1: principal:${GOAL}:aigerim is below zero`);
  });
});

describe('the position of a goal', () => {
  it('is what the bank holds and what is owed, pending not counted', () => {
    expect(positionOf(BOOKS)).toEqual({ held: 1_650_00n, owed: 1_650_00n });
    expect(positionOf(booksAfter(hold(1, AIGERIM, 5n)).books)).toEqual({ held: 0n, owed: 0n });
  });
});
