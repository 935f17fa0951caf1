import type { Relation } from '../../access/index.js';
import { type ClientId, DomainError, type GoalId } from '../../shared/index.js';
import type { Goal } from './goal.js';

export const MEMBER_ROLES = ['organiser', 'deputy', 'participant'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export const MEMBER_STATUSES = ['active', 'leaving', 'left', 'removed'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** A client's place in a goal, with what they agreed to show. */
export type Member = {
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly role: MemberRole;
  readonly status: MemberStatus;
  /** The other members may see this member's sums. */
  readonly shareAmounts: boolean;
  /** The bank's advisor may see this member's sums. */
  readonly shareWithAdvisor: boolean;
  readonly joinedAt: Date;
};

export function isActiveMember(member: Member | undefined): member is Member {
  return member?.status === 'active';
}

/**
 * @throws savings.not-a-member
 */
export function requireMember(goal: Goal, client: ClientId, member: Member | undefined): Member {
  if (isActiveMember(member)) return member;
  throw new DomainError('savings.not-a-member', `Client ${client} is not an active member of this goal.`, {
    details: { goal: goal.id, client },
  });
}

/** What this client is to the goal, in the words of the access policy. */
export function relationsOf(client: ClientId, members: readonly Member[], isInvited = false): Relation[] {
  const relations: Relation[] = isInvited ? ['invited'] : [];
  const member = members.find((candidate) => candidate.client === client);
  if (member === undefined || member.status === 'removed') return relations;
  if (member.role !== 'participant' && member.status === 'active') relations.push(member.role);
  return [...relations, 'participant'];
}
