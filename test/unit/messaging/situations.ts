import type { Goal, Member } from '../../../src/savings/index.js';
import type { GoalSituation, Payment, PolicyContext } from '../../../src/messaging/domain/situation.js';
import { civilDateOf, type ClientId, parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import { aGoal, aMember, client } from '../savings/fixtures.js';

export const at = (day: string, time = '09:00') => parseInstant(`${day}T${time}:00+05:00`);
export const day = parseCivilDate;

/** A goal of 900,000 KZT from 5 January to the end of the year, of members who joined on its first day. */
export function aSituation(
  ids: readonly string[],
  changes: Partial<Omit<GoalSituation, 'goal'>> & {
    readonly goal?: Partial<Goal>;
    readonly member?: Partial<Member>;
  } = {},
): GoalSituation {
  const { goal: terms, member, ...rest } = changes;
  const startedAt = at('2026-01-05');
  const goal = aGoal({
    ...{ target: 900_000_00n, deadline: day('2026-12-31'), createdAt: startedAt },
    ...terms,
  });
  return {
    goal,
    members: ids.map((id) => aMember(id, 'participant', { joinedAt: startedAt, ...member })),
    collected: 0n,
    missing: goal.target,
    claims: new Map(),
    payments: [],
    byPlan: new Set(),
    paydays: new Map(),
    expected: 0n,
    names: new Map(),
    ...rest,
  };
}

export const paid = (id: string, on: string): Payment => ({
  client: client(id),
  on: day(on),
});

export function on(date: string, isHeldOut: (id: ClientId) => boolean = () => false): PolicyContext {
  const now = at(date);
  return { now, today: civilDateOf(now), isHeldOut };
}
