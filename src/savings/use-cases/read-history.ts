import { type Actor, authorise } from '../../access/index.js';
import { addToStatement, NOTHING_YET, type RunningBalance, type StatementEntry } from '../../ledger/index.js';
import type { CivilDate, ContributionId, GoalId } from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
import { invalidInput } from '../../shared/index.js';
import type { SavingsPorts } from '../ports/index.js';
import type { ContributionFilter, GroupTotals, StoredEvent } from '../ports/savings-tx.js';
import { openGoal } from './load.js';
import { visibilityFor } from './show-goal.js';

type ReadDeps = Pick<SavingsPorts, 'store' | 'clock'>;

const PAGE = 2_000;

/**
 * Tells a goal's history: what happened, when and by whom. The sums of members who did not agree to show them are
 * left out, and why the bank refused them.
 *
 * @throws access.denied not-found
 */
export class ShowHistory {
  readonly #deps: ReadDeps;

  constructor(deps: ReadDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal }: { readonly actor: Actor; readonly goal: GoalId }): Promise<readonly StoredEvent[]> {
    return this.#deps.store.read(async (tx) => {
      const { members } = await openGoal(tx, actor, 'goals.history', goal, this.#deps.clock.now());
      const visible = new Set(members.filter(visibilityFor(actor)).map((member) => member.client));
      const events: StoredEvent[] = [];
      for (let after = 0; ; ) {
        const page = await tx.events.ofGoal(goal, after, PAGE);
        events.push(
          ...page.map((event) => (event.client === null || visible.has(event.client) ? event : hidePrivate(event))),
        );
        const last = page.at(-1);
        if (last === undefined) return events;
        after = last.position;
      }
    });
  }
}

export type StatementCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
};

/**
 * A goal's statement: every entry of its chain with the running balance, for a range of value dates.
 *
 * @throws access.denied not-found input.invalid
 */
export class ShowStatement {
  readonly #deps: ReadDeps;

  constructor(deps: ReadDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal, from, to }: StatementCommand): Promise<readonly StatementEntry[]> {
    if (from !== undefined && to !== undefined && to < from) {
      throw invalidInput({ path: 'to', message: 'is before from' });
    }
    return this.#deps.store.read(async (tx) => {
      const { members } = await openGoal(tx, actor, 'ledger.statement', goal, this.#deps.clock.now());
      const visible = new Set(members.filter(visibilityFor(actor)).map((member) => member.client));
      const entries: StatementEntry[] = [];
      for (let afterSeq = 0, before: RunningBalance = NOTHING_YET; ; ) {
        const page = await tx.transfers.history(goal, { afterSeq, limit: PAGE });
        const last = page.at(-1);
        if (last === undefined) return entries;
        const added = addToStatement(before, page, { from, to }, (client) => visible.has(client));
        entries.push(...added.entries);
        before = added.after;
        afterSeq = last.seq;
      }
    });
  }
}

export type ListTransfersCommand = ContributionFilter & { readonly actor: Actor; readonly limit?: number | undefined };

const MAX_LISTED = 10_000;

/**
 * Lists contributions by status, oldest first, for operations.
 *
 * @throws access.denied
 */
export class ListTransfers {
  readonly #deps: Pick<SavingsPorts, 'store'>;

  constructor(deps: Pick<SavingsPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, limit = MAX_LISTED, ...filter }: ListTransfersCommand): Promise<readonly Contribution[]> {
    authorise(actor, 'transfers.list');
    const found: Contribution[] = [];
    for (let after: ContributionId | null = null; found.length < limit; ) {
      const page: readonly Contribution[] = await this.#deps.store.read((tx) =>
        tx.contributions.page(filter, after, Math.min(PAGE, limit - found.length)),
      );
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    return found;
  }
}

/** A group this small could be recognised by who knows its members. */
export const MIN_GROUP_CLIENTS = 5;

/**
 * Sums by kind and status for analysts; a group of fewer than 5 clients is left out.
 *
 * @throws access.denied
 */
export class ShowStatistics {
  readonly #deps: Pick<SavingsPorts, 'store'>;

  constructor(deps: Pick<SavingsPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<readonly GroupTotals[]> {
    authorise(actor, 'goals.statistics');
    const groups = await this.#deps.store.read((tx) => tx.statistics.byKindAndStatus());
    return groups.filter((group) => group.clients >= MIN_GROUP_CLIENTS);
  }
}

/** Why the bank refused somebody tells of their money as much as a sum does. */
const PRIVATE_DATA = ['amount', 'reason'];

function hidePrivate(event: StoredEvent): StoredEvent {
  const shown = Object.entries(event.data).filter(([name]) => !PRIVATE_DATA.includes(name));
  return { ...event, data: Object.fromEntries(shown) };
}
