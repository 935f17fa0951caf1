import type { OutboxClaim, OutboxRepository } from '../../src/outbox/index.js';
import type { GoalId } from '../../src/shared/index.js';
import type { Database } from './database.js';
import { EVENT_COLUMNS, type EventRow, eventReader } from './events.js';
import type { Keys } from './keys.js';
import { createOutboxWatch } from './outbox-watch.js';

type ClaimRow = {
  readonly goal_id: number;
  readonly delivered: number;
  readonly attempts: number;
  readonly reason: string | null;
};

export function createOutbox(db: Database, keys: Keys): OutboxRepository {
  return { ...createDeliveries(db, keys), ...createOutboxWatch(db, keys) };
}

function createDeliveries(
  db: Database,
  keys: Keys,
): Omit<OutboxRepository, keyof ReturnType<typeof createOutboxWatch>> {
  const note = db.prepare(
    `INSERT INTO outbox (subscriber, goal_id, delivered, noted, attempts, wake_at) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT (subscriber, goal_id) DO UPDATE SET noted = excluded.noted`,
  );
  const due = db.prepare(
    `SELECT goal_id, delivered, attempts, reason FROM outbox WHERE subscriber = ? AND wake_at <= ?
     ORDER BY wake_at LIMIT ?`,
  );
  const take = db.prepare('UPDATE outbox SET wake_at = ?, token = ? WHERE subscriber = ? AND goal_id = ?');
  const done = db.prepare('DELETE FROM outbox WHERE subscriber = ? AND goal_id = ? AND token = ? AND noted <= ?');
  const giveBack = db.prepare(
    `UPDATE outbox SET delivered = ?, attempts = ?, wake_at = ?, reason = ?, token = NULL
     WHERE subscriber = ? AND goal_id = ? AND token = ?`,
  );
  return {
    note: (subscriber, notes, now) => {
      for (const { goal, first, last } of notes) {
        note.run(subscriber, keys.requireGoal(goal), first - 1, last, now.getTime());
      }
      return Promise.resolve();
    },
    isDue: (subscriber, now) => Promise.resolve(due.get(subscriber, now.getTime(), 1) !== undefined),
    claim: ({ subscriber, now, until, token, limit }) => {
      const claims = (due.all(subscriber, now.getTime(), limit) as ClaimRow[]).map((row): OutboxClaim => {
        take.run(until.getTime(), token, subscriber, row.goal_id);
        const { goal_id: goal, ...standing } = row;
        return { goal: keys.goalId(goal), ...standing, token, until };
      });
      return Promise.resolve(claims);
    },
    events: createNotedEvents(db, keys),
    settle: (subscriber, outcomes) => {
      for (const { goal, token, delivered, attempts, wakeAt, reason } of outcomes) {
        const number = keys.requireGoal(goal);
        if (done.run(subscriber, number, token, delivered).changes > 0) continue;
        giveBack.run(delivered, attempts, wakeAt?.getTime() ?? null, reason, subscriber, number, token);
      }
      return Promise.resolve();
    },
  };
}

function createNotedEvents(db: Database, keys: Keys): OutboxRepository['events'] {
  const noted = db
    .prepare(
      `SELECT ${EVENT_COLUMNS} FROM events JOIN outbox USING (goal_id)
       WHERE subscriber = ? AND goal_id = ? AND position > delivered AND position <= noted ORDER BY position LIMIT ?`,
    )
    .raw();
  const toEvent = eventReader(keys);
  return (subscriber, claims, limitEach) => {
    const of = (goal: GoalId) => (noted.all(subscriber, keys.requireGoal(goal), limitEach) as EventRow[]).map(toEvent);
    return Promise.resolve(new Map(claims.map(({ goal }) => [goal, of(goal)])));
  };
}
