import type { BankRefusal, BankTransferResult } from '../../src/savings/index.js';
import type { CivilDate, Money } from '../../src/shared/index.js';
import { buy, creditFromWorld, type FundedAccount } from './cash.js';
import { closeAnyAccount, reopenMain, runInterest } from './closing.js';
import { dayOf } from './days.js';
import type { FaultSpec } from './fault-spec.js';
import type { InterestCredited } from './interest.js';
import type { Parts } from './parts.js';
import type { BooksCheck, SandboxAccount } from './register.js';
import { whenFree } from './retry.js';
import type { RateChange } from './savings.js';
import type { Turn } from './turn.js';

/** What a tester can make happen at the bank. All of it works while the bank is down. Amounts are tiyn. */
export type SandboxControls = {
  /** Puts money on the client's main account, opening it. `at`: as if it had come at that moment. */
  fund(client: string, amount: Money, options?: { readonly at?: Date | undefined }): Promise<FundedAccount>;
  /**
   * Makes an account of the client's own their main account; an earlier one stays open beside it.
   *
   * @throws conflict when the number belongs to somebody else
   */
  registerMainAccount(client: string, iban: string): Promise<string>;
  /** Money from outside for any account. @throws bank.account-closed */
  credit(
    account: string,
    amount: Money,
    kind: 'salary' | 'other' | 'interest',
    valueDate?: CivilDate,
  ): Promise<FundedAccount>;
  /** The bank credits this much interest, whatever would be right. @throws bank.account-closed */
  creditInterest(account: string, amount: Money, valueDate?: CivilDate): Promise<FundedAccount>;
  /** The client pays a shop by card. @throws bank.insufficient-funds and bank.account-closed */
  cardPurchase(client: string, amount: Money, at?: Date): Promise<FundedAccount>;
  /** Closes an account, named by its number or by its client (then the main one). A savings account gets its interest. */
  closeAccount(accountOrClient: string): Promise<{ readonly account: string; readonly interest: Money }>;
  /** Opens a closed main account again. @throws input.invalid for a savings account */
  reopenAccount(accountOrClient: string): Promise<string>;
  /** Changes the rate of one savings account, or of all open ones, from a day on. */
  changeRate(change: RateChange): Promise<void>;
  /**
   * Credits the interest of every month that has ended before this day, each account and month once.
   *
   * @throws input.invalid when the day is still to come
   */
  runInterest(upTo: CivilDate): Promise<InterestCredited>;
  /** Lets a fault meet a coming call. */
  injectFault(fault: FaultSpec): Promise<void>;
  /** The faults that still wait. */
  faults(): Promise<readonly FaultSpec[]>;
  clearFaults(): Promise<void>;
  /** From now on no call arrives (`bank.unavailable`), until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends the review of a held transfer now. @throws not-found when no such transfer is held */
  resolveHeld(key: string, outcome: 'completed' | 'refused', reason?: BankRefusal): Promise<BankTransferResult>;
  /** Every account, that of the world included. */
  accounts(): Promise<readonly SandboxAccount[]>;
  /** One account, named by its number or by its client (then the main one). @throws not-found */
  show(accountOrClient: string): Promise<SandboxAccount>;
  /** Checks the bank's own books. */
  check(): Promise<BooksCheck>;
  /** Writes the bank as it is now into a new file. @throws bank.unavailable when that file exists or cannot be made */
  copyTo(path: string): Promise<void>;
};

/** The controls over the parts of a bank. */
export function createControls(parts: Parts): SandboxControls {
  const { accounts, db, faults, register, savings, transfers, writer } = parts;
  // In a savepoint: what is refused halfway leaves nothing behind.
  const savepoint = db.transaction((work: () => unknown) => work());
  const act = <T>(work: (turn: Turn) => T): Promise<T> => writer.write((turn) => savepoint(() => work(turn)) as T);
  const copy = db.prepare<[string]>('VACUUM INTO ?');
  const down = { on: 'any', kind: 'down', times: Number.POSITIVE_INFINITY } as const;
  return {
    fund: (client, amount, { at } = {}) =>
      act((turn) =>
        creditFromWorld(parts, turn, { account: accounts.openMain(client, turn.today), amount, kind: 'other', at }),
      ),
    registerMainAccount: (client, iban) => act(({ today }) => accounts.registerMain(client, iban, today)),
    credit: (account, amount, kind, valueDate) =>
      act((turn) => creditFromWorld(parts, turn, { account, amount, kind, valueDate })),
    creditInterest: (account, amount, valueDate) =>
      act((turn) => creditFromWorld(parts, turn, { account, amount, kind: 'interest', valueDate })),
    cardPurchase: (client, amount, at) => act((turn) => buy(parts, turn, { client, amount, at })),
    closeAccount: (name) => act((turn) => closeAnyAccount(parts, accounts.resolve(name), turn)),
    reopenAccount: (name) => act(() => reopenMain(parts, accounts.resolve(name))),
    changeRate: (change) => act(() => savings.changeRate(change)),
    runInterest: (upTo) => runInterest(parts, dayOf(upTo)),
    injectFault: (fault) => act(() => faults.add(fault)),
    faults: () => writer.read(() => faults.list()),
    clearFaults: () => act(() => faults.clear('all')),
    down: () => act(() => faults.add(down)),
    up: () => act(() => faults.clear('down')),
    resolveHeld: (key, outcome, reason = 'blocked') =>
      act((turn) => transfers.resolve(key, turn, outcome === 'refused' ? reason : undefined)),
    accounts: () => act(() => register.list()),
    show: (name) => act(() => register.show(accounts.resolve(name).number)),
    check: () => writer.read(() => register.check()),
    copyTo: (path) => whenFree(() => void copy.run(path)),
  };
}
