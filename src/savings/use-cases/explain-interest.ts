import { type Actor, actorName } from '../../access/index.js';
import { accountIn, balanceOf, record, UNALLOCATED } from '../../ledger/index.js';
import {
  type CivilDate,
  civilDateOf,
  formatTenge,
  type GoalId,
  invalidInput,
  type Money,
  type RateBps,
  sumMoney,
} from '../../shared/index.js';
import { type ExpectedInterest, expectedInterest } from '../domain/expected-interest.js';
import type { InterestShare } from '../domain/interest-allocation.js';
import type { GoalRate } from '../ports/outflow-tx.js';
import { allocationOf } from './book-interest.js';
import { allMovements, openDesk, readHistories, sharesOf } from './interest-desk.js';
import { currentRules, openGoal } from './load.js';
import type { OutflowPorts } from './payouts.js';
import { reachGoal, saveReached } from './reach-goals.js';

export type ExpectedInterestReport = ExpectedInterest & {
  readonly goal: GoalId;
  readonly until: CivilDate;
  /** What the bank has credited so far. */
  readonly credited: Money;
  readonly unallocated: Money;
};

/**
 * Explains what a goal's account should have earned up to a day, today by default, day range by day range.
 *
 * @throws access.denied not-found
 */
export class ExplainInterest {
  readonly #deps: Pick<OutflowPorts, 'store' | 'clock'>;

  constructor(deps: Pick<OutflowPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute(request: {
    readonly actor: Actor;
    readonly goal: GoalId;
    readonly date?: CivilDate | undefined;
  }): Promise<ExpectedInterestReport> {
    return this.#deps.store.read(async (tx) => {
      const now = this.#deps.clock.now();
      const until = request.date ?? civilDateOf(now);
      const { goal } = await openGoal(tx, request.actor, 'interest.expected', request.goal, now);
      const { openedOn, terms, books } = await openDesk(tx, goal);
      const history = (await readHistories(tx, [goal.id])).get(goal.id) ?? { moves: [], postings: [] };
      const movements = allMovements(history, openedOn, until);
      return {
        goal: goal.id,
        until,
        ...expectedInterest({ openedOn, terms, movements }, { until }),
        credited: sumMoney(history.postings.map(({ credited }) => credited)),
        unallocated: balanceOf(accountIn(books, UNALLOCATED)),
      };
    });
  }
}

export type AllocationReport = {
  readonly goal: GoalId;
  readonly total: Money;
  readonly shares: readonly InterestShare[];
};

/**
 * Shares out whatever interest of a goal is not shared out yet, by what each member has had in since the last sharing.
 *
 * @throws access.denied not-found
 */
export class AllocateInterest {
  readonly #deps: Pick<OutflowPorts, 'store' | 'clock' | 'ids' | 'digest'>;

  constructor(deps: Pick<OutflowPorts, 'store' | 'clock' | 'ids' | 'digest'>) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id }: { readonly actor: Actor; readonly goal: GoalId }): Promise<AllocationReport> {
    const { store, clock, ids, digest } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const { goal } = await openGoal(tx, actor, 'interest.allocate', id, now);
      const desk = await openDesk(tx, goal);
      const total = balanceOf(accountIn(desk.books, UNALLOCATED));
      const on = civilDateOf(now);
      const shares = sharesOf(desk, total, on);
      if (shares.length === 0) return { goal: id, total: 0n, shares };
      const change = record(
        desk.books,
        shares.map((share) => allocationOf(share, on, ids.next())),
        { now, digest },
      );
      await tx.books.save([change]);
      const { version: rulesVersion } = await currentRules(tx, now);
      const data = { on, amount: formatTenge(total) };
      await tx.events.append([
        { goal: id, type: 'interest.allocated', at: now, actor: actorName(actor), client: null, rulesVersion, data },
      ]);
      const met = reachGoal(goal, change.books, now);
      if (met !== undefined) await saveReached(tx, [met], rulesVersion, now);
      return { goal: id, total, shares };
    });
  }
}

export type SetGoalRateCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  readonly rateBps: RateBps;
  readonly from: CivilDate;
};

/**
 * Notes that the bank pays another rate on a goal's account from a day on, as its product foresees.
 *
 * @throws access.denied not-found
 */
export class SetGoalRate {
  readonly #deps: Pick<OutflowPorts, 'store' | 'clock'>;

  constructor(deps: Pick<OutflowPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, goal, rateBps, from }: SetGoalRateCommand): Promise<GoalRate> {
    return this.#deps.store.transact(async (tx) => {
      const found = await openGoal(tx, actor, 'interest.set-rate', goal, this.#deps.clock.now());
      const postedTo = (await tx.interest.states([goal])).get(goal)?.position.from;
      const earliest = postedTo ?? civilDateOf(found.goal.createdAt);
      if (from < earliest) {
        throw invalidInput({ path: 'from', message: `must be ${earliest} or later: interest before is posted` });
      }
      const rate: GoalRate = { goal, from, rateBps };
      await tx.interest.saveRate(rate);
      return rate;
    });
  }
}
