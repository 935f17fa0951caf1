import type { OutboxRepository, ReaderLag, Trouble, TroubleFilter } from '../../src/outbox/index.js';
import { BEFORE_ALL } from './columns.js';
import type { Parameter, Session } from './session.js';
import { statement } from './statement.js';

/** What is still to be told, event by event: what the feed was not read for, and what was noted and not delivered. */
const LAG = statement(
  `WITH untold AS (
     SELECT name AS reader, events.at FROM event_readers JOIN events ON events.position > event_readers.position
     UNION ALL
     SELECT subscriber, events.at FROM outbox JOIN events USING (goal_id)
     WHERE events.position > delivered AND events.position <= noted
   ), waiting AS (SELECT reader, count(*) AS events, min(at) AS oldest_at FROM untold GROUP BY reader),
   goals AS (
     SELECT subscriber AS reader, count(*) AS goals, count(*) FILTER (WHERE attempts > 0) AS failing,
       count(*) FILTER (WHERE wake_at IS NULL) AS parked
     FROM outbox GROUP BY subscriber
   )
   SELECT name AS reader, coalesce(events, 0) AS events, oldest_at AS "oldestAt", coalesce(goals, 0) AS goals,
     coalesce(failing, 0) AS failing, coalesce(parked, 0) AS parked
   FROM event_readers LEFT JOIN waiting ON waiting.reader = name LEFT JOIN goals ON goals.reader = name
   ORDER BY name`,
);

const IS_WANTED =
  'attempts > 0 AND ($1::text IS NULL OR subscriber = $1) AND ($2::uuid IS NULL OR outbox.goal_id = $2)';
const TROUBLES = statement(
  `SELECT subscriber, outbox.goal_id AS goal, event.position, event.type, attempts, wake_at AS "wakeAt", reason
   FROM outbox CROSS JOIN LATERAL (
     SELECT position, type FROM events WHERE events.goal_id = outbox.goal_id AND position > delivered
     ORDER BY position LIMIT 1
   ) AS event
   WHERE ${IS_WANTED} AND (subscriber, outbox.goal_id) > ($3, $4::uuid) ORDER BY subscriber, outbox.goal_id LIMIT $5`,
);
// One that a dispatcher has just now is tried anyway.
const RETRY = statement(
  `WITH woken AS (UPDATE outbox SET attempts = 0, wake_at = $3 WHERE token IS NULL AND ${IS_WANTED} RETURNING 1)
   SELECT count(*) AS goals FROM woken`,
);

type Counted = 'events' | 'goals' | 'failing' | 'parked';
type LagRow = Omit<ReaderLag, Counted> & { readonly [Name in Counted]: bigint };
type TroubleRow = Omit<Trouble, 'position'> & { readonly position: bigint };

/** How far subscribers are behind, and what holds them up. */
export function createOutboxWatch(session: Session): Pick<OutboxRepository, 'lag' | 'troubles' | 'retry'> {
  return {
    lag: async () =>
      (await session.rows<LagRow>(LAG)).map(({ events, goals, failing, parked, ...row }) => ({
        ...row,
        events: Number(events),
        goals: Number(goals),
        failing: Number(failing),
        parked: Number(parked),
      })),
    troubles: async (filter, after, limit) => {
      const from = [after?.subscriber ?? '', after?.goal ?? BEFORE_ALL] as const;
      const rows = await session.rows<TroubleRow>(TROUBLES, ...wanted(filter), ...from, limit);
      return rows.map((row) => ({ ...row, position: Number(row.position) }));
    },
    retry: async (filter, now) => {
      const [row] = await session.rows<{ readonly goals: bigint }>(RETRY, ...wanted(filter), now.toISOString());
      return Number(row?.goals ?? 0n);
    },
  };
}

function wanted({ subscriber, goal }: TroubleFilter): readonly [Parameter, Parameter] {
  return [subscriber ?? null, goal ?? null];
}
