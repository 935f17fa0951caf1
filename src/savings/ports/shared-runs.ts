import type { CivilDate, ClientId, ContributionId, PlanId } from '../../shared/index.js';
import type { Plan } from '../domain/plan.js';
import type { RunCount, RunLine } from '../domain/run-report.js';
import type { RunPage, RunProgress, RunStop, SharedRun, SharedRunId } from '../domain/shared-run.js';
import type { DueCursor, DuePlans } from './plans.js';

/** Where a walk over the lines of a run stands. */
export type LineCursor = { readonly plan: PlanId; readonly due: CivilDate };

/** Runs that workers share: who does which part of them, and the last word about each date. */
export type SharedRunRepository = {
  /** The run of this kind that is not finished. Whoever else asks waits until this transaction has ended. */
  unfinished(wanted: DuePlans): Promise<SharedRun | undefined>;
  /** Clients that have each so many due plans between them, in the order of their ids. */
  split(wanted: DuePlans, size: number): Promise<readonly ClientId[]>;
  insert(run: SharedRun, pages: readonly RunPage[]): Promise<void>;
  find(run: SharedRunId): Promise<SharedRun | undefined>;
  page(run: SharedRunId, number: number): Promise<(RunPage & { readonly isFinished: boolean }) | undefined>;
  /** Due plans of the clients of a page, by the day they run on and then by id; not locked. */
  due(wanted: DuePlans, page: RunPage, after: DueCursor | null, limit: number): Promise<readonly Plan[]>;
  /** Records what was decided about dates: the last word, but for what the bank says of their contributions. */
  record(run: SharedRunId, page: number, lines: readonly RunLine[]): Promise<void>;
  /** Records dates that nothing was recorded about, and why the bank has not answered about others. */
  remark(run: SharedRunId, page: number, lines: readonly RunLine[]): Promise<void>;
  /** Contributions of a page that the bank has not decided. */
  pendingIn(run: SharedRunId, page: number): Promise<readonly ContributionId[]>;
  finishPage(run: SharedRunId, number: number, tally: Pick<RunProgress, 'done' | 'failures'>): Promise<void>;
  /** Lets no further page begin; a run that was stopped before keeps its first reason. */
  stop(run: SharedRunId, why: RunStop): Promise<void>;
  progress(run: SharedRunId): Promise<RunProgress>;
  /** What has become of the dates of a run, or of one of its pages. */
  counts(run: SharedRunId, page: number | null): Promise<readonly RunCount[]>;
  /** The lines of a run in the order of their plans. */
  lines(run: SharedRunId, after: LineCursor | null, limit: number): Promise<readonly RunLine[]>;
  /** The oldest run of before this day that is finished. */
  oldestBefore(day: CivilDate): Promise<SharedRunId | undefined>;
  /** Deletes lines of a run, so many at most, and tells how many. */
  deleteLines(run: SharedRunId, limit: number): Promise<number>;
  /** Deletes a run that has no lines any more. */
  delete(run: SharedRunId): Promise<void>;
};
