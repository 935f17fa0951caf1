import type { Goal } from '../../../src/savings/domain/goal.js';
import type { Member, MemberRole } from '../../../src/savings/domain/member.js';
import {
  asClientId,
  asGoalId,
  type ClientId,
  type Money,
  parseCivilDate,
  parseInstant,
} from '../../../src/shared/index.js';

export const NOW = parseInstant('2026-03-02T10:00:00+05:00');
export const GOAL_ID = asGoalId('0195f2d4-0000-7000-8000-000000000001');

export const hoursLater = (hours: number, from = NOW) => new Date(from.getTime() + hours * 3_600_000);
export const daysLater = (days: number, from = NOW) => hoursLater(24 * days, from);
export const client = (id: string): ClientId => asClientId(id);

/** A shared goal of 1,000,000 KZT whose organiser is A, until the end of June 2026. */
export function aGoal(changes: Partial<Goal> = {}): Goal {
  return {
    id: GOAL_ID,
    title: 'Той',
    kind: 'shared',
    status: 'active',
    statusSince: NOW,
    frozen: false,
    target: 1_000_000_00n,
    deadline: parseCivilDate('2026-06-30'),
    minContribution: null,
    organiser: client('A'),
    deputy: null,
    decision: 'majority',
    account: 'KZ86125KZT5004100100',
    product: { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' },
    createdAt: NOW,
    ...changes,
  };
}

export function aMember(id: string, role: MemberRole = 'participant', changes: Partial<Member> = {}): Member {
  return {
    goal: GOAL_ID,
    client: client(id),
    role,
    status: 'active',
    shareAmounts: false,
    shareWithAdvisor: false,
    joinedAt: NOW,
    ...changes,
  };
}

/** Members A (the organiser), B, C … with these sums in tenge. */
export function someMembers(...tenge: readonly number[]): {
  readonly members: Member[];
  readonly claims: Map<ClientId, Money>;
} {
  const members = tenge.map((_, index) =>
    aMember(String.fromCharCode(65 + index), index === 0 ? 'organiser' : 'participant'),
  );
  return {
    members,
    claims: new Map(members.map((member, index) => [member.client, BigInt(tenge[index] ?? 0) * 100n])),
  };
}
