import type { Database, Statement } from 'better-sqlite3';
import type {
  BankRefusal,
  BankTransferCommand,
  BankTransferResult,
  BankTransferStatus,
} from '../../src/savings/index.js';
import { addWorkingDays, invalidInput, MAX_MONEY, NotFound, startOfDay } from '../../src/shared/index.js';
import { type AccountRow, type Accounts, canPay } from './accounts.js';
import { type Books, MAX_AMOUNT, referenceOf } from './books.js';
import { dateOf, dayAt, dayOf } from './days.js';
import type { Verdict } from './faults.js';
import {
  asBooked,
  asUnbooked,
  type KnownTransfer,
  type MovementRow,
  requireSameBody,
  type UnbookedRow,
} from './known-transfer.js';
import type { Turn } from './turn.js';

/** How long a transfer is under review unless a fault says otherwise. */
export const REVIEW_WORKING_DAYS = 5;
/** The longest key of a transfer, in characters. */
export const MAX_KEY_LENGTH = 200;
const MAX_PURPOSE_LENGTH = 140;
const MAX_NUMBER_LENGTH = 34;

/** Transfers between accounts: booked, refused, or held for review. */
export class Transfers {
  readonly #accounts: Accounts;
  readonly #books: Books;
  readonly #booked: Statement<[string], MovementRow>;
  readonly #unbooked: Statement<[string], UnbookedRow>;
  readonly #due: Statement<[number], UnbookedRow>;
  readonly #hasDue: Statement<[number]>;
  readonly #keep: Statement;
  readonly #refuse: Statement;
  readonly #forget: Statement;

