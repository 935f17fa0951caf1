import type { EventType, StoredEvent } from '../../savings/index.js';

/**
 * The version of what each type of event tells. A field that is added leaves it as it is; a field that goes or changes
 * its meaning raises it, and events that were stored before are then told in the new version: who is told never
 * meets two versions of one program.
 */
export const EVENT_VERSIONS = {
  'goal.created': 1,
  'goal.edited': 1,
  'goal.reached': 1,
  'invitation.sent': 1,
  'invitation.resent': 1,
  'invitation.accepted': 1,
  'invitation.declined': 1,
  'invitation.revoked': 1,
  'member.consented': 1,
  'contribution.requested': 1,
  'contribution.completed': 1,
  'contribution.refused': 1,
  'member.leaving': 1,
  'member.left': 1,
  'member.removed': 1,
  'goal.closing': 1,
  'goal.closed': 1,
  'goal.expired': 1,
  'goal.changed': 1,
  'payout.opened': 1,
  'payout.completed': 1,
  'payout.unclaimed': 1,
  'payout.retried': 1,
  'interest.posted': 1,
  'interest.allocated': 1,
  'proposal.opened': 1,
  'proposal.voted': 1,
  'proposal.withdrawn': 1,
  'proposal.decided': 1,
  'proposal.failed': 1,
  'dispute.opened': 1,
  'dispute.answered': 1,
  'dispute.resolved': 1,
  'dispute.withdrawn': 1,
  'organiser.replaced': 1,
  'client.marked': 1,
  'books.corrected': 1,
  'plan.started': 1,
  'plan.changed': 1,
  'plan.paused': 1,
  'plan.resumed': 1,
  'plan.stopped': 1,
  'plan.finished': 1,
  'plan.postponed': 1,
  'plan.skipped': 1,
} as const satisfies Readonly<Record<EventType, number>>;

/** An event as subscribers are told it. */
export type PublishedEvent = StoredEvent & {
  /** The same however often it is told: `GOAL/POSITION`. */
  readonly id: string;
  /** The version of `type`. */
  readonly version: number;
};

/** Makes what subscribers are told of a stored event. */
export function publishEvent(event: StoredEvent): PublishedEvent {
  return { id: `${event.goal}/${event.position}`, version: EVENT_VERSIONS[event.type], ...event };
}
