import type { EventFeed } from '../../src/messaging/index.js';
import type { EventData, EventRepository, EventType, StoredEvent } from '../../src/savings/index.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

/** Read as an array: whoever follows the events reads each of them. */
export type EventRow = readonly [
  position: number,
  goal: number,
  type: EventType,
  at: number,
  actor: string,
  client: number | null,
  rulesVersion: number,
  data: string,
];

export const EVENT_COLUMNS = 'position, goal_id, type, at, actor, client_id, rules_version, data';

export function createEvents(db: Database, keys: Keys): EventRepository {
  const insert = db.prepare(
    'INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const ofGoal = db
    .prepare(`SELECT ${EVENT_COLUMNS} FROM events WHERE goal_id = ? AND position > ? ORDER BY position LIMIT ?`)
    .raw();
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
  const after = db
    .prepare(
      `SELECT ${EVENT_COLUMNS} FROM events
       WHERE position > coalesce((SELECT position FROM event_readers WHERE name = ?), 0) ORDER BY position LIMIT ?`,
    )
    .raw();
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
  return ([position, goal, type, at, actor, client, rulesVersion, data]) => ({
    position,
    goal: keys.goalId(goal),
    type,
    at: new Date(at),
    actor,
    client: client === null ? null : keys.clientId(client),
    rulesVersion,
    data: JSON.parse(data) as EventData,
  });
}
