import type { Brand, CivilDate, GoalId, Money } from '../../shared/index.js';

/** Names an export, and with it the payment file. */
export type ExportId = Brand<string, 'ExportId'>;
export const asExportId = (text: string): ExportId => text as ExportId;

/** `open`: transfers are still added. `closed`: they stand, and the file is not known to be written. */
export const EXPORT_STATUSES = ['open', 'closed', 'written'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** The transfers of one day that go to the bank in one payment file. Written again it is the same file. */
export type TransferExport = {
  readonly id: ExportId;
  /** The day whose transfers these are. */
  readonly date: CivilDate;
  readonly status: ExportStatus;
  readonly count: number;
  /** Tiyn. */
  readonly total: Money;
  readonly createdAt: Date;
};

/**
 * By which way a transfer was given to the bank last. One that was written into a file stays there: it is never sent by
 * a call again, and never gets into another file.
 */
export type Dispatch = {
  /** The key of the bank transfer. */
  readonly key: string;
  /** null: by a call. */
  readonly export: ExportId | null;
  readonly at: Date;
};

/** Why a transfer of the day is not in the file. */
export const EXPORT_GAPS = ['exported', 'recent', 'at-bank', 'unanswered', 'unfit', 'frozen'] as const;
export type ExportGap = (typeof EXPORT_GAPS)[number];

/** One transfer as a payment file has it. */
export type ExportedPayment = {
  readonly key: string;
  readonly goal: GoalId;
  /** Account numbers (IBAN). */
  readonly from: string;
  readonly to: string;
  /** Tiyn. */
  readonly amount: Money;
  /** The names of those whose accounts they are, where they are one client. */
  readonly debtor: string | null;
  readonly creditor: string | null;
  readonly purpose: string;
};

/**
 * How long a call may be under way: waiting for its turn, and every repetition. So long a transfer that was given to
 * a call is not written into a file.
 */
export const CALL_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Whether a call that began then may still arrive at the bank. */
export function mayBeUnderWay(begunAt: Date, now: Date): boolean {
  return now.getTime() - begunAt.getTime() < CALL_MINUTES * MINUTE_MS;
}
