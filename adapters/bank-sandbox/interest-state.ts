import type { Database, Statement } from 'better-sqlite3';
import { invariant, type Money } from '../../src/shared/index.js';
import type { AccrualInput } from './accrual.js';
import type { AccountRow } from './accounts.js';

/** How far the interest of a savings account is dealt with. */
export type SavingsRow = {
  readonly isMonthly: bigint;
  /** Balance by value date at the end of the account's settled day. */
  readonly settledBalance: Money;
  /** The earliest day on which something changed after its month was credited. */
  readonly dirtyDay: bigint | null;
  readonly closingInterest: Money | null;
};

/** What the bank has credited on its savings accounts, and what it has to look at again. */
export class InterestState {
  readonly #behind: Statement<[bigint, number, number], bigint>;
  readonly #savings: Statement<[bigint], SavingsRow>;
  readonly #rates: Statement<[bigint], { fromDay: bigint; rateBps: bigint }>;
  readonly #credited: Statement<[bigint, number], Money>;
  readonly #creditedLate: Statement<[bigint, number, number], Money>;
  readonly #record: Statement;
  readonly #settleDay: Statement;
  readonly #settleBalance: Statement;
  readonly #markDirty: Statement;
  readonly #clearDirty: Statement;
  readonly #setClosing: Statement;

  constructor(db: Database) {
    this.#behind = db.prepare<[bigint, number, number], bigint>(
      `SELECT s.account_id FROM savings s JOIN accounts a ON a.id = s.account_id
       WHERE s.account_id > ? AND s.is_monthly = 1 AND a.settled_day < ? AND a.closed_day IS NULL
       ORDER BY s.account_id LIMIT ?`,
    );
    this.#behind.pluck();
    this.#savings = db.prepare(
      `SELECT is_monthly AS isMonthly, settled_balance AS settledBalance, dirty_day AS dirtyDay,
              closing_interest AS closingInterest FROM savings WHERE account_id = ?`,
    );
    this.#rates = db.prepare(
      'SELECT from_day AS fromDay, rate_bps AS rateBps FROM rates WHERE account_id = ? ORDER BY from_day',
    );
    this.#credited = db.prepare<[bigint, number], Money>(
      'SELECT COALESCE(SUM(amount), 0) FROM interest_credits WHERE account_id = ? AND month_day = ?',
    );
    this.#credited.pluck();
    this.#creditedLate = db.prepare<[bigint, number, number], Money>(
      'SELECT COALESCE(SUM(amount), 0) FROM interest_credits WHERE account_id = ? AND month_day < ? AND credit_day > ?',
    );
    this.#creditedLate.pluck();
    this.#record = db.prepare(
      `INSERT INTO interest_credits (account_id, month_day, credit_day, amount) VALUES (?, ?, ?, ?)
       ON CONFLICT (account_id, month_day, credit_day) DO UPDATE SET amount = amount + excluded.amount`,
    );
    this.#settleDay = db.prepare('UPDATE accounts SET settled_day = ? WHERE id = ?');
    this.#settleBalance = db.prepare('UPDATE savings SET settled_balance = ? WHERE account_id = ?');
    this.#markDirty = db.prepare(
      'UPDATE savings SET dirty_day = MIN(COALESCE(dirty_day, $day), $day) WHERE account_id = $id AND is_monthly = 1',
    );
    this.#clearDirty = db.prepare('UPDATE savings SET dirty_day = NULL WHERE account_id = ?');
    this.#setClosing = db.prepare('UPDATE savings SET closing_interest = ? WHERE account_id = ?');
  }

  /** The next open accounts whose interest is not dealt with up to the end of a month, in the order of their rows. */
  behind({ after, endedDay, limit }: { after: bigint; endedDay: number; limit: number }): readonly bigint[] {
    return this.#behind.all(after, endedDay, limit);
  }

  require({ id }: AccountRow): SavingsRow {
    const savings = this.#savings.get(id);
    invariant(savings, `the account with row ${id} is a savings account`);
    return savings;
  }

  rates({ id }: AccountRow): AccrualInput['rates'] {
    return this.#rates.all(id).map(({ fromDay, rateBps }) => ({ fromDay: Number(fromDay), rateBps }));
  }

  /** What was credited for a month up to now, its corrections included. */
  credited({ id }: AccountRow, month: number): Money {
    return this.#credited.get(id, month) ?? 0n;
  }

  /** What was credited for the months before this day and only after it: corrections, which earn as if they had come in time. */
  creditedLate({ id }: AccountRow, day: number): Money {
    return this.#creditedLate.get(id, day, day) ?? 0n;
  }

  record({ id }: AccountRow, credit: { month: number; creditDay: number; amount: Money }): void {
    this.#record.run(id, credit.month, credit.creditDay, credit.amount);
  }

  /** The interest of all days up to this one is dealt with; the balance is that of the end of the day. */
  settle({ id }: AccountRow, day: number, balance: Money): void {
    this.#settleDay.run(day, id);
    this.#settleBalance.run(balance, id);
  }

  /** From this day on something has changed that was already credited: the next run looks at it again. */
  markDirty({ id }: AccountRow, day: number): void {
    this.#markDirty.run({ day, id });
  }

  clearDirty({ id }: AccountRow): void {
    this.#clearDirty.run(id);
  }

  close({ id }: AccountRow, interest: Money): void {
    this.#setClosing.run(interest, id);
  }
}
