import type { Database, Statement } from 'better-sqlite3';
import type { OpenSavingsAccountCommand, SavingsProduct } from '../../src/savings/index.js';
import { type CivilDate, invalidInput, MAX_RATE_BPS } from '../../src/shared/index.js';
import type { Accounts } from './accounts.js';
import { dayOf, FIRST_DAY, monthStart } from './days.js';
import type { InterestState } from './interest-state.js';
import { keyReused } from './known-transfer.js';
import { MAX_KEY_LENGTH } from './transfers.js';
import type { Turn } from './turn.js';

/** A new nominal rate of one savings account, or of every open one. */
export type RateChange = {
  readonly account?: string | undefined;
  readonly rateBps: number;
  /** The first day with this rate. In the past it corrects the months already credited in the next interest run. */
  readonly from: CivilDate;
};

type OpenedRow = { number: string; client: string; rateBps: bigint; isMonthly: bigint };

/** The terms of the savings accounts. */
export class Savings {
  readonly #accounts: Accounts;
  readonly #opened: Statement<[string], OpenedRow>;
  readonly #insert: Statement;
  readonly #setRate: Statement;
  readonly #state: InterestState;
  readonly #open: Statement<[], bigint>;

  constructor(db: Database, accounts: Accounts, state: InterestState) {
    this.#accounts = accounts;
    this.#state = state;
    this.#opened = db.prepare(
      `SELECT a.number, c.name AS client, s.rate_bps AS rateBps, s.is_monthly AS isMonthly
       FROM savings s JOIN accounts a ON a.id = s.account_id JOIN clients c ON c.id = a.client_id WHERE s.key = ?`,
    );
    this.#insert = db.prepare('INSERT INTO savings (account_id, key, rate_bps, is_monthly) VALUES (?, ?, ?, ?)');
    this.#setRate = db.prepare(
      `INSERT INTO rates (account_id, from_day, rate_bps) VALUES (?, ?, ?)
       ON CONFLICT (account_id, from_day) DO UPDATE SET rate_bps = excluded.rate_bps`,
    );
    this.#open = db.prepare<[], bigint>('SELECT id FROM accounts WHERE kind = 2 AND closed_day IS NULL ORDER BY id');
    this.#open.pluck();
  }

  /**
   * Opens a savings account with the terms of the product; the same key gives the same account.
   *
   * @throws input.invalid
   * @throws idempotency.key-reused when the key came before with another body
   */
  open(command: OpenSavingsAccountCommand, { today }: Turn): { readonly account: string } {
    requireValid(command);
    const { key, product } = command;
    const opened = this.#opened.get(key);
    if (opened !== undefined) {
      requireSameBody(command, opened);
      return { account: opened.number };
    }
    // Interest is dealt with month by month, so an account begins with the month in which it is opened.
    const settledDay = monthStart(today) - 1;
    const { id, account } = this.#accounts.openSavings(command, today, settledDay);
    this.#insert.run(id, key, product.rateBps, product.capitalisation === 'monthly' ? 1 : 0);
    this.#setRate.run(id, FIRST_DAY, product.rateBps);
    return { account };
  }

  /** @throws not-found when there is no such savings account */
  changeRate({ account, rateBps, from }: RateChange): void {
    requireRate(rateBps, 'rateBps');
    const changed =
      account === undefined
        ? this.#open.all().map((id) => this.#accounts.byId(id))
        : [this.#accounts.requireSavings(account)];
    const fromDay = dayOf(from);
    for (const savings of changed) {
      this.#setRate.run(savings.id, fromDay, rateBps);
      if (savings.settledDay !== null && fromDay <= savings.settledDay) this.#state.markDirty(savings, fromDay);
    }
  }
}

/** The product that the file's numbers stand for. */
export function productOf(rateBps: bigint, isMonthly: bigint): SavingsProduct {
  const capitalisation = isMonthly === 1n ? 'monthly' : 'none';
  return { rateBps: Number(rateBps), dayCount: 'actual/365', capitalisation };
}

function requireValid({ key, product }: OpenSavingsAccountCommand): void {
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) throw wrong('key', `has 1 to ${MAX_KEY_LENGTH} characters`);
  requireRate(product.rateBps, 'product.rateBps');
  if (product.dayCount !== 'actual/365') throw wrong('product.dayCount', 'this bank knows only actual/365');
  if (product.capitalisation !== 'monthly' && product.capitalisation !== 'none') {
    throw wrong('product.capitalisation', 'is neither monthly nor none');
  }
}

function requireRate(rateBps: number, path: string): void {
  if (Number.isSafeInteger(rateBps) && rateBps >= 0 && rateBps <= MAX_RATE_BPS) return;
  throw invalidInput({ path, message: `is a whole number of basis points from 0 to ${MAX_RATE_BPS}` });
}

function requireSameBody({ key, client, product }: OpenSavingsAccountCommand, opened: OpenedRow): void {
  const first = productOf(opened.rateBps, opened.isMonthly);
  if (client !== opened.client) throw keyReused(key, 'client');
  if (product.rateBps !== first.rateBps) throw keyReused(key, 'product.rateBps');
  if (product.capitalisation !== first.capitalisation) throw keyReused(key, 'product.capitalisation');
}
