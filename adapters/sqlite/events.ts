import type { EventData, EventRepository, EventType, StoredEvent } from '../../src/savings/index.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
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
  const toEvent = (row: Row): StoredEvent => ({
    position: row.position,
    goal: keys.goalId(row.goal_id),
    type: row.type,
    at: new Date(row.at),
    actor: row.actor,
    client: row.client_id === null ? null : keys.clientId(row.client_id),
    rulesVersion: row.rules_version,
    data: JSON.parse(row.data) as EventData,
  });
  return {
    append: (events) => {
      for (const { goal, type, at, actor, client, rulesVersion, data } of events) {
        const number = client === null ? null : keys.requireClient(client);
        insert.run(keys.requireGoal(goal), type, at.getTime(), actor, number, rulesVersion, JSON.stringify(data));
      }
      return Promise.resolve();
    },
    ofGoal: (goal, after, limit) =>
      Promise.resolve((ofGoal.all(keys.goal(goal) ?? 0, after, limit) as Row[]).map(toEvent)),
  };
}
