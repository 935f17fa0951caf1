import type { Database, Statement } from 'better-sqlite3';
import type { Money } from '../../src/shared/index.js';
import type { AccountRow } from './accounts.js';

/** A signed entry, seen from one account, on the day from which it counts. */
export type DayEntry = { readonly day: number; readonly amount: Money };

/** An account's money by value date. */
export class ValueDays {
  readonly #since: Statement<{ id: bigint; day: number }, Money>;
  readonly #entries: Statement<{ id: bigint; from: number; to: number }, { day: bigint; amount: Money }>;
  readonly #first: Statement<{ id: bigint }, bigint | null>;

  constructor(db: Database) {
    this.#since = db.prepare<{ id: bigint; day: number }, Money>(
      `SELECT (SELECT COALESCE(SUM(amount), 0) FROM movements WHERE credit_id = $id AND value_day > $day)
            - (SELECT COALESCE(SUM(amount), 0) FROM movements WHERE debit_id = $id AND value_day > $day)`,
    );
    this.#since.pluck();
    this.#entries = db.prepare(
      `SELECT value_day AS day, amount FROM movements WHERE credit_id = $id AND value_day BETWEEN $from AND $to
       UNION ALL SELECT value_day, -amount FROM movements WHERE debit_id = $id AND value_day BETWEEN $from AND $to
       ORDER BY 1`,
    );
    this.#first = db.prepare<{ id: bigint }, bigint | null>(
      `SELECT MIN(day) FROM (SELECT MIN(value_day) AS day FROM movements WHERE credit_id = $id
       UNION ALL SELECT MIN(value_day) FROM movements WHERE debit_id = $id)`,
    );
    this.#first.pluck();
  }

  /** The balance at the end of a day. Backwards from today's, so that a long past costs nothing. */
  balanceAt(account: AccountRow, day: number): Money {
    return account.balance - (this.#since.get({ id: account.id, day }) ?? 0n);
  }

  /** The entries of a run of days in the order of their days. */
  entries(account: AccountRow, from: number, to: number): readonly DayEntry[] {
    const rows = this.#entries.all({ id: account.id, from, to });
    return rows.map(({ day, amount }) => ({ day: Number(day), amount }));
  }

  /** The day of the account's first entry; undefined while there is none. */
  firstDay(account: AccountRow): number | undefined {
    const day = this.#first.get({ id: account.id }) ?? undefined;
    return day === undefined ? undefined : Number(day);
  }
}
