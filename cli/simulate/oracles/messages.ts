import { CAPPED_BY_DAY, DEFAULT_MESSAGING, type Sending } from '../../../src/messaging/index.js';
import { civilDateOf, formatInstant, monthOf, startOfDay } from '../../../src/shared/index.js';
import { MINUTE_MS } from '../durations.js';

/** Names of what is looked at. */
export const QUIET_HOURS = 'nothing leaves in the quiet hours';
export const CAPS = 'nobody is told more than the caps allow';

/** A clock that was wrong when the message was taken may have been set right when that was noted. */
const SKEW_MS = 30 * MINUTE_MS;
const { quietFromMinute, quietToMinute, maxPerGoalMonth, maxPerPersonDay } = DEFAULT_MESSAGING;

/** The inbox disturbs nobody; every other channel rests from 21:00 to 9:00 in Almaty. */
export function findInQuietHours({ at, channel, key }: Sending): readonly string[] {
  const sinceMidnightMs = at.getTime() - startOfDay(civilDateOf(at)).getTime();
  const isQuiet =
    sinceMidnightMs >= quietFromMinute * MINUTE_MS + SKEW_MS || sinceMidnightMs < quietToMinute * MINUTE_MS - SKEW_MS;
  return channel !== 'inbox' && isQuiet ? [`${key} left by ${channel} at ${formatInstant(at)}`] : [];
}

/** Counts what each person got in a day, and about each goal in a month. A message counts when it first left. */
export function createCapWatch(): (sent: Sending) => readonly string[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  let month = '';
  return ({ key, client, goal, messageClass, leftAt }) => {
    if (!CAPPED_BY_DAY.includes(messageClass) || leftAt === null || seen.has(key)) return [];
    const day = civilDateOf(leftAt);
    if (monthOf(day) > month) {
      month = monthOf(day);
      counts.clear();
      seen.clear();
    }
    seen.add(key);
    const count = (name: string): number => {
      const next = (counts.get(name) ?? 0) + 1;
      counts.set(name, next);
      return next;
    };
    const inDay = count(`${client} ${day}`);
    const inMonth = messageClass === 'feedback' ? 0 : count(`${client} ${goal} ${monthOf(day)}`);
    return [
      ...(inDay > maxPerPersonDay ? [`${client} got ${inDay} messages on ${day}: ${key}`] : []),
      ...(inMonth > maxPerGoalMonth
        ? [`${client} got ${inMonth} messages about ${goal} in ${monthOf(day)}: ${key}`]
        : []),
    ];
  };
}
