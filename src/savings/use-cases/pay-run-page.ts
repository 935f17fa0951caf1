import { type Actor, authorise } from '../../access/index.js';
import { NotFound } from '../../shared/index.js';
import { isFailure, type RunLine } from '../domain/run-report.js';
import type { RunPage, RunStop, SharedRun, SharedRunId } from '../domain/shared-run.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { createAsking } from './ask-bank.js';
import { createDueDesk, type DueAccount, dueAccounts, nextDue } from './due-desk.js';
import { payDues } from './pay-dues.js';
import type { PayoutDeps } from './payouts.js';
import { ordersOf, PENDING_PAGE } from './pending-orders.js';
import { SETTLE_JOB } from './queued-work.js';
import { settleOrders } from './settle-transfers.js';
import { sharedRunsOf } from './share-transfers.js';

export type PayRunPageCommand = { readonly actor: Actor; readonly run: SharedRunId; readonly page: number };

/** What the lines of a page say beyond what was recorded as it was decided. */
const REMARKED: readonly RunLine['outcome'][] = ['pending', 'gone', 'failed'];

/**
 * Pays what is due in one page of a shared run. Safe to do again, and by two at once: each date is decided once, and what
 * was decided is recorded with it. It begins by settling what a worker that died with this page had left unanswered.
 *
 * @throws access.denied not-found jobs.no-queue store.unavailable
 */
export class PayRunPage {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, run: id, page: number }: PayRunPageCommand): Promise<void> {
    authorise(actor, 'transfers.run');
    const { run, page } = await this.#deps.store.read(async (tx) => {
      const { runs } = sharedRunsOf(tx);
      return { run: await runs.find(id), page: await runs.page(id, number) };
    });
    if (run === undefined || page === undefined) throw new NotFound('page of a run', `${id} ${number}`);
    if (page.isFinished) return;
    await this.#settle(run, page);
    const remarks: RunLine[] = [];
    const stopped = run.stopped === null ? await this.#pay(run, page, actor, remarks) : null;
    await this.#deps.store.transact((tx) => finish(tx, run, page, { remarks, stopped }));
  }

  async #settle({ id }: SharedRun, { number }: RunPage): Promise<void> {
    const { store, clock } = this.#deps;
    const ask = createAsking(this.#deps);
    const pending = await store.read((tx) => sharedRunsOf(tx).runs.pendingIn(id, number));
    for (let from = 0; from < pending.length; from += PENDING_PAGE) {
      const orders = await store.read(async (tx) => {
        const found = await tx.contributions.findMany(pending.slice(from, from + PENDING_PAGE));
        return ordersOf(tx, [...found.values()], clock.now());
      });
      await settleOrders(this.#deps, ask, orders);
    }
  }

  async #pay(run: SharedRun, page: RunPage, actor: Actor, remarks: RunLine[]): Promise<RunStop | null> {
    const { store } = this.#deps;
    const { id, date, isPostponed, concurrency, due } = run;
    const wanted = { on: date, isPostponed };
    const desk = createDueDesk(this.#deps, {
      ...{ actor, concurrency, dryRun: false, isExtra: isPostponed },
      // A worker has several pages in hand: each of them is a lane, and its dates share their transactions.
      lanes: 1,
      record: (tx, lines) => sharedRunsOf(tx).runs.record(id, page.number, lines),
    });
    const accounts = dueAccounts(store, (tx, after, limit) => sharedRunsOf(tx).runs.due(wanted, page, after, limit));
    const { stopped } = await payDues(accounts, {
      ...{ desk, concurrency, due, maxErrors: run.maxErrors ?? undefined },
      later: async (account: DueAccount, line) => (isPostponed ? undefined : nextDue(store, account, line, date)),
      onLine: (line) => {
        if (REMARKED.includes(line.outcome)) remarks.push(line);
      },
    });
    return stopped;
  }
}

type Outcome = { readonly remarks: readonly RunLine[]; readonly stopped: RunStop | null };

async function finish(tx: OutflowTx, run: SharedRun, page: RunPage, { remarks, stopped }: Outcome): Promise<void> {
  const { runs, jobs } = sharedRunsOf(tx);
  await runs.remark(run.id, page.number, remarks);
  if (remarks.some(({ outcome }) => outcome === 'pending')) await jobs.ensure([SETTLE_JOB]);
  const counts = await runs.counts(run.id, page.number);
  const sum = (counted: typeof counts) => counted.reduce((total, { count }) => total + count, 0);
  await runs.finishPage(run.id, page.number, { done: sum(counts), failures: sum(counts.filter(isFailure)) });
  const { failures } = await runs.progress(run.id);
  if (stopped !== null) await runs.stop(run.id, stopped);
  else if (run.maxErrors !== null && failures >= run.maxErrors) await runs.stop(run.id, 'too-many-errors');
}
