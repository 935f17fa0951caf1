import { type Actor, authorise } from '../../access/index.js';
import type { Transfer } from '../../ledger/index.js';
import { civilDate, civilDateOf, type GoalId } from '../../shared/index.js';
import { compareWithBank, type Difference, type GoalComparison } from '../domain/reconciliation.js';
import { requireGoal } from './load.js';
import { loadBooks, type OutflowPorts } from './payouts.js';

export type ReconcileReport = {
  readonly ok: boolean;
  readonly goals: number;
  /** Entries that agree. */
  readonly matched: number;
  readonly differences: readonly Difference[];
};

type ReconcileDeps = Pick<OutflowPorts, 'store' | 'bank' | 'clock'>;

const PAGE = 200;
const TRANSFERS_PAGE = 5_000;
const MAX_PAYOUTS = 10_000;

/**
 * Compares the books of one goal, or of all, with the bank's statements, and names each difference.
 *
 * @throws access.denied bank.unavailable
 */
export class Reconcile {
  readonly #deps: ReconcileDeps;

  constructor(deps: ReconcileDeps) {
    this.#deps = deps;
  }

  async execute(request: {
    readonly actor: Actor;
    readonly goal?: GoalId | undefined;
    readonly onProgress?: ((goals: number, differences: number) => void) | undefined;
  }): Promise<ReconcileReport> {
    authorise(request.actor, 'reconcile.run');
    const differences: Difference[] = [];
    let [goals, matched] = [0, 0];
    const add = (comparison: GoalComparison) => {
      goals += 1;
      matched += comparison.matched;
      differences.push(...comparison.differences);
      request.onProgress?.(goals, differences.length);
    };
    if (request.goal !== undefined) add(await compareGoal(this.#deps, request.goal));
    for (let after: GoalId | null = null; request.goal === undefined; ) {
      const page: readonly GoalId[] = await this.#deps.store.read((tx) => tx.goalIds.page(after, PAGE));
      for (const goal of page) add(await compareGoal(this.#deps, goal));
      const last = page.at(-1);
      if (last === undefined) break;
      after = last;
    }
    return { ok: differences.length === 0, goals, matched, differences };
  }
}

async function compareGoal({ store, bank, clock }: ReconcileDeps, id: GoalId): Promise<GoalComparison> {
  const { account, createdAt } = await store.read((tx) => requireGoal(tx, id));
  const today = civilDateOf(clock.now());
  const opened = civilDateOf(createdAt);
  const { entries } = await bank.statement({ account, from: opened < EARLIEST ? opened : EARLIEST, to: today });
  const balance = await bank.balance(account);
  return store.read(async (tx) => {
    const transfers: Transfer[] = [];
    for (let afterSeq = 0; ; ) {
      const page = await tx.transfers.history(id, { afterSeq, limit: TRANSFERS_PAGE });
      transfers.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      afterSeq = last.seq;
    }
    const payouts = await tx.payouts.page({ goal: id }, null, MAX_PAYOUTS);
    return compareWithBank({ goal: id, account, books: await loadBooks(tx, id) }, transfers, payouts, {
      entries,
      balance,
    });
  });
}

/** Imported contributions may carry value dates from before the goal was opened. */
const EARLIEST = civilDate(1970, 1, 1);
