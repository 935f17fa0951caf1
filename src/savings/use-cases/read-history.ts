import { type Actor, authorise } from '../../access/index.js';
import {
  addToStatement,
  NOTHING_YET,
  type RunningBalance,
  type StatementEntry,
  transferPages,
} from '../../ledger/index.js';
import { type CivilDate, type ContributionId, type GoalId, invalidInput, pages } from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
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
      const load = (after: number | null) => tx.events.ofGoal(goal, after ?? 0, PAGE);
      for await (const page of pages(load, ({ position }) => position)) {
        events.push(
          ...page.map((event) => (event.client === null || visible.has(event.client) ? event : hidePrivate(event))),
        );
      }
      return events;
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
      let before: RunningBalance = NOTHING_YET;
      for await (const page of transferPages(tx, goal)) {
        const added = addToStatement(before, page, { from, to }, (client) => visible.has(client));
        entries.push(...added.entries);
        before = added.after;
      }
      return entries;
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
    const load = (after: ContributionId | null) =>
      this.#deps.store.read((tx) => tx.contributions.page(filter, after, Math.min(PAGE, limit - found.length)));
    for await (const page of pages(load, ({ id }) => id)) {
      found.push(...page);
      if (found.length >= limit) break;
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
