import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { OpenSavingsAccountCommand } from '../../src/savings/index.js';
import {
  Conflict,
  DomainError,
  IBAN_ACCOUNT_LENGTH,
  invariant,
  makeIban,
  type Money,
  NotFound,
  parseClientId,
  parseIban,
} from '../../src/shared/index.js';
import { WORLD_ID } from './schema.js';

/** The numbers of the account kinds in the file. */
export const ACCOUNT_KINDS = { world: 0n, main: 1n, savings: 2n } as const;

/** What a booking needs to know of an account. */
export type AccountRow = {
  readonly id: bigint;
  readonly kind: bigint;
  /** Booked money. */
  readonly balance: Money;
  /** The part of it that is promised to transfers under review. */
  readonly reserved: Money;
  readonly closedDay: bigint | null;
  /** A savings account's last day whose interest is dealt with; null for other accounts. */
  readonly settledDay: bigint | null;
};

/** Three digits that belong to no bank in Kazakhstan, so that nothing made here is taken for a real account. */
const BANK_CODE = '099';

const COLUMNS = 'a.id, a.kind, a.balance, a.reserved, a.closed_day AS closedDay, a.settled_day AS settledDay';

/** The clients and accounts of the bank. */
export class Accounts {
  readonly #byNumber: Statement<[string], AccountRow>;
  readonly #byId: Statement<[bigint], AccountRow>;
  readonly #mainNumber: Statement<[string], string>;
  readonly #clientOf: Statement<[string], string>;
  readonly #insertClient: Statement;
  readonly #setMain: Statement;
  readonly #insertAccount: Statement;
  readonly #setClosed: Statement;
  readonly #reserve: Statement;

  constructor(db: Database) {
    this.#byNumber = db.prepare(`SELECT ${COLUMNS} FROM accounts a WHERE a.number = ?`);
    this.#byId = db.prepare(`SELECT ${COLUMNS} FROM accounts a WHERE a.id = ?`);
    this.#mainNumber = db.prepare<[string], string>(
      'SELECT a.number FROM clients c JOIN accounts a ON a.id = c.main_account_id WHERE c.name = ?',
    );
    this.#mainNumber.pluck();
    this.#clientOf = db.prepare<[string], string>(
      'SELECT c.name FROM accounts a JOIN clients c ON c.id = a.client_id WHERE a.number = ?',
    );
    this.#clientOf.pluck();
    this.#insertClient = db.prepare(
      'INSERT INTO clients (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id',
    );
    this.#insertClient.pluck();
    this.#setMain = db.prepare('UPDATE clients SET main_account_id = ? WHERE id = ?');
    this.#insertAccount = db.prepare(
      'INSERT INTO accounts (number, kind, client_id, opened_day, settled_day) VALUES (?, ?, ?, ?, ?)',
    );
    this.#setClosed = db.prepare('UPDATE accounts SET closed_day = ? WHERE id = ?');
    this.#reserve = db.prepare('UPDATE accounts SET reserved = reserved + ? WHERE id = ?');
  }

  /** The account with this number, as outsiders may name it: the world is none of them. */
  find(number: string): AccountRow | undefined {
    const account = this.#byNumber.get(number);
    return account?.kind === ACCOUNT_KINDS.world ? undefined : account;
  }

  /** @throws not-found */
  require(number: string): AccountRow {
    const account = this.find(number);
    if (account === undefined) throw new NotFound('account', number);
    return account;
  }

  /** @throws not-found unless it is the number of a savings account */
  requireSavings(number: string): AccountRow {
    const account = this.require(number);
    if (account.kind !== ACCOUNT_KINDS.savings) throw new NotFound('savings account', number);
    return account;
  }

  byId(id: bigint): AccountRow {
    const account = this.#byId.get(id);
    invariant(account, `the bank has the account with row ${id}`);
    return account;
  }

  world(): AccountRow {
    return this.byId(WORLD_ID);
  }

  /** The number of a client's main account, where there is one. */
  mainNumber(client: string): string | undefined {
    return this.#mainNumber.get(client);
  }

  /** The client's main account, opened on first ask under a number that is always the same for this client. */
  openMain(client: string, today: number): string {
    const name = parseClientId(client);
    return this.mainNumber(name) ?? this.#makeMain(name, numberFrom('main', name), today);
  }

  /**
   * The client names an account of their own as the main one. An earlier main account stays open beside it.
   *
   * @throws conflict when it is somebody else's account, or a savings account
   */
  registerMain(client: string, iban: string, today: number): string {
    const name = parseClientId(client);
    const number = parseIban(iban, 'iban');
    const account = this.#byNumber.get(number);
    if (account === undefined) return this.#makeMain(name, number, today);
    if (this.#clientOf.get(number) !== name || account.kind !== ACCOUNT_KINDS.main) {
      throw new Conflict('conflict', `The account ${number} is taken.`, { details: { account: number } });
    }
    this.#setMain.run(account.id, this.#clientId(name));
    return number;
  }

  /** A new savings account of the client; its number follows from the key. */
  openSavings(command: OpenSavingsAccountCommand, today: number, settledDay: number): { id: bigint; account: string } {
    const clientId = this.#clientId(parseClientId(command.client));
    const account = numberFrom('savings', command.key);
    const { lastInsertRowid } = this.#insertAccount.run(account, ACCOUNT_KINDS.savings, clientId, today, settledDay);
    return { id: lastInsertRowid as bigint, account };
  }

  /** @throws not-found unless this is the number of an account or the id of a client with a main account */
  resolve(accountOrClient: string): AccountRow & { readonly number: string } {
    const number = this.find(accountOrClient) ? accountOrClient : this.mainNumber(accountOrClient);
    if (number === undefined) throw new NotFound('account', accountOrClient);
    return { ...this.require(number), number };
  }

  setClosed(account: AccountRow, day: number | null): void {
    this.#setClosed.run(day, account.id);
  }

  /** Promises money to a transfer under review, or with a negative amount gives it free again. */
  reserve(account: AccountRow, amount: Money): void {
    this.#reserve.run(amount, account.id);
  }

  #clientId(name: string): bigint {
    return this.#insertClient.get(name) as bigint;
  }

  #makeMain(name: string, number: string, today: number): string {
    const clientId = this.#clientId(name);
    const { lastInsertRowid } = this.#insertAccount.run(number, ACCOUNT_KINDS.main, clientId, today, null);
    this.#setMain.run(lastInsertRowid, clientId);
    return number;
  }
}

/** Whether money may be taken from the account: a closed savings account still pays out what is on it. */
export function canPay(account: AccountRow): boolean {
  return account.closedDay === null || (account.kind === ACCOUNT_KINDS.savings && account.balance > 0n);
}

/** @throws bank.account-closed */
export function requireOpen(account: AccountRow, number: string): void {
  if (account.closedDay === null) return;
  throw new DomainError('bank.account-closed', `The account ${number} is closed.`, { details: { account: number } });
}

/** 67 bits of a hash: two clients or keys never meet. */
function numberFrom(purpose: string, text: string): string {
  const hash = createHash('sha256').update(`${purpose}:${text}`).digest('hex');
  const account = BigInt(`0x${hash}`).toString(36).toUpperCase().slice(-IBAN_ACCOUNT_LENGTH);
  return makeIban(BANK_CODE, account);
}
