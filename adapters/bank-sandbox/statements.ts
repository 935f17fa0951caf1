import type { Database, Statement } from 'better-sqlite3';
import type { BankEntry, BankStatement, StatementRange } from '../../src/savings/index.js';
import { invalidInput, type Money, sumMoney } from '../../src/shared/index.js';
import type { Accounts } from './accounts.js';
import { entryKindOf, referenceOf } from './books.js';
import { dateOf, dayOf } from './days.js';
import { WORLD_ID } from './schema.js';
import type { ValueDays } from './value-days.js';

type EntryRow = readonly [
  id: bigint,
  amount: Money,
  kind: bigint,
  valueDay: bigint,
  bookedMs: bigint,
  key: string | null,
  purpose: string | null,
  otherId: bigint,
  other: string,
];

const COLUMNS = 'm.kind, m.value_day AS valueDay, m.booked_ms, m.key, m.purpose, a.id, a.number';

/** What was booked on an account, by value date. */
export class Statements {
  readonly #accounts: Accounts;
  readonly #days: ValueDays;
  readonly #entries: Statement<{ id: bigint; from: number; to: number }, EntryRow>;

  constructor(db: Database, accounts: Accounts, days: ValueDays) {
    this.#accounts = accounts;
    this.#days = days;
    this.#entries = db.prepare(
      `SELECT m.id, m.amount, ${COLUMNS} FROM movements m JOIN accounts a ON a.id = m.debit_id
         WHERE m.credit_id = $id AND m.value_day BETWEEN $from AND $to
       UNION ALL SELECT m.id, -m.amount, ${COLUMNS} FROM movements m JOIN accounts a ON a.id = m.credit_id
         WHERE m.debit_id = $id AND m.value_day BETWEEN $from AND $to
       ORDER BY valueDay, 1`,
    );
    this.#entries.raw();
  }

  /** @throws not-found */
  statement({ account: number, from, to }: StatementRange): BankStatement {
    if (to < from) throw invalidInput({ path: 'to', message: `is before ${from}` });
    const account = this.#accounts.require(number);
    const opening = this.#days.balanceAt(account, dayOf(from) - 1);
    const rows = this.#entries.all({ id: account.id, from: dayOf(from), to: dayOf(to) });
    const entries = rows.map(asEntry);
    const closing = opening + sumMoney(rows.map(([, amount]) => amount));
    return { account: number, from, to, opening, closing, entries };
  }
}

function asEntry([id, amount, kind, valueDay, bookedMs, key, purpose, otherId, other]: EntryRow): BankEntry {
  return {
    reference: referenceOf(id),
    kind: entryKindOf(kind),
    valueDate: dateOf(valueDay),
    bookedAt: new Date(Number(bookedMs)),
    amount,
    ...(key === null ? {} : { key }),
    ...(purpose === null ? {} : { purpose }),
    ...(otherId === WORLD_ID ? {} : { counterparty: other }),
  };
}
