import type { CivilDate, Money } from '../../shared/index.js';
import type { SavingsProduct } from '../domain/product.js';

/** Why the bank said no. Nothing moved. */
export type BankRefusal = 'insufficient-funds' | 'account-closed' | 'account-unknown' | 'limit' | 'blocked';

export type BankTransferCommand = {
  /** The same key never moves money twice: the bank answers the first outcome again. */
  readonly key: string;
  /** Account number (IBAN) that is debited. */
  readonly from: string;
  /** Account number (IBAN) that is credited. */
  readonly to: string;
  /** Tiyn, positive. */
  readonly amount: Money;
  /**
   * Tiyn that must stay on the debited account: with less the bank refuses it as `insufficient-funds`, and looks at the
   * balance and moves the money in one step, so that nothing else can take it in between.
   */
  readonly keepAtLeast?: Money | undefined;
  /** The day the money counts from; the bank's today when absent. */
  readonly valueDate?: CivilDate | undefined;
  /** Text on both statements, at most 140 characters. */
  readonly purpose?: string | undefined;
};

/** The bank's answer. `held`: accepted and under review, up to 5 working days; ask again later. */
export type BankTransferResult =
  | { readonly status: 'completed'; readonly reference: string; readonly valueDate: CivilDate }
  | { readonly status: 'refused'; readonly reason: BankRefusal }
  | { readonly status: 'held' };

/** `unseen`: no transfer with this key ever arrived at the bank; sending it again is safe. */
export type BankTransferStatus = BankTransferResult | { readonly status: 'unseen' };

export type OpenSavingsAccountCommand = {
  /** The same key gives the same account. */
  readonly key: string;
  /** The client in whose name the account is opened. */
  readonly client: string;
  readonly product: SavingsProduct;
};

export type BankEntry = {
  readonly reference: string;
  /** The key of the transfer that made it; absent for the bank's own entries such as interest. */
  readonly key?: string | undefined;
  readonly kind: 'transfer' | 'interest' | 'salary' | 'card' | 'other';
  readonly valueDate: CivilDate;
  readonly bookedAt: Date;
  /** Signed tiyn, seen from the account: positive is a credit. */
  readonly amount: Money;
  /** The other account, where there is one. */
  readonly counterparty?: string | undefined;
};

export type BankStatement = {
  readonly account: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly entries: readonly BankEntry[];
};

export type StatementRange = { readonly account: string; readonly from: CivilDate; readonly to: CivilDate };

/**
 * The bank that holds the real money. Every call that changes something carries a key, and the same key never
 * acts twice. A call that throws `bank.unavailable` has an unknown outcome: ask `transferStatus`.
 */
export type Bank = {
  /** The client's main account, from which contributions are paid; undefined when the bank knows none. */
  mainAccount(client: string): Promise<string | undefined>;
  openSavingsAccount(command: OpenSavingsAccountCommand): Promise<{ readonly account: string }>;
  /**
   * Credits interest to date and closes the account: it takes no more money and pays out what is on it. Closing it
   * again gives the same answer.
   */
  closeSavingsAccount(account: string): Promise<{ readonly account: string; readonly interest: Money }>;
  transfer(command: BankTransferCommand): Promise<BankTransferResult>;
  transferStatus(key: string): Promise<BankTransferStatus>;
  /** Money on the account now, in tiyn. */
  balance(account: string): Promise<Money>;
  /** Booked entries in an inclusive range of value dates, with opening and closing balance. */
  statement(range: StatementRange): Promise<BankStatement>;
  /** A client's own account: salaries, card purchases and the rest, newest last. */
  transactions(range: StatementRange): Promise<readonly BankEntry[]>;
};
