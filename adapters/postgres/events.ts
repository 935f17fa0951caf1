import type { EventFeed } from '../../src/messaging/index.js';
import type { EventData, EventRepository, EventType, StoredEvent } from '../../src/savings/index.js';
import type { ClientId, GoalId } from '../../src/shared/index.js';
import { instants, plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

export type EventRow = {
  readonly position: bigint;
  readonly goal_id: GoalId;
  readonly type: EventType;
  readonly at: Date;
  readonly actor: string;
  readonly client_id: ClientId | null;
  readonly rules_version: number;
  readonly data: string;
};

// See jinaq_note_settled_events.
const BEGIN = statement(
  'SELECT pg_advisory_xact_lock_shared((74::bigint << 56) + last_value) FROM events_position_seq',
);
// In the order given: positions are taken row by row.
const INSERT = statement(
  `INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data)
   SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::integer[], $7::json[])`,
);
const OF_GOAL = statement('SELECT * FROM events WHERE goal_id = $1 AND position > $2 ORDER BY position LIMIT $3');

export function createEvents(session: Session): EventRepository {
  let hasBegun = false;
  return {
    append: async (events) => {
      if (events.length === 0) return;
      if (!hasBegun) await session.write(BEGIN);
      hasBegun = true;
      await session.write(
        INSERT,
        plain(events, ({ goal }) => goal),
        plain(events, ({ type }) => type),
        instants(events, ({ at }) => at),
        text(events, ({ actor }) => actor),
        text(events, ({ client }) => client),
        plain(events, ({ rulesVersion }) => rulesVersion),
        text(events, ({ data }) => JSON.stringify(data)),
      );
    },
    ofGoal: async (goal, after, limit) => (await session.rows<EventRow>(OF_GOAL, goal, after, limit)).map(toEvent),
  };
}

const LOCK_READER = statement(
  `INSERT INTO event_readers AS reader (name, position) VALUES ($1, 0)
   ON CONFLICT (name) DO UPDATE SET position = reader.position`,
);
const NOTE_SETTLED = statement('SELECT jinaq_note_settled_events()');
const NEXT = statement(
  `SELECT * FROM events WHERE position > (SELECT position FROM event_readers WHERE name = $1)
     AND position <= current_setting('jinaq.settled_events')::bigint ORDER BY position LIMIT $2`,
);
const PEEK = statement(
  `SELECT * FROM events WHERE position > coalesce((SELECT position FROM event_readers WHERE name = $1), 0)
   ORDER BY position LIMIT $2`,
);
const ADVANCE = statement('UPDATE event_readers SET position = $2 WHERE name = $1');

/** Two who read for the same reader take turns; an event whose neighbours are still being written waits for them. */
export function createEventFeed(session: Session): EventFeed {
  return {
    next: async (reader, limit) => {
      if (session.isReadOnly) return (await session.rows<EventRow>(PEEK, reader, limit)).map(toEvent);
      await session.write(LOCK_READER, reader);
      await session.write(NOTE_SETTLED);
      return (await session.rows<EventRow>(NEXT, reader, limit)).map(toEvent);
    },
    advance: (reader, position) => session.write(ADVANCE, reader, position),
  };
}

/** Reads an event from its row. */
export function toEvent(row: EventRow): StoredEvent {
  return {
    position: Number(row.position),
    goal: row.goal_id,
    type: row.type,
    at: row.at,
    actor: row.actor,
    client: row.client_id,
    rulesVersion: row.rules_version,
    data: JSON.parse(row.data) as EventData,
  };
}
