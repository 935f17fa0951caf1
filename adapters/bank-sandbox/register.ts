import type { Database, Statement } from 'better-sqlite3';
import type { SavingsProduct } from '../../src/savings/index.js';
import { type CivilDate, formatTenge, invariant, type Money } from '../../src/shared/index.js';
import { dateOf } from './days.js';
import { productOf } from './savings.js';

/** An account as the bank itself sees it. */
export type SandboxAccount = {
  readonly account: string;
  /** `world` is everything outside the bank: its balance is minus the money of all the others. */
  readonly kind: 'world' | 'main' | 'savings';
  readonly client?: string;
  /** Booked money, in tiyn. */
  readonly balance: Money;
  /** What of it can be spent: transfers under review hold the rest. */
  readonly available: Money;
  readonly openedOn: CivilDate;
  readonly closedOn?: CivilDate;
  /** The terms a savings account was opened with. */
  readonly product?: SavingsProduct;
};

/** The result of checking the bank's own books. */
export type BooksCheck = { readonly ok: boolean; readonly problems: readonly string[] };

type RegisterRow = {
  readonly account: string;
  readonly kind: bigint;
  readonly client: string | null;
  readonly balance: Money;
  readonly reserved: Money;
  readonly openedDay: bigint;
  readonly closedDay: bigint | null;
  readonly rateBps: bigint | null;
  readonly isMonthly: bigint | null;
};

const ACCOUNTS = `SELECT a.number AS account, a.kind, c.name AS client, a.balance, a.reserved, a.opened_day AS openedDay,
    a.closed_day AS closedDay, s.rate_bps AS rateBps, s.is_monthly AS isMonthly
  FROM accounts a LEFT JOIN clients c ON c.id = a.client_id LEFT JOIN savings s ON s.account_id = a.id`;

const MISSTATED = `SELECT number, balance, booked FROM (
    SELECT a.number, a.balance,
      (SELECT COALESCE(SUM(amount), 0) FROM movements WHERE credit_id = a.id)
      - (SELECT COALESCE(SUM(amount), 0) FROM movements WHERE debit_id = a.id) AS booked
    FROM accounts a) WHERE balance <> booked`;

/** The bank's view of all its accounts, for people and tests; the bank port does not offer it. */
export class Register {
  readonly #all: Statement<[], RegisterRow>;
  readonly #one: Statement<[string], RegisterRow>;
  readonly #sum: Statement<[], Money>;
  readonly #misstated: Statement<[], { number: string; balance: Money; booked: Money }>;

  constructor(db: Database) {
    this.#all = db.prepare(`${ACCOUNTS} ORDER BY a.id`);
    this.#one = db.prepare(`${ACCOUNTS} WHERE a.number = ?`);
    this.#sum = db.prepare<[], Money>('SELECT SUM(balance) FROM accounts');
    this.#sum.pluck();
    this.#misstated = db.prepare(MISSTATED);
  }

  list(): readonly SandboxAccount[] {
    return this.#all.all().map(asAccount);
  }

  /** The account with this number, which exists. */
  show(number: string): SandboxAccount {
    const row = this.#one.get(number);
    invariant(row, `the bank has the account ${number}`);
    return asAccount(row);
  }

  /** Checks that no money came from nowhere: all balances together are zero, and each is what was booked on it. */
  check(): BooksCheck {
    const sum = this.#sum.get() ?? 0n;
    const problems = sum === 0n ? [] : [`All balances together are ${formatTenge(sum)}, not zero.`];
    for (const { number, balance, booked } of this.#misstated.all()) {
      problems.push(`${number} has ${formatTenge(balance)}, but ${formatTenge(booked)} was booked on it.`);
    }
    return { ok: problems.length === 0, problems };
  }
}

function asAccount(row: RegisterRow): SandboxAccount {
  return {
    account: row.account,
    kind: row.kind === 0n ? 'world' : row.kind === 1n ? 'main' : 'savings',
    balance: row.balance,
    available: row.balance - row.reserved,
    openedOn: dateOf(row.openedDay),
    ...(row.client === null ? {} : { client: row.client }),
    ...(row.closedDay === null ? {} : { closedOn: dateOf(row.closedDay) }),
    ...(row.rateBps === null || row.isMonthly === null ? {} : { product: productOf(row.rateBps, row.isMonthly) }),
  };
}
