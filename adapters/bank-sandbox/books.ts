import type { Database, Statement } from 'better-sqlite3';
import type { BankEntry } from '../../src/savings/index.js';
import { invalidInput, MAX_MONEY, type Money } from '../../src/shared/index.js';
import type { AccountRow } from './accounts.js';
import type { InterestState } from './interest-state.js';

/** The largest amount that this bank moves at once: 100 trillion tenge. More is refused with `limit`. */
export const MAX_AMOUNT: Money = 10n ** 16n;

/** The kinds of entries in the order of their numbers in the file: append only. */
const ENTRY_KINDS = ['transfer', 'interest', 'salary', 'card', 'other'] as const satisfies readonly BankEntry['kind'][];

/** One movement of money between two accounts of this bank. */
export type Booking = {
  readonly debit: AccountRow;
  readonly credit: AccountRow;
  readonly amount: Money;
  readonly kind: BankEntry['kind'];
  readonly valueDay: number;
  readonly bookedMs: number;
  readonly key?: string | undefined;
  readonly purpose?: string | undefined;
};

/** The double-entry books: the only place in the bank where balances change, and always two of them at once. */
export class Books {
  readonly #insert: Statement;
  readonly #change: Statement;
  readonly #state: InterestState;

  constructor(db: Database, state: InterestState) {
    this.#insert = db.prepare(
      `INSERT INTO movements (debit_id, credit_id, amount, kind, value_day, booked_ms, key, purpose)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#change = db.prepare('UPDATE accounts SET balance = balance + ? WHERE id = ?');
    this.#state = state;
  }

  /**
   * Moves the money. The caller has checked that the debit account may pay.
   *
   * @returns the row of the movement
   */
  book(booking: Booking): bigint {
    const { debit, credit, amount, valueDay, bookedMs, key = null, purpose = null } = booking;
    // Money enters this bank only from the world, so no balance can pass the limit before the world's does.
    if (debit.balance - amount < -MAX_MONEY) {
      throw invalidInput({ path: 'amount', message: 'is more than this bank can hold' });
    }
    const kind = ENTRY_KINDS.indexOf(booking.kind);
    const result = this.#insert.run(debit.id, credit.id, amount, kind, valueDay, bookedMs, key, purpose);
    this.#change.run(-amount, debit.id);
    this.#change.run(amount, credit.id);
    this.#notice(debit, valueDay);
    this.#notice(credit, valueDay);
    return result.lastInsertRowid as bigint;
  }

  /** An entry that counts from a day whose interest was already credited: the next run corrects that month. */
  #notice(account: AccountRow, valueDay: number): void {
    if (account.settledDay !== null && valueDay <= account.settledDay) this.#state.markDirty(account, valueDay);
  }
}

/** The kind of entry that a number in the file stands for. */
export function entryKindOf(number: bigint): BankEntry['kind'] {
  return ENTRY_KINDS[Number(number)] ?? 'other';
}

/** The bank's public name of a movement. */
export function referenceOf(movementId: bigint): string {
  return `B${String(movementId).padStart(10, '0')}`;
}
