import { type Actor, actingClient, actorName } from '../../access/index.js';
import { accountIn, incomingOf, principalOf } from '../../ledger/index.js';
import { type ClientId, DomainError, type GoalId } from '../../shared/index.js';
import { type Goal, requireStatus, requireUnfrozen } from '../domain/goal.js';
import { isActiveMember, type Member, requireMember } from '../domain/member.js';
import type { Payout, PayoutPurpose } from '../domain/payout-order.js';
import { successionOf } from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { appointOrganiser } from './appoint-organiser.js';
import { advanceClosing, availableShare, beginClosing, type ClosingState } from './close-goal.js';
import { mainAccounts, openGoal, unableAmong } from './load.js';
import { loadBooks, openPayouts, type PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';
import { type Cause, tell } from './tell.js';

export type LeaveReport = { readonly member: Member; readonly refund: Payout | null };

/**
 * A member leaves: they get their principal and allocated interest back to their main account, and the interest of
 * their last days after the next posting. When the organiser leaves, the deputy takes over.
 *
 * @throws access.denied not-found savings.not-a-member savings.goal-frozen savings.goal-not-active
 *   savings.contribution-pending
 */
export class LeaveGoal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id }: { readonly actor: Actor; readonly goal: GoalId }): Promise<LeaveReport> {
    const { store, clock } = this.#deps;
    const { client, payouts } = await store.transact(async (tx) => {
      const now = clock.now();
      const { goal, members } = await openGoal(tx, actor, 'goals.leave', id, now);
      const client = actingClient(actor, 'A member leaves by their own will.');
      requireStatus(goal, 'active', 'reached', 'expired');
      const member = requireMember(
        goal,
        client,
        members.find((candidate) => candidate.client === client),
      );
      if (members.filter(isActiveMember).length === 1) {
        throw new DomainError('savings.last-member', 'The last member closes the goal.', { details: { goal: id } });
      }
      const cause = { actor: actorName(actor), now, client };
      const successor = await succeed(tx, goal, members, cause);
      return { client, payouts: await releaseMember(tx, this.#deps, successor, member, 'leave', cause) };
    });
    const [refund] = await sendPayouts(
      this.#deps,
      payouts.map((payout) => payout.id),
    );
    return store.read(async (tx) => {
      const [member] = await tx.members.findMany([{ goal: id, client }]);
      if (member === undefined) throw new DomainError('savings.not-a-member', 'The member is gone.');
      return { member, refund: refund ?? null };
    });
  }
}

/** Lets a member go in the running transaction, with everything that is theirs now. */
export async function releaseMember(
  tx: OutflowTx,
  deps: PayoutDeps,
  goal: Goal,
  member: Member,
  purpose: PayoutPurpose,
  cause: Cause,
): Promise<readonly Payout[]> {
  const books = await loadBooks(tx, goal.id);
  if (incomingOf(accountIn(books, principalOf(member.client))) > 0n) {
    throw new DomainError('savings.contribution-pending', 'A contribution of this member is still on its way.', {
      details: { goal: goal.id, client: member.client },
    });
  }
  const share = availableShare(books, member.client);
  const to = (await mainAccounts(tx, [member.client]))(member.client);
  const payouts = await openPayouts(tx, goal, [{ purpose, to, shares: [share] }], deps, cause);
  const status = payouts.length > 0 ? 'leaving' : purpose === 'removal' ? 'removed' : 'left';
  // Read again: an organiser who leaves has just handed the role on.
  const [current = member] = await tx.members.findMany([{ goal: goal.id, client: member.client }]);
  await tx.members.saveMany([{ ...current, status }]);
  const type = purpose === 'removal' ? 'member.removed' : 'member.leaving';
  await tell(tx, { goal: goal.id, type, client: member.client }, cause);
  return payouts;
}

/**
 * The deputy takes over at once from an organiser who leaves, and so does the only one who remains; else the members
 * elect, and meanwhile nobody organises.
 */
async function succeed(
  tx: OutflowTx,
  goal: Goal,
  members: readonly Member[],
  { client: leaver, ...cause }: Cause & { readonly client: ClientId },
): Promise<Goal> {
  if (goal.organiser !== leaver) return goal;
  const unable = await unableAmong(tx, members);
  const succession = successionOf(goal, members, { unable, hasVoteFailed: false });
  if (succession.by === 'deputy') return appointOrganiser(tx, goal, members, succession.client, cause);
  const [only, ...others] = members.filter((member) => isActiveMember(member) && member.client !== leaver);
  if (only === undefined || others.length > 0 || unable.has(only.client)) return goal;
  return appointOrganiser(tx, goal, members, only.client, cause);
}

/**
 * Cancels a goal that its organiser is alone in: everything goes back to where it came from. Where others are in it,
 * they decide by a proposal.
 *
 * @throws access.denied not-found savings.goal-not-alone savings.goal-frozen savings.goal-not-active
 */
export class CancelGoal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id }: { readonly actor: Actor; readonly goal: GoalId }): Promise<ClosingState> {
    await this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const { goal, members } = await openGoal(tx, actor, 'goals.cancel', id, now);
      requireStatus(goal, 'active', 'reached', 'expired');
      if (members.filter(isActiveMember).length > 1) {
        throw new DomainError('savings.goal-not-alone', 'The other members have to agree.', { details: { goal: id } });
      }
      requireUnfrozen(goal);
      const terms = { purpose: 'cancel', to: null, payee: null, proposal: null } as const;
      await beginClosing(tx, goal, terms, { actor: actorName(actor), now });
    });
    return advanceClosing(this.#deps, id);
  }
}
