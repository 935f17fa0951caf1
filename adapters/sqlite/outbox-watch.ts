import type { OutboxRepository, ReaderLag, Trouble } from '../../src/outbox/index.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type LagRow = Omit<ReaderLag, 'oldestAt'> & { readonly oldest_at: number | null };

type TroubleRow = Omit<Trouble, 'goal' | 'wakeAt'> & { readonly goal_id: number; readonly wake_at: number | null };

/** What is still to be told, event by event: what the feed was not read for, and what was noted and not delivered. */
const LAG = `
WITH untold AS (
  SELECT name AS reader, events.at FROM event_readers JOIN events ON events.position > event_readers.position
  UNION ALL
  SELECT subscriber, events.at FROM outbox JOIN events USING (goal_id)
  WHERE events.position > delivered AND events.position <= noted
), waiting AS (SELECT reader, count(*) AS events, min(at) AS oldest_at FROM untold GROUP BY reader),
goals AS (
  SELECT subscriber AS reader, count(*) AS goals, sum(attempts > 0) AS failing, sum(wake_at IS NULL) AS parked
  FROM outbox GROUP BY subscriber
)
SELECT name AS reader, coalesce(events, 0) AS events, oldest_at, coalesce(goals, 0) AS goals,
  coalesce(failing, 0) AS failing, coalesce(parked, 0) AS parked
FROM event_readers LEFT JOIN waiting ON waiting.reader = name LEFT JOIN goals ON goals.reader = name
ORDER BY name`;

const IS_WANTED = 'attempts > 0 AND coalesce(? = subscriber, 1) AND coalesce(? = outbox.goal_id, 1)';

/** How far subscribers are behind, and what holds them up. */
export function createOutboxWatch(db: Database, keys: Keys): Pick<OutboxRepository, 'lag' | 'troubles' | 'retry'> {
  const lag = db.prepare(LAG);
  const troubles = db.prepare(
    `SELECT subscriber, outbox.goal_id, position, type, attempts, wake_at, reason
     FROM outbox JOIN events ON position = (
       SELECT min(position) FROM events WHERE goal_id = outbox.goal_id AND position > delivered)
     WHERE ${IS_WANTED} AND (subscriber, outbox.goal_id) > (?, ?)
     ORDER BY subscriber, outbox.goal_id LIMIT ?`,
  );
  // One that a dispatcher has just now is tried anyway.
  const retry = db.prepare(`UPDATE outbox SET attempts = 0, wake_at = ? WHERE token IS NULL AND ${IS_WANTED}`);
  const numberOf = (goal: Parameters<Keys['goal']>[0] | undefined) =>
    goal === undefined ? null : (keys.goal(goal) ?? 0);
  return {
    lag: () =>
      Promise.resolve(
        (lag.all() as LagRow[]).map(({ oldest_at: oldest, ...row }) => ({
          ...row,
          oldestAt: oldest === null ? null : new Date(oldest),
        })),
      ),
    troubles: ({ subscriber, goal }, after, limit) => {
      const from = [after?.subscriber ?? '', numberOf(after?.goal) ?? 0];
      const rows = troubles.all(subscriber ?? null, numberOf(goal), ...from, limit) as TroubleRow[];
      return Promise.resolve(
        rows.map(({ goal_id: number, wake_at: wakeAt, ...row }) => ({
          ...row,
          goal: keys.goalId(number),
          wakeAt: wakeAt === null ? null : new Date(wakeAt),
        })),
      );
    },
    retry: ({ subscriber, goal }, now) =>
      Promise.resolve(retry.run(now.getTime(), subscriber ?? null, numberOf(goal)).changes),
  };
}
