import type { Brand, CivilDate, ClientId } from '../../shared/index.js';

/** Names a run that workers share. */
export type SharedRunId = Brand<string, 'SharedRunId'>;

export function asSharedRunId(text: string): SharedRunId {
  return text as SharedRunId;
}

/** Why a run ended before it was through. */
export type RunStop = 'interrupted' | 'too-many-errors' | 'bank-unavailable';

/** A run over due plans that any number of workers go through together, page by page. */
export type SharedRun = {
  readonly id: SharedRunId;
  readonly date: CivilDate;
  /** Only dates whose money was not there, before their next working day has come. */
  readonly isPostponed: boolean;
  /** Calls of the bank in flight at once, for each page in hand. */
  readonly concurrency: number;
  /** Stops when so many dates were refused by the bank or could not be worked on. */
  readonly maxErrors: number | null;
  /** Dates that were due when the run began. */
  readonly due: number;
  readonly pages: number;
  readonly stopped: RunStop | null;
  readonly startedAt: Date;
};

/** What has an id after one, up to and including another one; null for the first page and the last one. */
export type PageRange<Id> = { readonly after: Id | null; readonly upTo: Id | null };

/** One of several such parts, counted from 0. */
export type NumberedRange<Id> = PageRange<Id> & { readonly number: number };

/** A part of a shared run: the due plans of these clients. What one plan of a client has taken, the next one must see. */
export type RunPage = NumberedRange<ClientId>;

/** How far a shared run is; dates are counted when their page is finished. */
export type RunProgress = {
  readonly pages: number;
  readonly finished: number;
  readonly done: number;
  readonly failures: number;
};

const PAGES_WANTED = 64;
const MIN_PAGE = 20;
const MAX_PAGE = 1_000;

/** How many dates a page has: enough pages for every worker, and few enough to be worth their while. */
export function pageSizeOf(due: number): number {
  return Math.min(MAX_PAGE, Math.max(MIN_PAGE, Math.ceil(due / PAGES_WANTED)));
}

/** The pages between these ids, with which all but the last one end: what is added meanwhile belongs to that. */
export function pagesBetween<Id>(ends: readonly Id[]): readonly NumberedRange<Id>[] {
  return [...ends, null].map((upTo, number) => ({ number, after: ends[number - 1] ?? null, upTo }));
}
