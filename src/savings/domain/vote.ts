import { type ClientId, DomainError, invariant } from '../../shared/index.js';
import type { OpenProposal, PassedProposal, Proposal, VoteChoice } from './proposal.js';
import { tally } from './tally.js';

/**
 * Casts a member's vote. While the vote is open everyone may change their mind; the proposal is decided at once when the
 * votes that are not cast cannot change the outcome any more.
 *
 * @throws proposals.closed proposals.not-in-electorate
 */
export function castVote(proposal: Proposal, client: ClientId, choice: VoteChoice, now: Date): Proposal {
  const open = requireOpen(proposal, now);
  if (!open.electorate.some((elector) => elector.client === client)) {
    throw new DomainError('proposals.not-in-electorate', `Client ${client} has no vote on this proposal.`, {
      details: { proposal: open.id, client },
    });
  }
  const others = open.votes.filter((vote) => vote.client !== client);
  return decideProposal({ ...open, votes: [...others, { client, choice, at: now }] }, now);
}

/**
 * Takes a proposal back; only the one who made it may, and only before it is decided.
 *
 * @throws proposals.closed access.denied
 */
export function withdrawProposal(proposal: Proposal, client: ClientId, now: Date): Proposal {
  const open = requireOpen(proposal, now);
  if (client !== open.proposedBy) {
    throw new DomainError('access.denied', 'Only the one who made a proposal may take it back.', {
      details: { proposal: open.id, client },
    });
  }
  return { ...open, status: 'withdrawn', closedAt: now };
}

/**
 * Decides a proposal when it can be decided: early by its tally, and after its 72 hours in any case, silence being no.
 * Otherwise, and when it is closed already, returns it as it is.
 */
export function decideProposal(proposal: Proposal, now: Date): Proposal {
  if (proposal.status !== 'open') return proposal;
  const { outcome } = tally(proposal);
  const isOver = now >= proposal.closesAt;
  // A job that comes late does not make the vote last longer.
  const closedAt = isOver ? proposal.closesAt : now;
  if (outcome === 'passed') return { ...proposal, status: 'passed', closedAt, executedAt: null };
  return outcome === 'rejected' || isOver ? { ...proposal, status: 'rejected', closedAt } : proposal;
}

/** Notes that what was decided has been done, so that it is done once. */
export function markExecuted(proposal: PassedProposal, now: Date): PassedProposal {
  invariant(proposal.executedAt === null, `proposal ${proposal.id} is carried out once`);
  return { ...proposal, executedAt: now };
}

function requireOpen(proposal: Proposal, now: Date): OpenProposal {
  if (proposal.status === 'open' && now < proposal.closesAt) return proposal;
  const status = decideProposal(proposal, now).status;
  throw new DomainError('proposals.closed', `The proposal was ${status}.`, {
    details: { proposal: proposal.id, status },
  });
}
