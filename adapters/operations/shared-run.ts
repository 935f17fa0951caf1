import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../../src/access/index.js';
import type {
  LineCursor,
  RunLine,
  RunReport,
  SharedRunId,
  SharedRunState,
  ShareTransfersCommand,
} from '../../src/savings/index.js';
import { pages, Unavailable } from '../../src/shared/index.js';
import type { OperationContext } from './operation.js';

const LOOK_EVERY_MS = 250;
/** A worker that starts, or comes back after a restart of the server, needs a moment. */
const MAX_WITHOUT_WORKER_MS = 30_000;
const LINES = 1_000;

type SharedInput = Omit<ShareTransfersCommand, 'actor'> & {
  readonly onLine?: ((line: RunLine) => Promise<void> | void) | undefined;
};
type Finished = SharedRunState & { readonly counts: NonNullable<SharedRunState['counts']> };

/**
 * Shares a run out among the workers and follows it to its end. When this process dies the run goes on; started again, it
 * is joined.
 *
 * @throws jobs.no-queue jobs.no-worker jobs.given-up
 */
export async function runShared(
  context: OperationContext,
  actor: Actor,
  { onLine, ...input }: SharedInput,
): Promise<RunReport> {
  const { useCases, signal } = context;
  const isInterrupted = () => signal?.aborted === true;
  const { run, settled } = await useCases.shareTransfers.execute({ actor, ...input, isInterrupted });
  const { counts, run: ended } = await follow(context, actor, run.id);
  if (onLine !== undefined) {
    const load = (after: LineCursor | null) =>
      useCases.listRunLines.execute({ actor, run: run.id, after, limit: LINES });
    for await (const page of pages(load, ({ plan, due }) => ({ plan, due }) as LineCursor)) {
      for (const line of page) await onLine(line);
    }
  }
  const { date, due, stopped } = ended;
  const done = counts.reduce((sum, { count }) => sum + count, 0);
  const moved = counts.find(({ outcome }) => outcome === 'completed')?.amount ?? 0n;
  return { date, dryRun: false, due, done, counts, moved, stopped, settled };
}

async function follow(
  { useCases, signal, onProgress }: OperationContext,
  actor: Actor,
  run: SharedRunId,
): Promise<Finished> {
  let isStopped = false;
  let lastWithWorker = performance.now();
  for (;;) {
    const state = await useCases.showSharedRun.execute({ actor, run });
    const { progress, counts, workers } = state;
    const { done, failures: refused } = progress;
    onProgress?.({ done, refused, total: Math.max(done, state.run.due), note: noteOf(state) });
    if (counts !== null) return { ...state, counts };
    if (signal?.aborted === true && !isStopped) {
      await useCases.stopSharedRun.execute({ actor, run });
      isStopped = true;
    }
    requireHope(state);
    if (workers > 0) lastWithWorker = performance.now();
    if (performance.now() - lastWithWorker > MAX_WITHOUT_WORKER_MS) {
      const details = { run, pages: progress.pages, finished: progress.finished };
      throw new Unavailable('jobs.no-worker', 'No worker is there to take part in the run.', { details });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** While other pages are worked on, one that was given up is left for the end. */
function requireHope({ run, progress: { pages: all, finished }, failing }: SharedRunState): void {
  const givenUp = failing.filter(({ isGivenUp }) => isGivenUp);
  const [first] = givenUp;
  if (first === undefined || finished + givenUp.length < all) return;
  const message =
    `${givenUp.length} of ${all} pages of the run failed ${first.attempts} times each and are not tried again; ` +
    `the others are done. The last failure: ${first.error}`;
  const details = { run: run.id, pages: all, finished, failed: givenUp.map(({ page, error }) => ({ page, error })) };
  throw new Unavailable('jobs.given-up', message, { details });
}

function noteOf({ failing, workers }: SharedRunState): string | undefined {
  if (workers === 0) return 'no worker is there: jinaq worker';
  if (failing.length === 0) return undefined;
  return `${failing.length} ${failing.length === 1 ? 'page has' : 'pages have'} failed so far`;
}
