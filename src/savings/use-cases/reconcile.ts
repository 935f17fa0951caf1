import { type Actor, authorise } from '../../access/index.js';
import { goalPages } from '../../ledger/index.js';
import type { GoalId } from '../../shared/index.js';
import type { BankSide } from '../domain/reconciliation.js';
import type { AccountStatement } from '../domain/statement-line.js';
import {
  askForSide,
  type CompareDeps,
  type ComparedGoal,
  compareGoal,
  type ProposedDifference,
} from './compare-goal.js';
import { requireGoal } from './load.js';

export type ReconcileReport = {
  readonly ok: boolean;
  /** Goals, or with a file of statements: statements of goals. */
  readonly goals: number;
  /** Transfers, and the bank's own entries, that agree. */
  readonly matched: number;
  readonly differences: readonly ProposedDifference[];
  /** Statements of accounts that are no goal's. */
  readonly otherAccounts: number;
};

export type ReconcileCommand = {
  readonly actor: Actor;
  readonly goal?: GoalId | undefined;
  /** What a file says, instead of what the bank answers. */
  readonly statements?: AsyncIterable<AccountStatement> | undefined;
  readonly onProgress?: ((goals: number, differences: number) => void) | undefined;
};

const PAGE = 200;

/**
 * Compares the books of one goal, or of all, with the bank's statements, names each difference, and proposes what puts it
 * right. Nothing is changed.
 *
 * @throws access.denied bank.unavailable
 */
export class Reconcile {
  readonly #deps: CompareDeps;

  constructor(deps: CompareDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal, statements, onProgress }: ReconcileCommand): Promise<ReconcileReport> {
    authorise(actor, 'reconcile.run');
    const differences: ProposedDifference[] = [];
    let [goals, matched, otherAccounts] = [0, 0, 0];
    for await (const compared of statements === undefined ? this.#byBank(goal) : this.#byFile(statements, goal)) {
      if (compared === null) {
        otherAccounts += 1;
        continue;
      }
      goals += 1;
      matched += compared.matched;
      differences.push(...compared.differences.map(withoutContext));
      onProgress?.(goals, differences.length);
    }
    return { ok: differences.length === 0, goals, matched, differences, otherAccounts };
  }

  async *#byBank(only: GoalId | undefined): AsyncGenerator<ComparedGoal> {
    for await (const page of only === undefined ? goalPages(this.#deps.store, PAGE) : [[only]]) {
      for (const id of page) {
        const goal = await this.#deps.store.read((tx) => requireGoal(tx, id));
        yield compareGoal(this.#deps, id, await askForSide(this.#deps, goal));
      }
    }
  }

  /** null for a statement of somebody else's account. */
  async *#byFile(
    statements: AsyncIterable<AccountStatement>,
    only: GoalId | undefined,
  ): AsyncGenerator<ComparedGoal | null> {
    for await (const statement of statements) {
      const { account } = statement;
      const goal = (await this.#deps.store.read((tx) => tx.goals.findByAccounts([account]))).get(account);
      if (goal === undefined) yield null;
      else if (only === undefined || goal.id === only) yield compareGoal(this.#deps, goal.id, sideOf(statement));
    }
  }
}

/** What a statement of a file says of its account. */
export function sideOf({ from, to, closing, lines }: AccountStatement): BankSide {
  const dates = lines.map(({ date }) => date).sort();
  const [first, last] = [from ?? dates[0], to ?? dates.at(-1)];
  return {
    entries: lines.map(({ key, amount, kind, reference, date, line }) => ({
      ...{ key, amount, kind, valueDate: date },
      reference: reference ?? `line ${line}`,
    })),
    period: first === undefined || last === undefined ? 'unknown' : { from: first, to: last },
    balance: closing ?? null,
  };
}

/** A difference as it is told. */
export function withoutContext({ context: _, ...difference }: ComparedGoal['differences'][number]): ProposedDifference {
  return difference;
}
