import { positionOf, type Books, type Transfer } from '../../ledger/index.js';
import type { CivilDate, GoalId, Money } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { Payout } from './payout-order.js';

/** One thing in which the books and the bank do not agree. */
export type Difference = {
  readonly goal: GoalId;
  readonly account: string;
  readonly kind: 'only-at-bank' | 'only-in-books' | 'amount-differs' | 'balance-differs';
  /** The key of the transfer, or the bank's reference of its own entry. */
  readonly reference: string | null;
  readonly date: CivilDate | null;
  /** Signed tiyn, seen from the account. */
  readonly atBank: Money;
  readonly inBooks: Money;
};

export type GoalComparison = { readonly matched: number; readonly differences: readonly Difference[] };

type Booked = { readonly amount: Money; readonly date: CivilDate };

/**
 * Compares a goal's books with the statement of its savings account, entry by entry: transfers by their key, interest by
 * the bank's reference. What is still pending in the books and already booked at the bank shows as only at the bank, until
 * it is settled.
 */
export function compareWithBank(
  { goal, account, books }: { readonly goal: GoalId; readonly account: string; readonly books: Books },
  transfers: readonly Transfer[],
  payouts: readonly Payout[],
  bank: { readonly entries: readonly BankEntry[]; readonly balance: Money },
): GoalComparison {
  const booked = bookedByReference(transfers, payouts);
  const base = { goal, account };
  const differences: Difference[] = [];
  let matched = 0;
  for (const { key, reference, amount, valueDate } of bank.entries) {
    const name = key ?? reference;
    const own = booked.get(name);
    booked.delete(name);
    if (own?.amount === amount) {
      matched += 1;
      continue;
    }
    const kind = own === undefined ? 'only-at-bank' : 'amount-differs';
    differences.push({ ...base, kind, reference: name, date: valueDate, atBank: amount, inBooks: own?.amount ?? 0n });
  }
  for (const [reference, { amount, date }] of booked) {
    differences.push({ ...base, kind: 'only-in-books', reference, date, atBank: 0n, inBooks: amount });
  }
  const { held } = positionOf(books);
  if (held !== bank.balance && differences.length === 0) {
    differences.push({
      ...base,
      kind: 'balance-differs',
      reference: null,
      date: null,
      atBank: bank.balance,
      inBooks: held,
    });
  }
  return { matched, differences };
}

/** What moved the bank account by the books: one sum for each bank transfer, however many members it is booked to. */
function bookedByReference(transfers: readonly Transfer[], payouts: readonly Payout[]): Map<string, Booked> {
  const keys = new Map<string, string>(payouts.map(({ id, bankKey }) => [id, bankKey]));
  const booked = new Map<string, Booked>();
  for (const transfer of transfers) {
    if (transfer.phase !== 'posted' && transfer.phase !== 'post') continue;
    const side =
      transfer.debit.kind === 'bank' ? transfer.amount : transfer.credit.kind === 'bank' ? -transfer.amount : 0n;
    if (side === 0n) continue;
    const reference = referenceOf(transfer, keys);
    const earlier = booked.get(reference);
    booked.set(reference, { amount: (earlier?.amount ?? 0n) + side, date: transfer.valueDate });
  }
  return booked;
}

const BANK_REFERENCE = 'bank reference ';

function referenceOf({ id, refersTo, subject, reason, code }: Transfer, keys: ReadonlyMap<string, string>): string {
  if (code === 'interest' || code === 'interest-correction') return reason?.replace(BANK_REFERENCE, '') ?? id;
  if (code === 'contribution' || code === 'automatic') return refersTo ?? id;
  return keys.get(subject ?? '') ?? id;
}

/** How the books name the bank's own entry that a transfer books. */
export function bankReference(reference: string): string {
  return `${BANK_REFERENCE}${reference}`;
}
