import {
  CAPPED_BY_DAY,
  type Delivery,
  type Message,
  type MessageDraft,
  type MessageRepository,
  type Params,
  type UsedPlace,
  wakeAt,
} from '../../src/messaging/index.js';
import { type CivilDate, type ClientId, fromDocument, type GoalId, toDocument } from '../../src/shared/index.js';
import { instants, listOf, plain, text } from './columns.js';
import { createReminded } from './message-reminded.js';
import { createSendings } from './message-sendings.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly key: string;
  readonly client_id: ClientId;
  readonly goal_id: GoalId;
  readonly template: Message['template'];
  readonly class: Message['messageClass'];
  readonly params: string;
  readonly planned_at: Date;
  readonly expires_at: Date | null;
  readonly unless_paid_after: CivilDate | null;
  readonly left_at: Date | null;
  readonly delivery: string;
};

const FIND = statement('SELECT * FROM messages WHERE key = ANY ($1::text[])');
const FIND_LOCKED = statement('SELECT * FROM messages WHERE key = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE');
const DUE = 'SELECT * FROM messages WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2';
const FIND_DUE = statement(DUE);
// Two who send take turns, so that the second sees what the first has used up of a person's caps.
const FIND_DUE_LOCKED = statement(`${DUE} FOR NO KEY UPDATE`);
const OF_CLIENT = statement(
  `SELECT * FROM messages WHERE client_id = $1
     AND id < CASE WHEN $2::text IS NULL THEN 9223372036854775807
       ELSE coalesce((SELECT id FROM messages WHERE key = $2), 0) END
   ORDER BY id DESC LIMIT $3`,
);
const INSERT = statement(
  `INSERT INTO messages (key, client_id, goal_id, template, class, params, planned_at, expires_at, unless_paid_after, next_at,
     delivery)
   SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::json[], $7::timestamptz[],
     $8::timestamptz[], $9::date[], $10::timestamptz[], $11::json[])
   ON CONFLICT (key) DO NOTHING RETURNING template`,
);
const UPDATE = statement(
  `UPDATE messages SET left_at = n.left_at, next_at = n.next_at, delivery = n.delivery
   FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::json[]) AS n (key, left_at, next_at, delivery)
   WHERE messages.key = n.key`,
);
const USED_PLACES = statement(
  `SELECT client_id AS client, goal_id AS goal, class AS "messageClass", left_at AS at FROM messages
   WHERE client_id = ANY ($1::text[]) AND left_at >= $2 AND class = ANY ($3::text[])`,
);
const MILESTONES = statement('SELECT goal_id, percent FROM message_milestones WHERE goal_id = ANY ($1::uuid[])');
const SAVE_MILESTONE = statement(
  `INSERT INTO message_milestones (goal_id, percent) VALUES ($1, $2)
   ON CONFLICT (goal_id) DO UPDATE SET percent = excluded.percent`,
);

export function createMessages(session: Session): MessageRepository {
  return {
    ...createReader(session),
    ...createPlaces(session),
    ...createSendings(session),
    ...createReminded(session),
    insertNew: async (drafts) => {
      const added = new Map<Message['template'], number>();
      if (drafts.length === 0) return added;
      for (const { template } of await session.rows<Pick<Row, 'template'>>(INSERT, ...draftColumns(drafts))) {
        added.set(template, (added.get(template) ?? 0) + 1);
      }
      return added;
    },
    saveMany: async (messages) => {
      if (messages.length === 0) return;
      await session.write(
        UPDATE,
        text(messages, ({ key }) => key),
        instants(messages, ({ leftAt }) => leftAt),
        instants(messages, ({ delivery }) => wakeAt(delivery)),
        text(messages, ({ delivery }) => toDocument(delivery)),
      );
    },
  };
}

function createReader(session: Session): Pick<MessageRepository, 'findMany' | 'due' | 'ofClient'> {
  return {
    findMany: async (keys) => {
      if (keys.length === 0) return new Map();
      const find = session.isReadOnly ? FIND : FIND_LOCKED;
      const rows = await session.rows<Row>(
        find,
        text(keys, (key) => key),
      );
      return inOrder(keys, new Map(rows.map((row) => [row.key, toMessage(row)])));
    },
    due: async (now, limit) => {
      const find = session.isReadOnly ? FIND_DUE : FIND_DUE_LOCKED;
      return (await session.rows<Row>(find, now.toISOString(), limit)).map(toMessage);
    },
    ofClient: async (client, before, limit) =>
      (await session.rows<Row>(OF_CLIENT, client, before, limit)).map(toMessage),
  };
}

/** Places under the caps, and the milestones that were told. */
function createPlaces(session: Session): Pick<MessageRepository, 'usedPlaces' | 'milestones' | 'saveMilestone'> {
  return {
    usedPlaces: async (clients, since) => {
      if (clients.length === 0) return [];
      const wanted = text(clients, (client) => client);
      return session.rows<UsedPlace>(USED_PLACES, wanted, since.toISOString(), listOf(CAPPED_BY_DAY));
    },
    milestones: async (goals) => {
      type Milestone = { readonly goal_id: GoalId; readonly percent: number };
      if (goals.length === 0) return new Map();
      const rows = await session.rows<Milestone>(MILESTONES, listOf(goals));
      return inOrder(goals, new Map(rows.map(({ goal_id, percent }) => [goal_id, percent])));
    },
    saveMilestone: (goal, percent) => session.write(SAVE_MILESTONE, goal, percent),
  };
}

function draftColumns(drafts: readonly MessageDraft[]) {
  return [
    text(drafts, ({ key }) => key),
    text(drafts, ({ client }) => client),
    plain(drafts, ({ goal }) => goal),
    text(drafts, ({ template }) => template),
    plain(drafts, ({ messageClass }) => messageClass),
    text(drafts, ({ params }) => toDocument(params)),
    instants(drafts, ({ plannedAt }) => plannedAt),
    instants(drafts, ({ expiresAt }) => expiresAt),
    plain(drafts, ({ unlessPaidAfter }) => unlessPaidAfter),
    instants(drafts, ({ delivery }) => wakeAt(delivery)),
    text(drafts, ({ delivery }) => toDocument(delivery)),
  ];
}

function toMessage(row: Row): Message {
  return {
    key: row.key,
    client: row.client_id,
    goal: row.goal_id,
    template: row.template,
    messageClass: row.class,
    params: fromDocument<Params>(row.params),
    plannedAt: row.planned_at,
    expiresAt: row.expires_at,
    unlessPaidAfter: row.unless_paid_after,
    leftAt: row.left_at,
    delivery: fromDocument<Delivery>(row.delivery),
  };
}