  constructor(db: Database, accounts: Accounts, books: Books) {
    this.#accounts = accounts;
    this.#books = books;
    this.#booked = db.prepare(
      `SELECT m.id, f.number AS "from", t.number AS "to", m.amount, m.value_day AS valueDay, m.booked_ms AS bookedMs, m.purpose
       FROM movements m JOIN accounts f ON f.id = m.debit_id JOIN accounts t ON t.id = m.credit_id WHERE m.key = ?`,
    );
    const unbooked = `SELECT key, from_number AS "from", to_number AS "to", amount, value_day AS valueDay, purpose,
       received_ms AS receivedMs, refusal, due_ms AS dueMs FROM unbooked`;
    this.#unbooked = db.prepare(`${unbooked} WHERE key = ?`);
    this.#due = db.prepare(`${unbooked} WHERE due_ms <= ? ORDER BY due_ms, key`);
    this.#hasDue = db.prepare('SELECT 1 FROM unbooked WHERE due_ms <= ? LIMIT 1');
    this.#keep = db.prepare(
      `INSERT INTO unbooked (key, from_number, to_number, amount, value_day, purpose, received_ms, refusal, due_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#refuse = db.prepare('UPDATE unbooked SET refusal = ?, due_ms = NULL WHERE key = ?');
    this.#forget = db.prepare('DELETE FROM unbooked WHERE key = ?');
  }

  /**
   * Moves money once, whatever comes again under the same key.
   *
   * @throws input.invalid
   * @throws idempotency.key-reused when the key came before with another body
   */
  transfer(command: BankTransferCommand, turn: Turn, verdict: Verdict): BankTransferResult {
    requireValid(command);
    const known = this.#find(command.key);
    if (known !== undefined) {
      requireSameBody(command, known);
      return known.result;
    }
    const from = this.#accounts.find(command.from);
    const to = this.#accounts.find(command.to);
    const refusal = refusalOf(from, to, command);
    if (refusal !== undefined || from === undefined || to === undefined) {
      return this.#remember(command, turn, { refusal: refusal ?? 'account-unknown' });
    }
    if (verdict.kind === 'refuse') return this.#remember(command, turn, { refusal: verdict.reason ?? 'blocked' });
    if (verdict.kind === 'held') {
      this.#accounts.reserve(from, command.amount);
      // A refusal beside a due time is how the review will end.
      return this.#remember(command, turn, { refusal: verdict.reason, dueMs: reviewEnd(turn, verdict) });
    }
    const valueDay = command.valueDate === undefined ? turn.today : dayOf(command.valueDate);
    return this.#complete(command, from, to, valueDay, turn.nowMs);
  }

  /** What became of the transfer with this key. */
  status(key: string): BankTransferStatus {
    return this.#find(key)?.result ?? { status: 'unseen' };
  }

  /** Whether a review has ended that is not carried out yet. */
  hasDue(nowMs: number): boolean {
    return this.#hasDue.get(nowMs) !== undefined;
  }

  /** Carries out the reviews that have ended, each as of the moment at which it ended. */
  settleDue(turn: Turn): void {
    if (!this.hasDue(turn.nowMs)) return;
    for (const held of this.#due.all(turn.nowMs)) this.#endReview(held, Number(held.dueMs), held.refusal ?? undefined);
  }

  /**
   * Ends a review now.
   *
   * @throws not-found when no transfer with this key is held
   */
  resolve(key: string, turn: Turn, refusal: BankRefusal | undefined): BankTransferResult {
    const held = this.#unbooked.get(key);
    if (held === undefined || held.dueMs === null) throw new NotFound('held transfer', key);
    return this.#endReview(held, turn.nowMs, refusal);
  }

  #endReview(held: UnbookedRow, endMs: number, refusal: BankRefusal | undefined): BankTransferResult {
    const from = this.#accounts.require(held.from);
    const to = this.#accounts.require(held.to);
    this.#accounts.reserve(from, -held.amount);
    const free = { ...from, reserved: from.reserved - held.amount };
    // What had to stay was looked at when the amount was set aside.
    const reason = refusal ?? refusalOf(free, to, { amount: held.amount });
    if (reason !== undefined) {
      this.#refuse.run(reason, held.key);
      return { status: 'refused', reason };
    }
    this.#forget.run(held.key);
    const command = { key: held.key, amount: held.amount, purpose: held.purpose ?? undefined };
    return this.#complete(command, free, to, held.valueDay === null ? dayAt(endMs) : Number(held.valueDay), endMs);
  }

  #complete(
    command: Pick<BankTransferCommand, 'key' | 'amount' | 'purpose'>,
    debit: AccountRow,
    credit: AccountRow,
    valueDay: number,
    bookedMs: number,
  ): BankTransferResult {
    const { key, amount, purpose } = command;
    const id = this.#books.book({ debit, credit, amount, kind: 'transfer', valueDay, bookedMs, key, purpose });
    return { status: 'completed', reference: referenceOf(id), valueDate: dateOf(valueDay) };
  }

  #remember(
    command: BankTransferCommand,
    turn: Turn,
    { refusal, dueMs }: { refusal?: BankRefusal | undefined; dueMs?: number },
  ): BankTransferResult {
    const { key, from, to, amount, valueDate, purpose = null } = command;
    const valueDay = valueDate === undefined ? null : dayOf(valueDate);
    this.#keep.run(key, from, to, amount, valueDay, purpose, turn.nowMs, refusal ?? null, dueMs ?? null);
    return dueMs === undefined && refusal !== undefined ? { status: 'refused', reason: refusal } : { status: 'held' };
  }

  #find(key: string): KnownTransfer | undefined {
    const booked = this.#booked.get(key);
    if (booked !== undefined) return asBooked(booked);
    const unbooked = this.#unbooked.get(key);
    return unbooked === undefined ? undefined : asUnbooked(unbooked);
  }
}

/** The first reason for which the bank does not move this money. */
function refusalOf(
  from: AccountRow | undefined,
  to: AccountRow | undefined,
  { amount, keepAtLeast = 0n }: Pick<BankTransferCommand, 'amount' | 'keepAtLeast'>,
): BankRefusal | undefined {
  if (from === undefined || to === undefined) return 'account-unknown';
  if (!canPay(from) || to.closedDay !== null) return 'account-closed';
  if (amount > MAX_AMOUNT) return 'limit';
  return from.balance - from.reserved - keepAtLeast < amount ? 'insufficient-funds' : undefined;
}

function reviewEnd(turn: Turn, verdict: Verdict): number {
  if (verdict.heldMs !== undefined) return turn.nowMs + verdict.heldMs;
  return startOfDay(addWorkingDays(dateOf(turn.today), REVIEW_WORKING_DAYS)).getTime();
}

function requireValid({ key, from, to, amount, keepAtLeast = 0n, purpose }: BankTransferCommand): void {
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) throw wrong('key', `has 1 to ${MAX_KEY_LENGTH} characters`);
  if (from.length > MAX_NUMBER_LENGTH) throw wrong('from', 'is not an account number');
  if (to.length > MAX_NUMBER_LENGTH) throw wrong('to', 'is not an account number');
  if (from === to) throw wrong('to', 'is the account that is debited');
  if (amount <= 0n || amount > MAX_MONEY) throw wrong('amount', 'is a positive number of tiyn');
  if (keepAtLeast < 0n || keepAtLeast > MAX_MONEY) throw wrong('keepAtLeast', 'is a number of tiyn, not negative');
  if (purpose !== undefined && purpose.length > MAX_PURPOSE_LENGTH) {
    throw wrong('purpose', `has at most ${MAX_PURPOSE_LENGTH} characters`);
  }
}
