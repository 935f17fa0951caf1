import { type Actor, authorise } from '../../access/index.js';
import {
  type CivilDate,
  type ClientId,
  civilDateOf,
  createTurns,
  invalidInput,
  type Money,
  type PlanId,
  workThrough,
} from '../../shared/index.js';
import { createTally, type RunCount, type RunLine, type RunTally } from '../domain/run-report.js';
import type { DuePlans } from '../ports/plans.js';
import { createDueDesk, type DueAccount, dueAccounts, nextDue } from './due-desk.js';
import type { PayoutDeps } from './payouts.js';
import { SettleTransfers, type SettleReport } from './settle-transfers.js';

export type RunTransfersCommand = {
  readonly actor: Actor;
  /** Plans are paid that are due on this day or were due before; today when absent. */
  readonly date?: CivilDate | undefined;
  /** Calls of the bank in flight at once. */
  readonly concurrency?: number | undefined;
  /** Decides and reports, and changes nothing. */
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
  readonly stopped: 'interrupted' | 'too-many-errors' | 'bank-unavailable' | null;
  /** What an earlier run had left unanswered, settled before this one began; null in a dry run. */
  readonly settled: SettleReport | null;
};

export const DEFAULT_CONCURRENCY = 64;
export const MAX_CONCURRENCY = 4_096;
/** Dates in hand for each call in flight: while some wait for the bank, others are written together. */
const IN_HAND_PER_CALL = 4;
const MIN_IN_HAND = 512;
/** So many failures in a row are no longer chance: the bank is away. */
const MAX_UNAVAILABLE_IN_A_ROW = 500;

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
    const today = civilDateOf(this.#deps.clock.now());
    const date = command.date ?? today;
    if (date > today) throw invalidInput({ path: 'date', message: `is still to come: today is ${today}` });
    const settled = dryRun ? null : await new SettleTransfers(this.#deps).execute({ actor });
    const wanted: DuePlans = { on: date, isPostponed: postponedOnly };
    const desk = createDueDesk(this.#deps, { actor, concurrency, dryRun, isExtra: postponedOnly });
    const due = await this.#deps.store.read((tx) => tx.plans.countDue(wanted));
    const later = async (account: DueAccount, line: RunLine) =>
      postponedOnly ? undefined : nextDue(this.#deps.store, account, line, date);
    const run = createRun({ desk, later }, command, due);
    const inHand = Math.max(MIN_IN_HAND, concurrency * IN_HAND_PER_CALL);
    const accounts = dueAccounts(this.#deps.store, wanted);
    await workThrough(accounts, { limit: inHand, isStopped: () => run.stopped() !== null }, run.pay);
    const counts = run.tally.counts();
    const moved = counts.find(({ outcome }) => outcome === 'completed')?.amount ?? 0n;
    return { date, dryRun, due, done: run.tally.done, counts, moved, stopped: run.stopped(), settled };
  }
}

type Run = {
  readonly tally: RunTally;
  readonly pay: (account: DueAccount) => Promise<void>;
  readonly stopped: () => RunReport['stopped'];
};

type Work = {
  readonly desk: (account: DueAccount) => Promise<RunLine>;
  /** The next date of the same plan, when it is due as well. */
  readonly later: (account: DueAccount, line: RunLine) => Promise<DueAccount | undefined>;
};

function createRun({ desk, later }: Work, command: RunTransfersCommand, due: number): Run {
  const tally = createTally();
  // Plans that were behind: the walk over what is due may or may not come by them again.
  const caughtUp = new Set<PlanId>();
  const inTurn = createTurns<ClientId>();
  let unavailableInARow = 0;
  const stopped = () => {
    if (command.isInterrupted?.() === true) return 'interrupted';
    if (command.maxErrors !== undefined && tally.failures >= command.maxErrors) return 'too-many-errors';
    return unavailableInARow >= MAX_UNAVAILABLE_IN_A_ROW ? 'bank-unavailable' : null;
  };
  const payOne = async (account: DueAccount): Promise<RunLine> => {
    const line = await desk(account);
    unavailableInARow = line.reason === 'bank.unavailable' ? unavailableInARow + 1 : 0;
    tally.add(line);
    await command.onLine?.(line);
    command.onProgress?.(tally.done, tally.failures, Math.max(due, tally.done));
    return line;
  };
  // What one plan of a client has taken, the next one must see.
  const pay = (account: DueAccount) =>
    inTurn(account.plan.client, async () => {
      if (caughtUp.has(account.plan.id)) return;
      for (let next: DueAccount | undefined = account; next !== undefined; ) {
        next = await later(next, await payOne(next));
        if (next === undefined) return;
        caughtUp.add(next.plan.id);
        if (stopped() !== null) return;
      }
    });
  return { tally, pay, stopped };
}
