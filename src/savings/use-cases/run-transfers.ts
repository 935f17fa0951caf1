import { type Actor, authorise } from '../../access/index.js';
import { type CivilDate, civilDateOf, invalidInput, type Money } from '../../shared/index.js';
import type { RunCount, RunLine } from '../domain/run-report.js';
import type { RunStop } from '../domain/shared-run.js';
import type { DuePlans } from '../ports/plans.js';
import { createDueDesk, type DueAccount, dueAccounts, nextDue } from './due-desk.js';
import { payDues } from './pay-dues.js';
import type { PayoutDeps } from './payouts.js';
import { SettleTransfers, type SettleReport } from './settle-transfers.js';

export type RunTransfersCommand = {
  readonly actor: Actor;
  /** Plans are paid that are due on this day or were due before; today when absent. */
  readonly date?: CivilDate | undefined;
  /** Calls of the bank in flight at once. */
  readonly concurrency?: number | undefined;
  /**
   * Decides and reports, and changes nothing. Each date is judged by itself: of two whose account or goal has room for
   * one, both are payable.
   */
  readonly dryRun?: boolean | undefined;
  /** Stops when so many dates were refused by the bank or could not be worked on. */
  readonly maxErrors?: number | undefined;
  /** Only dates whose money was not there, before their next working day has come. */
  readonly postponedOnly?: boolean | undefined;
  /** Asked before each date: true stops the run when what is in flight has ended. */
  readonly isInterrupted?: (() => boolean) | undefined;
  readonly onProgress?: ((done: number, failures: number, total: number) => void) | undefined;
  /** Is told each date's outcome as it comes; the run waits for it. */
  readonly onLine?: ((line: RunLine) => Promise<void> | void) | undefined;
};

export type RunReport = {
  readonly date: CivilDate;
  readonly dryRun: boolean;
  /** Dates that were due when the run began. */
  readonly due: number;
  readonly done: number;
  readonly counts: readonly RunCount[];
  /** Tiyn that moved. */
  readonly moved: Money;
  /** Why the run ended before it was through; null when it was. */
  readonly stopped: RunStop | null;
  /** What an earlier run had left unanswered, settled before this one began; null in a dry run. */
  readonly settled: SettleReport | null;
};

/**
 * The day of a run: the one that was asked for, or today.
 *
 * @throws input.invalid when it is still to come
 */
export function runDate({ date }: Pick<RunTransfersCommand, 'date'>, now: Date): CivilDate {
  const today = civilDateOf(now);
  if (date === undefined || date <= today) return date ?? today;
  throw invalidInput({ path: 'date', message: `is still to come: today is ${today}` });
}

export const DEFAULT_CONCURRENCY = 64;
export const MAX_CONCURRENCY = 4_096;

/**
 * Pays what is due by the members' plans: each date exactly once, however often and in how many places the run is
 * started, and wherever it is killed. It begins by settling what an earlier run has left unanswered.
 *
 * @throws access.denied
 * @throws input.invalid when the day is still to come
 */
export class RunTransfers {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute(command: RunTransfersCommand): Promise<RunReport> {
    const { actor, concurrency = DEFAULT_CONCURRENCY, dryRun = false, postponedOnly = false } = command;
    authorise(actor, 'transfers.run');
    const date = runDate(command, this.#deps.clock.now());
    const { isInterrupted } = command;
    const settled = dryRun ? null : await new SettleTransfers(this.#deps).execute({ actor, isInterrupted });
    const wanted: DuePlans = { on: date, isPostponed: postponedOnly };
    const desk = createDueDesk(this.#deps, { actor, concurrency, dryRun, isExtra: postponedOnly });
    const due = await this.#deps.store.read((tx) => tx.plans.countDue(wanted));
    const later = async (account: DueAccount, line: RunLine) =>
      postponedOnly ? undefined : nextDue(this.#deps.store, account, line, date);
    const accounts = dueAccounts(this.#deps.store, (tx, after, limit) => tx.plans.due(wanted, after, limit));
    const { tally, stopped } = await payDues(accounts, { ...command, desk, later, concurrency, due });
    const counts = tally.counts();
    const moved = counts.find(({ outcome }) => outcome === 'completed')?.amount ?? 0n;
    return { date, dryRun, due, done: tally.done, counts, moved, stopped, settled };
  }
}
