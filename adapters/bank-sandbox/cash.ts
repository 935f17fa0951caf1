import { type CivilDate, DomainError, invalidInput, type Money } from '../../src/shared/index.js';
import { requireOpen } from './accounts.js';
import { MAX_AMOUNT } from './books.js';
import { dayAt, dayOf } from './days.js';
import type { Parts } from './parts.js';
import type { Turn } from './turn.js';

/** An account after money has come or gone. */
export type FundedAccount = { readonly account: string; readonly balance: Money };

type Credit = {
  readonly account: string;
  readonly amount: Money;
  readonly kind: 'salary' | 'other' | 'interest';
  readonly at?: Date | undefined;
  readonly valueDate?: CivilDate | undefined;
};

/**
 * Brings money from outside the bank.
 *
 * @throws not-found, input.invalid and bank.account-closed
 */
export function creditFromWorld({ accounts, books }: Parts, turn: Turn, command: Credit): FundedAccount {
  const { account: number, amount, kind, at, valueDate } = command;
  requireAmount(amount);
  const account = accounts.require(number);
  requireOpen(account, number);
  const { bookedMs, day } = momentOf(turn, at);
  const valueDay = valueDate === undefined ? day : dayOf(valueDate);
  books.book({ debit: accounts.world(), credit: account, amount, kind, valueDay, bookedMs });
  return { account: number, balance: account.balance + amount };
}

/**
 * Takes money of the client's main account outside the bank, as a shop does.
 *
 * @throws not-found, input.invalid, bank.account-closed and bank.insufficient-funds
 */
export function buy(
  { accounts, books }: Parts,
  turn: Turn,
  { client, amount, at }: { readonly client: string; readonly amount: Money; readonly at?: Date | undefined },
): FundedAccount {
  requireAmount(amount);
  const account = accounts.resolve(client);
  requireOpen(account, account.number);
  const available = account.balance - account.reserved;
  if (available < amount) {
    const details = { account: account.number, amount, available };
    throw new DomainError('bank.insufficient-funds', `There is not enough on ${account.number}.`, { details });
  }
  const { bookedMs, day } = momentOf(turn, at);
  books.book({ debit: account, credit: accounts.world(), amount, kind: 'card', valueDay: day, bookedMs });
  return { account: account.number, balance: account.balance - amount };
}

function momentOf(turn: Turn, at: Date | undefined): { bookedMs: number; day: number } {
  return at === undefined ? { bookedMs: turn.nowMs, day: turn.today } : { bookedMs: at.getTime(), day: dayAt(at) };
}

function requireAmount(amount: Money): void {
  if (amount > 0n && amount <= MAX_AMOUNT) return;
  throw invalidInput({ path: 'amount', message: `is from 1 to ${MAX_AMOUNT} tiyn` });
}
