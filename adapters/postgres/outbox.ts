import type { OutboxClaim, OutboxRepository } from '../../src/outbox/index.js';
import type { StoredEvent } from '../../src/savings/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { instants, listOf, plain, text } from './columns.js';
import { type EventRow, toEvent } from './events.js';
import { createOutboxWatch } from './outbox-watch.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

// Rows are locked in the order of their goals, here and in SETTLE's lock, so that no two transactions wait for each other.
const NOTE = statement(
  `INSERT INTO outbox (subscriber, goal_id, delivered, noted, attempts, wake_at)
   SELECT $1, goal_id, first - 1, last, 0, $2 FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) AS t (goal_id, first, last)
   ORDER BY goal_id
   ON CONFLICT (subscriber, goal_id) DO UPDATE SET noted = excluded.noted`,
);
const IS_DUE = statement('SELECT FROM outbox WHERE subscriber = $1 AND wake_at <= $2 LIMIT 1');
const CLAIM = statement(
  `WITH due AS (
     SELECT goal_id FROM outbox WHERE subscriber = $1 AND wake_at <= $2 ORDER BY wake_at LIMIT $3 FOR UPDATE SKIP LOCKED
   )
   UPDATE outbox SET wake_at = $4, token = $5 FROM due WHERE subscriber = $1 AND outbox.goal_id = due.goal_id
   RETURNING outbox.goal_id AS goal, delivered, attempts, reason`,
);
const NOTED = statement(
  `SELECT event.* FROM outbox CROSS JOIN LATERAL (
     SELECT * FROM events WHERE events.goal_id = outbox.goal_id AND position > delivered AND position <= noted
     ORDER BY position LIMIT $3
   ) AS event
   WHERE subscriber = $1 AND outbox.goal_id = ANY ($2::uuid[]) ORDER BY event.position`,
);
const LOCK = statement(
  'SELECT FROM outbox WHERE subscriber = $1 AND goal_id = ANY ($2::uuid[]) ORDER BY goal_id FOR UPDATE',
);
const DONE = statement(
  `DELETE FROM outbox USING unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS told (goal_id, token, delivered)
   WHERE subscriber = $1 AND outbox.goal_id = told.goal_id AND outbox.token = told.token AND noted <= told.delivered`,
);
const GIVE_BACK = statement(
  `UPDATE outbox SET delivered = told.delivered, attempts = told.attempts, wake_at = told.wake_at, reason = told.reason,
     token = NULL
   FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::timestamptz[], $7::text[])
     AS told (goal_id, token, delivered, attempts, wake_at, reason)
   WHERE subscriber = $1 AND outbox.goal_id = told.goal_id AND outbox.token = told.token`,
);

type ClaimRow = Pick<OutboxClaim, 'goal' | 'attempts' | 'reason'> & { readonly delivered: bigint };

export function createOutbox(session: Session): OutboxRepository {
  return {
    ...createOutboxWatch(session),
    note: (subscriber, notes, now) =>
      session.write(
        NOTE,
        subscriber,
        now.toISOString(),
        plain(notes, ({ goal }) => goal),
        plain(notes, ({ first }) => first),
        plain(notes, ({ last }) => last),
      ),
    isDue: async (subscriber, now) => (await session.rows(IS_DUE, subscriber, now.toISOString())).length > 0,
    claim: async ({ subscriber, now, until, token, limit }) => {
      const times = [now.toISOString(), limit, until.toISOString()] as const;
      const rows = await session.rows<ClaimRow>(CLAIM, subscriber, ...times, token);
      return rows.map(({ delivered, ...row }) => ({ ...row, delivered: Number(delivered), token, until }));
    },
    events: async (subscriber, claims, limitEach) => {
      const goals = claims.map(({ goal }) => goal);
      const rows = await session.rows<EventRow>(NOTED, subscriber, listOf(goals), limitEach);
      return byGoal(rows.map(toEvent));
    },
    settle: async (subscriber, outcomes) => {
      const goals = plain(outcomes, ({ goal }) => goal);
      const tokens = plain(outcomes, ({ token }) => token);
      const delivered = plain(outcomes, (outcome) => outcome.delivered);
      await session.write(LOCK, subscriber, goals);
      await session.write(DONE, subscriber, goals, tokens, delivered);
      await session.write(
        GIVE_BACK,
        ...[subscriber, goals, tokens, delivered],
        plain(outcomes, ({ attempts }) => attempts),
        instants(outcomes, ({ wakeAt }) => wakeAt),
        text(outcomes, ({ reason }) => reason),
      );
    },
  };
}

function byGoal(events: readonly StoredEvent[]): ReadonlyMap<GoalId, readonly StoredEvent[]> {
  const goals = new Map<GoalId, StoredEvent[]>();
  for (const event of events) {
    const ofGoal = goals.get(event.goal);
    if (ofGoal === undefined) goals.set(event.goal, [event]);
    else ofGoal.push(event);
  }
  return goals;
}
