import type { ClientId, GoalId } from '../../shared/index.js';

/** What can happen in a goal, in the past tense of the one who reads its history. */
export const EVENT_TYPES = [
  'goal.created',
  'goal.edited',
  'goal.reached',
  'invitation.sent',
  'invitation.resent',
  'invitation.accepted',
  'invitation.declined',
  'invitation.revoked',
  'member.consented',
  'contribution.requested',
  'contribution.completed',
  'contribution.refused',
  'member.leaving',
  'member.left',
  'member.removed',
  'goal.closing',
  'goal.closed',
  'goal.expired',
  'goal.changed',
  'payout.opened',
  'payout.completed',
  'payout.unclaimed',
  'payout.retried',
  'interest.posted',
  'interest.allocated',
  'proposal.opened',
  'proposal.voted',
  'proposal.withdrawn',
  'proposal.decided',
  'proposal.failed',
  'dispute.opened',
  'dispute.answered',
  'dispute.resolved',
  'dispute.withdrawn',
  'organiser.replaced',
  'client.marked',
  'books.corrected',
  'plan.started',
  'plan.changed',
  'plan.paused',
  'plan.resumed',
  'plan.stopped',
  'plan.finished',
  'plan.postponed',
  'plan.skipped',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type EventData = Readonly<Record<string, string | number | boolean | null>>;

/** A fact of a goal's history: kept forever, told to those it concerns. */
export type SavingsEvent = {
  readonly goal: GoalId;
  readonly type: EventType;
  readonly at: Date;
  /** Who did it: `client:ID`, `staff:ROLE` or `system`. */
  readonly actor: string;
  /** The member it concerns; null when it concerns all of them. */
  readonly client: ClientId | null;
  /** The version of the rules that decided it. */
  readonly rulesVersion: number;
  /** Money as decimal tenge. */
  readonly data: EventData;
};
