import { type ClientId, DomainError, type GoalId, type InvitationId } from '../../shared/index.js';
import type { Client } from './client.js';
import { type Goal, requireStatus } from './goal.js';
import { isActiveMember, type Member } from './member.js';
import type { Rules } from './rules.js';

export const INVITATION_STATUSES = ['open', 'accepted', 'declined', 'revoked'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** An offer of a place in a goal, to a client of the bank or to a phone whose owner may become one. */
export type Invitation = {
  readonly id: InvitationId;
  readonly goal: GoalId;
  readonly to: { readonly client: ClientId } | { readonly phone: string };
  /** SHA-256 of the one-time token: the token itself is known only to the one who got it. */
  readonly tokenHash: string;
  readonly status: InvitationStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

const DAY_MS = 86_400_000;

/** An open invitation that can still be accepted; it holds a place in the goal. */
export function isOpen(invitation: Invitation, now: Date): boolean {
  return invitation.status === 'open' && now < invitation.expiresAt;
}

/** True when the invitation is meant for this client, by id or by the phone that the bank knows. */
export function isFor(invitation: Invitation, client: Pick<Client, 'id' | 'phone'>): boolean {
  return 'client' in invitation.to ? invitation.to.client === client.id : invitation.to.phone === client.phone;
}

type InviteContext = {
  readonly rules: Rules;
  readonly now: Date;
  readonly id: InvitationId;
  readonly tokenHash: string;
};

/**
 * Decides an invitation. Open invitations hold a place, so that nobody is turned away who was promised one.
 *
 * @throws savings.goal-not-active savings.personal-goal savings.already-member savings.already-invited
 *   savings.member-limit
 */
export function inviteMember(
  goal: Goal,
  to: Invitation['to'],
  invitee: Client | undefined,
  members: readonly Member[],
  invitations: readonly Invitation[],
  { rules, now, id, tokenHash }: InviteContext,
): Invitation {
  const { active, open } = requireInvitable(goal, to, invitee, members, invitations, now);
  if (active.length + open.length >= rules.maxMembers) {
    throw new DomainError('savings.member-limit', `A goal has at most ${rules.maxMembers} participants.`, {
      details: { limit: rules.maxMembers, members: active.length, invited: open.length },
    });
  }
  return { id, goal: goal.id, to, tokenHash, status: 'open', createdAt: now, expiresAt: expiry(rules, now) };
}

/**
 * Checks that a place can be offered to somebody who has none and is offered none. It is checked again when an
 * invitation is sent again: meanwhile the invitee may have come in by another one.
 *
 * @throws savings.goal-not-active savings.personal-goal savings.already-member savings.already-invited
 */
export function requireInvitable(
  goal: Goal,
  to: Invitation['to'],
  invitee: Client | undefined,
  members: readonly Member[],
  invitations: readonly Invitation[],
  now: Date,
): { readonly active: readonly Member[]; readonly open: readonly Invitation[] } {
  requireStatus(goal, 'active');
  if (goal.kind === 'personal') {
    throw new DomainError('savings.personal-goal', 'A personal goal has one member.', { details: { goal: goal.id } });
  }
  const active = members.filter(isActiveMember);
  if (active.some((member) => member.client === invitee?.id)) {
    throw new DomainError('savings.already-member', 'This client is already a member.', { details: { goal: goal.id } });
  }
  const open = invitations.filter((invitation) => isOpen(invitation, now));
  const earlier = open.find(
    (invitation) => isSameInvitee(invitation.to, to) || (invitee && isFor(invitation, invitee)),
  );
  if (earlier !== undefined) {
    throw new DomainError('savings.already-invited', 'An invitation to this person is still open.', {
      details: { goal: goal.id, invitation: earlier.id, expiresAt: earlier.expiresAt },
    });
  }
  return { active, open };
}

/**
 * Sends an open or expired invitation again: a new token, a new term; the earlier token is void.
 *
 * @throws savings.invitation-used savings.member-limit when the expired place was taken meanwhile
 */
export function resendInvitation(
  invitation: Invitation,
  occupied: number,
  { rules, now, tokenHash }: Omit<InviteContext, 'id'>,
): Invitation {
  requireUnused(invitation);
  if (!isOpen(invitation, now) && occupied >= rules.maxMembers) {
    throw new DomainError('savings.member-limit', `A goal has at most ${rules.maxMembers} participants.`, {
      details: { limit: rules.maxMembers, occupied },
    });
  }
  return { ...invitation, tokenHash, expiresAt: expiry(rules, now) };
}

/**
 * Answers or takes back an invitation, once.
 *
 * @throws savings.invitation-used savings.invitation-expired
 */
export function closeInvitation(
  invitation: Invitation,
  status: Exclude<InvitationStatus, 'open'>,
  now: Date,
): Invitation {
  requireUnused(invitation);
  if (!isOpen(invitation, now)) {
    throw new DomainError('savings.invitation-expired', 'The invitation has expired.', {
      details: { invitation: invitation.id, expiresAt: invitation.expiresAt },
    });
  }
  return { ...invitation, status };
}

function requireUnused(invitation: Invitation): void {
  if (invitation.status === 'open') return;
  throw new DomainError('savings.invitation-used', `The invitation was ${invitation.status} before.`, {
    details: { invitation: invitation.id, status: invitation.status },
  });
}

function isSameInvitee(a: Invitation['to'], b: Invitation['to']): boolean {
  return 'client' in a ? 'client' in b && a.client === b.client : 'phone' in b && a.phone === b.phone;
}

function expiry(rules: Rules, now: Date): Date {
  return new Date(now.getTime() + rules.invitationDays * DAY_MS);
}
