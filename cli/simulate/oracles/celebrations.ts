import type { Sending } from '../../../src/messaging/index.js';
import type { StoredEvent } from '../../../src/savings/index.js';
import type { GoalAudit } from './audit.js';

/** The name of what is looked at. */
export const CELEBRATIONS = 'each member celebrates a goal that is met once';

const GONE = ['member.leaving', 'member.left', 'member.removed'] as const satisfies readonly StoredEvent['type'][];

/**
 * Everybody who was in the goal when it was met is told so once, however often it was tried; nobody else is.
 *
 * @param sendings what has left about this goal
 * @param isReachable whether the client can be told anything at all
 */
export function findInCelebrations(
  { goal, events, members, isAtRest }: Pick<GoalAudit, 'goal' | 'events' | 'members' | 'isAtRest'>,
  sendings: readonly Pick<Sending, 'client' | 'goal' | 'template' | 'key'>[],
  isReachable: (client: string) => boolean,
): readonly string[] {
  const reached = events.filter(({ type }) => type === 'goal.reached');
  const told = new Map<string, Set<string>>();
  for (const { client, template, key } of sendings) {
    if (template === 'goal.reached') told.set(client, (told.get(client) ?? new Set()).add(key));
  }
  const meant = members.filter(({ client, joinedAt }) =>
    reached.some(({ position, at }) => joinedAt <= at && !hasGone(events, client, position)),
  );
  return [
    ...[...told].flatMap(([client, keys]) =>
      keys.size <= reached.length ? [] : [`${client} celebrated ${keys.size} times that ${goal.id} is met`],
    ),
    ...(isAtRest ? meant : []).flatMap(({ client }) =>
      told.has(client) || !isReachable(client) ? [] : [`${client} was never told that ${goal.id} is met`],
    ),
  ];
}

function hasGone(events: readonly StoredEvent[], client: string, before: number): boolean {
  return events.some(
    (event) => event.client === client && event.position < before && GONE.some((type) => type === event.type),
  );
}
