import type { Digest, GoalId, Store } from '../../shared/index.js';
import { compareReplay, type LedgerProblem, type Replay, replay, startReplay } from '../domain/verify.js';
import type { LedgerTx } from '../ports/ledger-tx.js';
import { goalPages, transferPages } from './pages.js';

export type VerifyLedgerDeps = { readonly store: Store<LedgerTx>; readonly digest: Digest };

export type VerifyReport = {
  readonly ok: boolean;
  readonly goals: number;
  readonly transfers: number;
  readonly problems: readonly LedgerProblem[];
};

const GOALS_PAGE = 200;
/** Past this many the reader knows enough; the rest is still counted in `ok`. */
const MAX_PROBLEMS = 1_000;

/**
 * Recomputes the books of one goal, or of all, from the transfers alone: chains, balances, pending and resolved, and
 * that the money at the bank equals what is owed. Memory stays constant; each goal is checked on one snapshot.
 */
export class VerifyLedger {
  readonly #deps: VerifyLedgerDeps;

  constructor(deps: VerifyLedgerDeps) {
    this.#deps = deps;
  }

  async execute(
    scope: { readonly goal?: GoalId | undefined; readonly onProgress?: ((goals: number) => void) | undefined } = {},
  ): Promise<VerifyReport> {
    const problems: LedgerProblem[] = [];
    let goals = 0;
    let transfers = 0;
    for await (const goal of scope.goal === undefined ? this.#allGoals() : [scope.goal]) {
      const { replayed, found } = await this.#deps.store.read((tx) => this.#verify(tx, goal));
      goals += 1;
      transfers += replayed.head.seq;
      problems.push(...found.slice(0, MAX_PROBLEMS - problems.length));
      scope.onProgress?.(goals);
    }
    return { ok: problems.length === 0, goals, transfers, problems };
  }

  async #verify(tx: LedgerTx, goal: GoalId): Promise<{ replayed: Replay; found: readonly LedgerProblem[] }> {
    const { digest } = this.#deps;
    const books = (await tx.books.load([{ goal, accounts: 'all' }])).get(goal);
    let replayed = startReplay(goal, digest);
    for await (const page of transferPages(tx, goal)) replayed = replay(replayed, page, digest);
    const found = books === undefined ? [{ goal, problem: 'the goal has no books' }] : compareReplay(replayed, books);
    return { replayed, found };
  }

  async *#allGoals(): AsyncGenerator<GoalId> {
    for await (const page of goalPages(this.#deps.store, GOALS_PAGE)) yield* page;
  }
}
