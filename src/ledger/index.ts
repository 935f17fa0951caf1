export {
  type Account,
  type AccountKind,
  type AccountRef,
  accountKey,
  accountName,
  availableOf,
  BANK,
  balanceOf,
  emptyAccount,
  incomingOf,
  interestOf,
  principalOf,
  UNALLOCATED,
} from './domain/account.js';
export { accountIn, type Books, type Instruction, type RecordContext, record } from './domain/books.js';
export { canonicalTransfer, type ChainHead, chainNext, chainStart } from './domain/chain.js';
export {
  isOwnTransfer,
  TRANSFER_CODES,
  TRANSFER_PHASES,
  type Transfer,
  type TransferBody,
  type TransferCode,
  type TransferPhase,
} from './domain/transfer.js';
export type {
  BooksChange,
  BooksRepository,
  BooksRequest,
  GoalIdRepository,
  HistoryPage,
  LedgerTx,
  TransferRepository,
} from './ports/ledger-tx.js';
