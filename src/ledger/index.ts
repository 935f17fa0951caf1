export {
  ACCOUNT_KINDS,
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
  checkReceipt,
  type Receipt,
  type ReceiptLink,
  receiptLink,
  signedText,
  type UnsignedReceipt,
} from './domain/receipt.js';
export {
  addToStatement,
  NOTHING_YET,
  type RunningBalance,
  type StatementEntry,
  type Visibility,
} from './domain/statement.js';
export {
  isOwnTransfer,
  TRANSFER_CODES,
  TRANSFER_PHASES,
  type Transfer,
  type TransferBody,
  type TransferCode,
  type TransferMove,
  type TransferPhase,
} from './domain/transfer.js';
export type {
  BooksChange,
  BooksRepository,
  BooksRequest,
  GoalIdRepository,
  GoalMark,
  HistoryPage,
  LedgerTx,
  TransferRepository,
} from './ports/ledger-tx.js';
export type { Signer, VerifySignature } from './ports/signer.js';
export { findLedgerProblems, type LedgerProblem, positionOf } from './domain/verify.js';
export { goalPages, transferPages } from './use-cases/pages.js';
export { VerifyLedger, type VerifyLedgerDeps, type VerifyReport } from './use-cases/verify-ledger.js';
export {
  RecordTransfers,
  type RecordTransfersCommand,
  ReverseTransfer,
  type ReverseTransferCommand,
} from './use-cases/record-transfers.js';
export { VerifyReceipt } from './use-cases/verify-receipt.js';
