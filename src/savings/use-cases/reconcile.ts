import { type Actor, authorise } from '../../access/index.js';
import { goalPages, type Transfer, transferPages } from '../../ledger/index.js';
import { civilDate, civilDateOf, type GoalId } from '../../shared/index.js';
import { compareWithBank, type Difference, type GoalComparison } from '../domain/reconciliation.js';
import { requireGoal } from './load.js';
import { loadBooks, MAX_PAYOUTS, type OutflowPorts } from './payouts.js';

export type ReconcileReport = {
  readonly ok: boolean;
  readonly goals: number;
  /** Entries that agree. */
  readonly matched: number;
  readonly differences: readonly Difference[];
};

type ReconcileDeps = Pick<OutflowPorts, 'store' | 'bank' | 'clock'>;

const PAGE = 200;

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
    const scope = request.goal === undefined ? goalPages(this.#deps.store, PAGE) : [[request.goal]];
    for await (const page of scope) for (const goal of page) add(await compareGoal(this.#deps, goal));
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
    for await (const page of transferPages(tx, id)) transfers.push(...page);
    const payouts = await tx.payouts.page({ goal: id }, null, MAX_PAYOUTS);
    return compareWithBank({ goal: id, account, books: await loadBooks(tx, id) }, transfers, payouts, {
      entries,
      balance,
    });
  });
}

/** Imported contributions may carry value dates from before the goal was opened. */
const EARLIEST = civilDate(1970, 1, 1);
