import type { Database } from 'better-sqlite3';
import type { Clock } from '../../src/shared/index.js';
import { Accounts } from './accounts.js';
import { Books } from './books.js';
import { Faults } from './faults.js';
import { Interest } from './interest.js';
import { InterestState } from './interest-state.js';
import { Register } from './register.js';
import { Savings } from './savings.js';
import { Statements } from './statements.js';
import { Transfers } from './transfers.js';
import { ValueDays } from './value-days.js';
import { Writer } from './writer.js';

/** Everything a sandbox bank is made of. */
export type Parts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly books: Books;
  readonly faults: Faults;
  readonly transfers: Transfers;
  readonly savings: Savings;
  readonly interest: Interest;
  readonly statements: Statements;
  readonly register: Register;
  readonly writer: Writer;
};

/** Puts the parts of the bank together over one open file. */
export function assemble(db: Database, clock: Clock, seed: number): Parts {
  const accounts = new Accounts(db);
  const state = new InterestState(db);
  const books = new Books(db, state);
  const days = new ValueDays(db);
  const faults = new Faults(db, seed);
  const transfers = new Transfers(db, accounts, books);
  return {
    db,
    clock,
    accounts,
    books,
    faults,
    transfers,
    savings: new Savings(db, accounts, state),
    interest: new Interest(accounts, books, days, state),
    statements: new Statements(db, accounts, days),
    register: new Register(db),
    writer: new Writer({ db, clock, faults, transfers }),
  };
}
