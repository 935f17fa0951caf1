import type { CivilDate, ClientId, GoalId, Iban, Money, ProposalId } from '../../shared/index.js';

/** What the members of a goal can decide together. */
export const PROPOSAL_KINDS = [
  'payout',
  'early-withdrawal',
  'cancel',
  'change',
  'remove-member',
  'replace-organiser',
] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

export const PROPOSAL_STATUSES = ['open', 'passed', 'rejected', 'withdrawn'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

export const VOTE_CHOICES = ['yes', 'no'] as const;
export type VoteChoice = (typeof VOTE_CHOICES)[number];

/** How long a vote is open, in hours. */
export const VOTE_HOURS = 72;

/** What is proposed, with the fields of its kind. */
export type ProposalTerms =
  /** All money of a met goal goes to one member's account or to a payee. */
  | { readonly kind: 'payout'; readonly to: { readonly client: ClientId } | { readonly iban: Iban } }
  /** A member takes out a part of what is theirs before the goal is met, and stays. */
  | { readonly kind: 'early-withdrawal'; readonly client: ClientId; readonly amount: Money }
  /** Everybody gets back what is theirs. */
  | { readonly kind: 'cancel' }
  | {
      readonly kind: 'change';
      readonly target?: Money | undefined;
      readonly deadline?: CivilDate | undefined;
      readonly minContribution?: Money | undefined;
    }
  /** A member gets back what is theirs and leaves. */
  | { readonly kind: 'remove-member'; readonly client: ClientId }
  | { readonly kind: 'replace-organiser'; readonly client: ClientId };

/** One who may vote, with the money that is theirs: principal and interest, in tiyn. */
export type Elector = { readonly client: ClientId; readonly weight: Money };

export type Vote = { readonly client: ClientId; readonly choice: VoteChoice; readonly at: Date };

/** How much of the heads and of the money must say yes. */
export const THRESHOLDS = ['more-than-half', 'two-thirds', 'all'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

type ProposalBase = {
  readonly id: ProposalId;
  readonly goal: GoalId;
  readonly terms: ProposalTerms;
  readonly proposedBy: ClientId;
  readonly openedAt: Date;
  /** From this instant on nobody votes any more, and silence is no. */
  readonly closesAt: Date;
  /** Fixed at opening: whoever joins, pays or leaves later changes nothing. */
  readonly electorate: readonly Elector[];
  readonly threshold: Threshold;
  /** One a head: the latest. */
  readonly votes: readonly Vote[];
};

export type OpenProposal = ProposalBase & { readonly status: 'open' };

/** Decided, and carried out as soon as nothing, such as a dispute, stands in the way. */
export type PassedProposal = ProposalBase & {
  readonly status: 'passed';
  readonly closedAt: Date;
  readonly executedAt: Date | null;
};

/** A question to the members of a goal, and their answer. */
export type Proposal =
  | OpenProposal
  | PassedProposal
  | (ProposalBase & { readonly status: 'rejected' | 'withdrawn'; readonly closedAt: Date });
