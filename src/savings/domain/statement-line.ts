import type { CivilDate, Money } from '../../shared/index.js';
import type { BankEntry, BankRefusal } from '../ports/bank.js';

/** A booked movement as a statement file has it. */
export type StatementLine = {
  readonly account: string;
  /** The end-to-end id of the transfer that made it, as a key; absent for the bank's own entries. */
  readonly key: string | undefined;
  /** Signed tiyn, seen from the account: positive is a credit. */
  readonly amount: Money;
  /** The day it counts from; where the file has none, the day it was booked. */
  readonly date: CivilDate | undefined;
  readonly kind: BankEntry['kind'];
  readonly reference: string | undefined;
  /** Why the bank took it back within the same file; absent when it did not. */
  readonly returned: BankRefusal | undefined;
  /** Where it stands in the file. */
  readonly line: number;
};

/** One account's statement of some days, as a file has it. */
export type AccountStatement = {
  readonly account: string;
  /** The first and the last day, where the file says them. */
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  /** Money on the account at the end, in tiyn, where the file says it. */
  readonly closing: Money | undefined;
  readonly lines: readonly (Omit<StatementLine, 'date'> & { readonly date: CivilDate })[];
};

/** A transfer of ours as the bank should have booked it. */
export type ExpectedEntry = {
  readonly account: string;
  /** Signed tiyn, seen from the account. */
  readonly amount: Money;
  readonly status: 'pending' | 'completed' | 'refused';
};

/**
 * Why a line needs somebody's eyes: it belongs to nobody; it has another sum than the books; the bank took it back after
 * it was booked; the bank booked what it had refused; it says no day.
 */
export const LINE_PROBLEMS = ['unknown', 'amount-differs', 'returned', 'refused-before', 'undated'] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

/** What a line means for our transfer that it is about. */
export type LineVerdict =
  | { readonly is: 'completed'; readonly valueDate: CivilDate }
  | { readonly is: 'refused'; readonly reason: BankRefusal }
  | { readonly is: 'known' }
  | { readonly is: LineProblem };

/**
 * Decides what a line on a goal's account says of a transfer of ours. Only what is pending and agrees to the tiyn is
 * finished by it; everything else is left to reconciliation.
 */
export function judgeLine(line: StatementLine, expected: ExpectedEntry): LineVerdict {
  const { account, amount, date, returned } = line;
  if (account !== expected.account) return { is: 'unknown' };
  // A transfer that was taken back has two lines, one each way.
  if (amount !== expected.amount && (returned === undefined || amount !== -expected.amount)) {
    return { is: 'amount-differs' };
  }
  if (returned !== undefined) {
    if (expected.status === 'pending') return { is: 'refused', reason: returned };
    return { is: expected.status === 'refused' ? 'known' : 'returned' };
  }
  if (expected.status === 'refused') return { is: 'refused-before' };
  if (expected.status === 'completed') return { is: 'known' };
  return date === undefined ? { is: 'undated' } : { is: 'completed', valueDate: date };
}
