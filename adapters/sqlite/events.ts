import type { EventFeed } from '../../src/messaging/index.js';
import type { EventData, EventRepository, EventType, StoredEvent } from '../../src/savings/index.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

export type EventRow = {
  readonly position: number;
  readonly goal_id: number;
  readonly type: EventType;
  readonly at: number;
  readonly actor: string;
  readonly client_id: number | null;
  readonly rules_version: number;
  readonly data: string;
};

export function createEvents(db: Database, keys: Keys): EventRepository {
  const insert = db.prepare(
    'INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const ofGoal = db.prepare('SELECT * FROM events WHERE goal_id = ? AND position > ? ORDER BY position LIMIT ?');
  const toEvent = eventReader(keys);
  return {
    append: (events) => {
      for (const { goal, type, at, actor, client, rulesVersion, data } of events) {
        const number = client === null ? null : keys.requireClient(client);
        insert.run(keys.requireGoal(goal), type, at.getTime(), actor, number, rulesVersion, JSON.stringify(data));
      }
      return Promise.resolve();
    },
    ofGoal: (goal, after, limit) =>
      Promise.resolve((ofGoal.all(keys.goal(goal) ?? 0, after, limit) as EventRow[]).map(toEvent)),
  };
}

/** One writer at a time: events are committed in the order of their positions, so none comes late. */
export function createEventFeed(db: Database, keys: Keys): EventFeed {
  const after = db.prepare(
    `SELECT * FROM events WHERE position > coalesce((SELECT position FROM event_readers WHERE name = ?), 0)
     ORDER BY position LIMIT ?`,
  );
  const advance = db.prepare(
    'INSERT INTO event_readers (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position',
  );
  const toEvent = eventReader(keys);
  return {
    next: (reader, limit) => Promise.resolve((after.all(reader, limit) as EventRow[]).map(toEvent)),
    advance: (reader, position) => {
      advance.run(reader, position);
      return Promise.resolve();
    },
  };
}

/** Makes what reads events from rows. */
export function eventReader(keys: Keys): (row: EventRow) => StoredEvent {
  return (row) => ({
    position: row.position,
    goal: keys.goalId(row.goal_id),
    type: row.type,
    at: new Date(row.at),
    actor: row.actor,
    client: row.client_id === null ? null : keys.clientId(row.client_id),
    rulesVersion: row.rules_version,
    data: JSON.parse(row.data) as EventData,
  });
}
