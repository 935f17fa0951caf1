import { type ClientId, createTurns, type PlanId, workThrough } from '../../shared/index.js';
import { createTally, type RunLine, type RunTally } from '../domain/run-report.js';
import type { RunStop } from '../domain/shared-run.js';
import type { DueAccount } from './due-desk.js';

/** Dates in hand for each call in flight: while some wait for the bank, others are written together. */
const IN_HAND_PER_CALL = 2;
const MIN_IN_HAND = 512;
/** So many failures in a row are no longer chance: the bank is away. */
const MAX_UNAVAILABLE_IN_A_ROW = 500;

export type PayDuesOptions = {
  readonly desk: (account: DueAccount) => Promise<RunLine>;
  /** The next date of the same plan, when it is due as well. */
  readonly later: (account: DueAccount, line: RunLine) => Promise<DueAccount | undefined>;
  readonly concurrency: number;
  /** Dates that were due when the run began. */
  readonly due: number;
  readonly maxErrors?: number | undefined;
  readonly isInterrupted?: (() => boolean) | undefined;
  readonly onProgress?: ((done: number, failures: number, total: number) => void) | undefined;
  readonly onLine?: ((line: RunLine) => Promise<void> | void) | undefined;
};

/** Takes due plans to the desk, many at once, those of one client one after the other. */
export async function payDues(
  accounts: AsyncIterable<DueAccount>,
  options: PayDuesOptions,
): Promise<{ readonly tally: RunTally; readonly stopped: RunStop | null }> {
  const run = createRun(options);
  const inHand = Math.max(MIN_IN_HAND, options.concurrency * IN_HAND_PER_CALL);
  await workThrough(accounts, { limit: inHand, isStopped: () => run.stopped() !== null }, run.pay);
  return { tally: run.tally, stopped: run.stopped() };
}

type Run = {
  readonly tally: RunTally;
  readonly pay: (account: DueAccount) => Promise<void>;
  readonly stopped: () => RunStop | null;
};

function createRun(options: PayDuesOptions): Run {
  const { desk, later, due } = options;
  const tally = createTally();
  // Plans that were behind: the walk over what is due may or may not come by them again.
  const caughtUp = new Set<PlanId>();
  const inTurn = createTurns<ClientId>();
  let unavailableInARow = 0;
  const stopped = () => {
    if (options.isInterrupted?.() === true) return 'interrupted';
    if (options.maxErrors !== undefined && tally.failures >= options.maxErrors) return 'too-many-errors';
    return unavailableInARow >= MAX_UNAVAILABLE_IN_A_ROW ? 'bank-unavailable' : null;
  };
  const payOne = async (account: DueAccount): Promise<RunLine> => {
    const line = await desk(account);
    unavailableInARow = line.reason === 'bank.unavailable' ? unavailableInARow + 1 : 0;
    tally.add(line);
    await options.onLine?.(line);
    options.onProgress?.(tally.done, tally.failures, Math.max(due, tally.done));
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
