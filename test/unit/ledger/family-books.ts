import {
  type AccountRef,
  accountIn,
  type Books,
  BANK,
  balanceOf,
  chainStart,
  type Instruction,
  principalOf,
  record,
  type Transfer,
} from '../../../src/ledger/index.js';
import { sha256Digest as digest } from '../../../adapters/system/index.js';
import { asClientId, asGoalId, asTransferId, parseCivilDate, type ClientId } from '../../../src/shared/index.js';

export const GOAL = asGoalId('0194a1b2-0000-7000-8000-000000000001');
export const AIGERIM = asClientId('aigerim');
export const BOLAT = asClientId('bolat');
export const NOW = new Date('2026-01-05T09:00:00+05:00');
export const TODAY = parseCivilDate('2026-01-05');

export const context = { now: NOW, digest };

/** The nth transfer id, a UUID that tells its number. */
export const transferId = (n: number) => asTransferId(`0194a1b2-aaaa-7000-8000-${String(n).padStart(12, '0')}`);

export const emptyBooks = (): Books => ({ goal: GOAL, accounts: new Map(), head: chainStart(GOAL, digest) });

type Post = Extract<Instruction, { readonly do: 'post' }>;
type Hold = Extract<Instruction, { readonly do: 'hold' }>;

const move = (n: number, client: ClientId, amount: bigint) =>
  ({
    id: transferId(n),
    debit: BANK,
    credit: principalOf(client),
    amount,
    code: 'contribution',
    valueDate: TODAY,
  }) as const;

/** Money that a member put in, posted at once. */
export const putIn = (n: number, client: ClientId, amount: bigint): Post => ({
  do: 'post',
  ...move(n, client, amount),
});

/** Money that a member has sent and the bank has not answered. */
export const hold = (n: number, client: ClientId, amount: bigint): Hold => ({
  do: 'hold',
  ...move(n, client, amount),
});

/** Money back from the goal to a member. */
export const takeOut = (n: number, client: ClientId, amount: bigint): Post => ({
  ...{ do: 'post', id: transferId(n), debit: principalOf(client), credit: BANK },
  ...{ amount, code: 'refund', valueDate: TODAY },
});

/** Interest that the bank paid, or that is shared out to a member. */
export const earn = (n: number, debit: AccountRef, credit: AccountRef, amount: bigint): Post => ({
  ...{ do: 'post', id: transferId(n), debit, credit },
  ...{ amount, code: 'interest', valueDate: TODAY },
});

/** Books after these instructions, recorded one after the other, with all the transfers that led there. */
export function booksAfter(...instructions: readonly Instruction[]): { books: Books; transfers: readonly Transfer[] } {
  let books = emptyBooks();
  const transfers: Transfer[] = [];
  for (const instruction of instructions) {
    const change = record(books, [instruction], context);
    books = change.books;
    transfers.push(...change.transfers);
  }
  return { books, transfers };
}

/** The one transfer that recording this instruction makes. */
export function only(transfers: readonly Transfer[]): Transfer {
  const [transfer] = transfers;
  if (transfer === undefined || transfers.length > 1) throw new Error(`${transfers.length} transfers, not one`);
  return transfer;
}

/** What the bank holds and what each of the two members has, posted. */
export const balances = (books: Books) => ({
  bank: balanceOf(accountIn(books, BANK)),
  aigerim: balanceOf(accountIn(books, principalOf(AIGERIM))),
  bolat: balanceOf(accountIn(books, principalOf(BOLAT))),
});
