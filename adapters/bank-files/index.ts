export { endToEndIdOf, keyOf, MAX_END_TO_END_ID_LENGTH } from './end-to-end-id.js';
export { PAYMENT_VERSIONS, type Payment, type PaymentHeader, type PaymentVersion } from './payment-xml.js';
export { type ReadStatementsOptions, readStatements, STATEMENT_VERSIONS } from './read-statements.js';
export type {
  StatementBalance,
  StatementEnd,
  StatementEntry,
  StatementHead,
  StatementRecord,
} from './statement-records.js';
export { type StatementFile, writeStatements, type WrittenStatements } from './write-statements.js';
export type { AcceptedCurrency } from './values.js';
export { type PaymentInitiation, type WrittenPayments, writePaymentInitiation } from './write-payment-initiation.js';
