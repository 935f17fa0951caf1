import { type Actor, actingClient, actorName } from '../../access/index.js';
import { asProposalId, DomainError, type GoalId, type ProposalId } from '../../shared/index.js';
import { openProposal } from '../domain/open-proposal.js';
import type { Member } from '../domain/member.js';
import type { Proposal, ProposalTerms } from '../domain/proposal.js';
import { type ProposalView, viewProposal } from '../domain/proposal-view.js';
import { castVote, withdrawProposal } from '../domain/vote.js';
import { carryOut, requireProposal, saveDecision, tellProposal } from './carry-out-proposal.js';
import { openGoal, unableAmong } from './load.js';
import { claimOf, loadBooks, type PayoutDeps } from './payouts.js';
import { visibilityFor } from './show-goal.js';
import { findVacancy } from './succession.js';

const ONLY_MEMBERS = 'Only members propose and vote.';

export type OpenProposalCommand = { readonly actor: Actor; readonly goal: GoalId; readonly terms: ProposalTerms };

/**
 * Puts a question to the members of a goal, for 72 hours. In a goal of one it is decided by the organiser's own vote.
 *
 * @throws access.denied not-found input.invalid savings.goal-not-active savings.not-a-member proposals.already-open
 */
export class OpenProposal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id, terms }: OpenProposalCommand): Promise<ProposalView> {
    const { store, clock, ids } = this.#deps;
    return store.transact(async (tx) => {
      const now = clock.now();
      const { goal, members } = await openGoal(tx, actor, 'proposals.open', id, now);
      const proposedBy = actingClient(actor, ONLY_MEMBERS);
      const books = await loadBooks(tx, id);
      const claims = new Map(
        members.map(({ client }) => {
          const { principal, interest } = claimOf(books, client);
          return [client, principal + interest] as const;
        }),
      );
      const unable = new Set(await unableAmong(tx, members));
      // Who does not act has no say in who acts instead.
      const isAgainst = terms.kind === 'replace-organiser' && proposedBy !== goal.organiser;
      if (isAgainst && (await findVacancy(tx, goal, members, now)) !== null) unable.add(goal.organiser);
      const request = { terms, proposedBy, members, claims, unable };
      refuseTwin(await tx.proposals.ofGoal(id), terms, now);
      const opened = openProposal(goal, request, { id: asProposalId(ids.next()), now });
      await tx.proposals.save(opened);
      await tellProposal(tx, opened, 'proposal.opened', { actor: actorName(actor), now }, { kind: terms.kind });
      return viewFor(actor, members, opened);
    });
  }
}

export type VoteCommand = { readonly actor: Actor; readonly proposal: ProposalId; readonly yes: boolean };

/**
 * Casts a member's vote. As soon as the outcome is sure the proposal is decided, and what was decided is done.
 *
 * @throws access.denied not-found proposals.closed proposals.not-in-electorate
 */
export class VoteOnProposal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, proposal: id, yes }: VoteCommand): Promise<ProposalView> {
    const { store, clock } = this.#deps;
    const voted = await store.transact(async (tx) => {
      const now = clock.now();
      const found = await requireProposal(tx, id);
      const { members } = await openGoal(tx, actor, 'proposals.vote', found.goal, now);
      const choice = yes ? 'yes' : 'no';
      const changed = castVote(found, actingClient(actor, ONLY_MEMBERS), choice, now);
      await tellProposal(tx, changed, 'proposal.voted', { actor: actorName(actor), now }, { choice });
      await saveDecision(tx, found, changed, { actor: 'system', now });
      return { proposal: changed, members };
    });
    const { proposal, members } = voted;
    return viewFor(actor, members, proposal.status === 'open' ? proposal : await carryOut(this.#deps, id));
  }
}

/**
 * Takes a proposal back, by the one who made it.
 *
 * @throws access.denied not-found proposals.closed
 */
export class WithdrawProposal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({
    actor,
    proposal: id,
  }: {
    readonly actor: Actor;
    readonly proposal: ProposalId;
  }): Promise<ProposalView> {
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const found = await requireProposal(tx, id);
      const { members } = await openGoal(tx, actor, 'proposals.vote', found.goal, now);
      const withdrawn = withdrawProposal(found, actingClient(actor, ONLY_MEMBERS), now);
      await tx.proposals.save(withdrawn);
      await tellProposal(tx, withdrawn, 'proposal.withdrawn', { actor: actorName(actor), now }, {});
      return viewFor(actor, members, withdrawn);
    });
  }
}

/**
 * Shows a proposal with the count of its votes.
 *
 * @throws access.denied not-found
 */
export class ShowProposal {
  readonly #deps: Pick<PayoutDeps, 'store' | 'clock'>;

  constructor(deps: Pick<PayoutDeps, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({
    actor,
    proposal: id,
  }: {
    readonly actor: Actor;
    readonly proposal: ProposalId;
  }): Promise<ProposalView> {
    return this.#deps.store.read(async (tx) => {
      const found = await requireProposal(tx, id);
      const { members } = await openGoal(tx, actor, 'proposals.show', found.goal, this.#deps.clock.now());
      return viewFor(actor, members, found);
    });
  }
}

function viewFor(actor: Actor, members: readonly Member[], proposal: Proposal): ProposalView {
  const visible = new Set(members.filter(visibilityFor(actor)).map(({ client }) => client));
  return viewProposal(proposal, (client) => visible.has(client));
}

/** A button clicked twice does not put the same question twice. */
function refuseTwin(proposals: readonly Proposal[], terms: ProposalTerms, now: Date): void {
  const twin = proposals.find((one) => one.status === 'open' && now < one.closesAt && isSameQuestion(one.terms, terms));
  if (twin === undefined) return;
  throw new DomainError('proposals.already-open', 'The members are voting on this already.', {
    details: { proposal: twin.id, closesAt: twin.closesAt },
  });
}

function isSameQuestion(a: ProposalTerms, b: ProposalTerms): boolean {
  const text = (terms: ProposalTerms) =>
    JSON.stringify(terms, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return text(a) === text(b);
}
