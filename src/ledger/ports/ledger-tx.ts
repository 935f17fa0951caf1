import type { GoalId, TransferId } from '../../shared/index.js';
import type { AccountRef } from '../domain/account.js';
import type { Books } from '../domain/books.js';
import type { Transfer, TransferMove } from '../domain/transfer.js';

export type BooksRequest = { readonly goal: GoalId; readonly accounts: readonly AccountRef[] | 'all' };

/** New books of one goal, with the transfers that lead there from the books that were loaded. */
export type BooksChange = { readonly books: Books; readonly transfers: readonly Transfer[] };

/** The accounts and the chain heads of goals. */
export type BooksRepository = {
  /** Loads the named accounts of each goal and its chain head, locked until the transaction ends. */
  load(requests: readonly BooksRequest[]): Promise<ReadonlyMap<GoalId, Books>>;
  /** Appends the transfers and stores every account they touch. */
  save(changes: readonly BooksChange[]): Promise<void>;
};

/** A goal, and the transfer of its chain after which to read; 0 for all of them. */
export type GoalMark = { readonly goal: GoalId; readonly afterSeq: number };

export type HistoryPage = { readonly afterSeq: number; readonly limit: number };

/** The append-only record of what moved. */
export type TransferRepository = {
  findMany(ids: readonly TransferId[]): Promise<ReadonlyMap<TransferId, Transfer>>;
  /** One goal's transfers in the order of their chain, a page at a time. */
  history(goal: GoalId, page: HistoryPage): Promise<readonly Transfer[]>;
  /** What has moved in each goal since its mark, in the order of its chain; a goal without such transfers is absent. */
  moves(marks: readonly GoalMark[]): Promise<ReadonlyMap<GoalId, readonly TransferMove[]>>;
  /** The pending transfers among these that were already posted or voided. */
  resolved(ids: readonly TransferId[]): Promise<ReadonlySet<TransferId>>;
};

/** What the ledger needs of a transaction. */
export type LedgerTx = {
  readonly books: BooksRepository;
  readonly transfers: TransferRepository;
  readonly goalIds: GoalIdRepository;
};

/** The goals that have books, in a fixed order, for work that passes over all of them. */
export type GoalIdRepository = {
  page(after: GoalId | null, limit: number): Promise<readonly GoalId[]>;
};
