import { type Actor, authorise } from '../../access/index.js';
import { accountIn, BANK, incomingOf } from '../../ledger/index.js';
import {
  addDays,
  civilDateOf,
  DomainError,
  type GoalId,
  pages,
  type ProposalId,
  startOfDay,
} from '../../shared/index.js';
import { EXPIRY_ANSWER_DAYS, expireGoal, isRefundDue } from '../domain/expiry.js';
import type { Goal } from '../domain/goal.js';
import type { PayoutId } from '../domain/payout-order.js';
import { ORGANISER_INACTIVITY_DAYS } from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { carryOut } from './carry-out-proposal.js';
import { advanceClosing, beginClosing } from './close-goal.js';
import { requireGoal } from './load.js';
import { loadBooks, type PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';
import { refundLeavers } from './refund-leavers.js';
import { succeedOrganiser, type VacantGoal } from './succession.js';
import { tell } from './tell.js';

/** What the passing of time has brought about. */
export type AdvanceReport = {
  /** Those in which something may have been due, and that were looked at. */
  readonly goals: number;
  readonly decided: number;
  readonly expired: number;
  readonly refunding: number;
  readonly closed: number;
  /** Goals without an organiser, and who is to find another one. */
  readonly vacant: readonly VacantGoal[];
  readonly failed: readonly { readonly goal: GoalId; readonly error: DomainError }[];
};

const PAGE = 200;

/**
 * Does what has become due by the passing of time, in every goal where something is: decides votes whose time is up and carries them out,
 * expires unmet goals and refunds them after 14 days without an answer, lets deputies take over, pays leavers their
 * late interest, and takes closings on. Safe to run at any time, twice, and by many at once.
 *
 * @throws access.denied
 */
export class AdvanceGoals {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<AdvanceReport> {
    authorise(actor, 'goals.advance');
    const counts = { goals: 0, decided: await this.#decideProposals(), expired: 0, refunding: 0, closed: 0 };
    const vacant: VacantGoal[] = [];
    const failed: { goal: GoalId; error: DomainError }[] = [];
    for await (const page of this.#awaiting()) {
      for (const goal of page) {
        try {
          counts.goals += 1;
          const advanced = await advanceGoal(this.#deps, goal);
          for (const outcome of advanced.outcomes) counts[outcome] += 1;
          if (advanced.vacant !== null) vacant.push(advanced.vacant);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          failed.push({ goal, error });
        }
      }
    }
    return { ...counts, vacant, failed };
  }

  #awaiting(): AsyncGenerator<readonly GoalId[]> {
    const { store, clock } = this.#deps;
    const today = civilDateOf(clock.now());
    // What was so within the day that is this many days ago was so before the next one had begun.
    const before = (days: number) => startOfDay(addDays(today, 1 - days));
    const moment = { today, expiredBefore: before(EXPIRY_ANSWER_DAYS), metBefore: before(ORGANISER_INACTIVITY_DAYS) };
    return pages<GoalId, GoalId>(
      (after) => store.read((tx) => tx.goals.awaiting(moment, after, PAGE)),
      (goal) => goal,
      PAGE,
    );
  }

  async #decideProposals(): Promise<number> {
    const seen = new Set<ProposalId>();
    for (;;) {
      const due = await this.#deps.store.read((tx) => tx.proposals.due(this.#deps.clock.now(), seen.size + PAGE));
      // A proposal that still waits, for the end of a dispute, stays due: it is tried once a run.
      const fresh = due.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) return seen.size;
      for (const { id } of fresh) {
        seen.add(id);
        await carryOut(this.#deps, id);
      }
    }
  }
}

type Outcome = 'expired' | 'refunding' | 'closed';

type Advanced = { readonly outcomes: readonly Outcome[]; readonly vacant: VacantGoal | null };

async function advanceGoal(deps: PayoutDeps, id: GoalId): Promise<Advanced> {
  const seen = await deps.store.read((tx) => requireGoal(tx, id));
  if (seen.status === 'closed') return { outcomes: [], vacant: null };
  const outcomes: Outcome[] = [];
  let vacant: VacantGoal | null = null;
  if (seen.status !== 'cancelling') {
    const payouts: PayoutId[] = [];
    await deps.store.transact(async (tx) => {
      outcomes.length = 0;
      payouts.length = 0;
      const cause = { actor: 'system', now: deps.clock.now() };
      const succeeded = await succeedOrganiser(tx, await expire(tx, deps, id, outcomes), cause);
      const { goal } = succeeded;
      vacant = succeeded.vacant;
      if (isRefundDue(goal, await tx.proposals.ofGoal(id), cause.now)) {
        await beginClosing(tx, goal, { purpose: 'expiry', to: null, payee: null, proposal: null }, cause);
        outcomes.push('refunding');
        return;
      }
      const members = await tx.members.ofGoals([id]);
      payouts.push(...(await refundLeavers(tx, deps, goal, members, await loadBooks(tx, id), cause)));
    });
    await sendPayouts(deps, payouts);
  }
  const isClosing = seen.status === 'cancelling' || outcomes.includes('refunding');
  if (isClosing && (await advanceClosing(deps, id)) === 'closed') outcomes.push('closed');
  return { outcomes, vacant };
}

async function expire(tx: OutflowTx, { clock }: PayoutDeps, id: GoalId, outcomes: Outcome[]): Promise<Goal> {
  const now = clock.now();
  const goal = await requireGoal(tx, id);
  const expired = expireGoal(goal, incomingOf(accountIn(await loadBooks(tx, id), BANK)), now);
  if (expired === goal) return goal;
  await tx.goals.saveMany([expired]);
  const data = { deadline: goal.deadline };
  await tell(tx, { goal: id, type: 'goal.expired', data }, { actor: 'system', now });
  outcomes.push('expired');
  return expired;
}
