import type { BankEntry } from '../../src/savings/index.js';
import type { CivilDate, Money } from '../../src/shared/index.js';

/** A balance at the end of a day; below zero when the account is overdrawn. */
export type StatementBalance = { readonly amount: Money; readonly currency: string; readonly date: CivilDate };

/** The beginning of a statement: whose it is, and its balances. */
export type StatementHead = {
  readonly type: 'statement';
  /** Counted from 1 within the file. */
  readonly index: number;
  readonly id: string;
  /** The account as the bank names it: an IBAN, or a number of its own. */
  readonly account: string;
  readonly createdAt: Date | undefined;
  /** The first and the last day of the period, where the file says it. */
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  /** Booked balance before the entries (OPBD, else PRCD) and after them (CLBD). */
  readonly opening: StatementBalance | undefined;
  readonly closing: StatementBalance | undefined;
};

/** One movement on the account. A collective entry comes as one record for each of its transactions. */
export type StatementEntry = {
  readonly type: 'entry';
  /** The number of the statement and, within it, of the entry (`Ntry`), both counted from 1. */
  readonly statement: number;
  readonly index: number;
  /** Only `booked` entries are in the balances. */
  readonly status: 'booked' | 'pending' | 'information' | 'future';
  /** Signed, seen from the account: positive is a credit. Tiyn; of another currency, hundredths of its unit. */
  readonly amount: Money;
  readonly currency: string;
  readonly bookedOn: CivilDate | undefined;
  readonly bookedAt: Date | undefined;
  readonly valueDate: CivilDate | undefined;
  /** Whether the bank takes an earlier entry back; `amount` already has the direction of this one. */
  readonly isReversal: boolean;
  readonly kind: BankEntry['kind'];
  /** The bank's own name of the movement. */
  readonly reference: string | undefined;
  readonly endToEndId: string | undefined;
  /** Our key, read back from the end-to-end id. */
  readonly key: string | undefined;
  readonly counterparty: string | undefined;
  /** Free text of the transfer, cut after 500 characters. */
  readonly purpose: string | undefined;
  /** Why the bank gives a transfer back: a code of the external code set, such as AC04. */
  readonly returnReason: string | undefined;
  /** Where the entry ends in the file. */
  readonly line: number;
};

/** The end of a statement, with what its entries came to. */
export type StatementEnd = {
  readonly type: 'end';
  readonly statement: number;
  /** How many entry records were booked. */
  readonly booked: number;
  /** Their sum; undefined when they are not all of one currency. */
  readonly sum: Money | undefined;
  /** Whether opening balance and sum make the closing balance; undefined when the file does not have both. */
  readonly isBalanced: boolean | undefined;
};

/** What a statement file holds, in its order: of each statement its head, its entries and its end. */
export type StatementRecord = StatementHead | StatementEntry | StatementEnd;
