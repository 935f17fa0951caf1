import { type Brand, type CivilDate, type GoalId, isIban, type Money } from '../../shared/index.js';

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

/**
 * Why a transfer of the day is not in the file. `exported`: an earlier file has it. `recent`: a call may still bring it to
 * the bank. `at-bank`: the bank knows it already, and settling finishes it. `unanswered`: the bank did not say whether it
 * does. `unfit`: one of its accounts has no IBAN of Kazakhstan. `frozen`: a dispute stops it. `below-floor`: it would leave
 * less on the main account than the client's plan allows.
 */
export const EXPORT_GAPS = ['exported', 'recent', 'at-bank', 'unanswered', 'unfit', 'frozen', 'below-floor'] as const;
export type ExportGap = (typeof EXPORT_GAPS)[number];

/** One transfer as a payment file has it. */
export type ExportedPayment = {
  readonly key: string;
  /** Account numbers (IBAN). */
  readonly from: string;
  readonly to: string;
  /** Tiyn. */
  readonly amount: Money;
  /** The name of whose account it is, where it is one client's own. */
  readonly debtor: string | null;
  readonly creditor: string | null;
  readonly purpose: string;
};

/** A transfer of the day that is perhaps to go into a file. */
export type ExportCandidate = Pick<ExportedPayment, 'key' | 'from' | 'to' | 'amount'> & {
  readonly orderedAt: Date;
  /** The goal that stops it while a dispute has frozen it; null where nothing does. */
  readonly frozenWith: GoalId | null;
  /** Tiyn that must stay on the debited account; null: nothing in particular. */
  readonly floor: Money | null;
};

/** What has become of a candidate since it was ordered. */
export type CandidateState = { readonly dispatch: Dispatch | undefined; readonly isFrozen: boolean };

/** Why a transfer cannot be in the file by what we know ourselves; null when the bank has to be asked. */
export function gapOf(
  { from, to, orderedAt }: ExportCandidate,
  { dispatch, isFrozen }: CandidateState,
  now: Date,
): ExportGap | null {
  if (dispatch !== undefined && dispatch.export !== null) return 'exported';
  if (isFrozen) return 'frozen';
  if (!isIban(from) || !isIban(to)) return 'unfit';
  return mayBeUnderWay(orderedAt, now) || (dispatch !== undefined && mayBeUnderWay(dispatch.at, now)) ? 'recent' : null;
}

/**
 * How long a call may be under way: waiting for its turn, and every repetition. So long a transfer that was given to
 * a call is not written into a file.
 */
const CALL_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Whether a call that began then may still arrive at the bank. */
function mayBeUnderWay(begunAt: Date, now: Date): boolean {
  return now.getTime() - begunAt.getTime() < CALL_MINUTES * MINUTE_MS;
}
