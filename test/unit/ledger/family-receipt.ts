import { createSigner } from '../../../adapters/system/index.js';
import {
  accountIn,
  balanceOf,
  BANK,
  interestOf,
  principalOf,
  type Receipt,
  receiptLink,
  record,
  signedText,
  type Signer,
  type Transfer,
  UNALLOCATED,
  type UnsignedReceipt,
} from '../../../src/ledger/index.js';
import { type ClientId, formatTenge } from '../../../src/shared/index.js';
import {
  AIGERIM,
  BOLAT,
  booksAfter,
  context,
  earn,
  GOAL,
  hold,
  putIn,
  takeOut,
  TODAY,
  transferId,
} from './family-books.js';

/** The key with which the bank signs receipts. */
export const bank = createSigner();

const first = booksAfter(
  putIn(1, AIGERIM, 70_000_11n),
  putIn(2, BOLAT, 31_234_57n),
  hold(3, AIGERIM, 5_000_00n),
  takeOut(4, AIGERIM, 20_000_01n),
  earn(5, BANK, UNALLOCATED, 900_03n),
  earn(6, UNALLOCATED, interestOf(AIGERIM), 600_02n),
  earn(7, UNALLOCATED, interestOf(BOLAT), 300_01n),
);
const pending = first.transfers[2] as Transfer;
const second = record(
  first.books,
  [{ do: 'post-pending', id: transferId(8), pending, amount: 4_000_00n, valueDate: TODAY }],
  context,
);
/** A goal with interest and with a contribution that came in part. */
const BOOKS = second.books;
export const TRANSFERS = [...first.transfers, ...second.transfers];

/** Signs as the bank does, or as somebody else. */
export function sign(unsigned: UnsignedReceipt, signer: Signer = bank): Receipt {
  return { ...unsigned, signature: signer.sign(signedText(unsigned)) };
}

/** The receipt of a member, as the bank issues it. */
export function receiptFor(client: ClientId): Receipt {
  return sign({
    format: 'jinaq-receipt/1',
    goal: GOAL,
    client,
    issuedAt: '2026-01-05T09:00:00+05:00',
    principal: formatTenge(balanceOf(accountIn(BOOKS, principalOf(client)))),
    interest: formatTenge(balanceOf(accountIn(BOOKS, interestOf(client)))),
    head: BOOKS.head,
    links: TRANSFERS.map((transfer) => receiptLink(transfer, client)),
  });
}
