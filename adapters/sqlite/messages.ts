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
import { type ClientId, fromDocument, type GoalId, toDocument } from '../../src/shared/index.js';
import { dayToNumber, messageClass, numberToDay } from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import type { Keys } from './keys.js';
import { createReminded } from './message-reminded.js';
import { createSendings } from './message-sendings.js';

/** Read as an array: each message is read several times on its way. */
type Row = readonly [
  key: string,
  client: number,
  goal: number,
  template: Message['template'],
  messageClass: number,
  params: string,
  plannedAt: number,
  expiresAt: number | null,
  unlessPaidAfter: number | null,
  leftAt: number | null,
  delivery: string,
];

const SELECT = `SELECT key, client_id, goal_id, template, class, params, planned_at, expires_at, unless_paid_after, left_at,
  delivery FROM messages`;
const CAPPED = CAPPED_BY_DAY.map((word) => messageClass.toNumber(word)).join(', ');

export function createMessages(db: Database, keys: Keys): MessageRepository {
  const update = db.prepare('UPDATE messages SET left_at = ?, next_at = ?, delivery = ? WHERE key = ?');
  const insert = createInsert(db, keys);
  return {
    ...createReader(db, keys),
    ...createPlaces(db, keys),
    ...createSendings(db, keys),
    ...createReminded(db, keys),
    insertNew: (drafts) => {
      const added = new Map<Message['template'], number>();
      for (const draft of drafts) {
        if (insert(draft)) added.set(draft.template, (added.get(draft.template) ?? 0) + 1);
      }
      return Promise.resolve(added);
    },
    saveMany: (messages) => {
      for (const { key, leftAt, delivery } of messages) {
        update.run(leftAt?.getTime() ?? null, wakeAt(delivery)?.getTime() ?? null, toDocument(delivery), key);
      }
      return Promise.resolve();
    },
  };
}

function createReader(db: Database, keys: Keys): Pick<MessageRepository, 'findMany' | 'due' | 'ofClient'> {
  const byKey = db.prepare(`${SELECT} WHERE key = ?`).raw();
  const due = db.prepare(`${SELECT} WHERE next_at <= ? ORDER BY next_at LIMIT ?`).raw();
  const idOf = db.prepare('SELECT id FROM messages WHERE key = ?').pluck();
  const ofClient = db.prepare(`${SELECT} WHERE client_id = ? AND id < ? ORDER BY id DESC LIMIT ?`).raw();
  const toMessage = messageReader(keys);
  const read = (rows: unknown) => (rows as Row[]).map(toMessage);
  return {
    findMany: (wanted) => Promise.resolve(findEach(wanted, (key) => byKey.get(key), toMessage)),
    due: (now, limit) => Promise.resolve(read(due.all(now.getTime(), limit))),
    ofClient: (client, before, limit) => {
      const from = before === null ? Number.MAX_SAFE_INTEGER : (idOf.get(before) ?? 0);
      return Promise.resolve(read(ofClient.all(keys.client(client) ?? 0, from, limit)));
    },
  };
}

type PlaceRow = { readonly goal_id: number; readonly class: number; readonly left_at: number };

/** Places under the caps, and the milestones that were told. */
function createPlaces(
  db: Database,
  keys: Keys,
): Pick<MessageRepository, 'usedPlaces' | 'milestones' | 'saveMilestone'> {
  const used = db.prepare(
    `SELECT goal_id, class, left_at FROM messages WHERE client_id = ? AND left_at >= ? AND class IN (${CAPPED})`,
  );
  const milestone = db.prepare('SELECT percent FROM message_milestones WHERE goal_id = ?').pluck();
  const saveMilestone = db.prepare(
    `INSERT INTO message_milestones (goal_id, percent) VALUES (?, ?)
     ON CONFLICT (goal_id) DO UPDATE SET percent = excluded.percent`,
  );
  const placesOf = (client: ClientId, since: Date): readonly UsedPlace[] =>
    (used.all(keys.client(client) ?? 0, since.getTime()) as PlaceRow[]).map((row) => ({
      client,
      goal: keys.goalId(row.goal_id),
      messageClass: messageClass.toWord(row.class),
      at: new Date(row.left_at),
    }));
  const found = (goal: GoalId) => {
    const percent = milestone.get(keys.goal(goal) ?? 0) as number | undefined;
    return percent === undefined ? [] : [[goal, percent] as const];
  };
  return {
    usedPlaces: (clients, since) => Promise.resolve(clients.flatMap((client) => placesOf(client, since))),
    milestones: (goals) => Promise.resolve(new Map(goals.flatMap(found))),
    saveMilestone: (goal, percent) => {
      saveMilestone.run(keys.requireGoal(goal), percent);
      return Promise.resolve();
    },
  };
}

function createInsert(db: Database, keys: Keys): (draft: MessageDraft) => boolean {
  const insert = db.prepare(
    `INSERT INTO messages (key, client_id, goal_id, template, class, params, planned_at, expires_at,
       unless_paid_after, next_at, delivery) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO NOTHING`,
  );
  const known = db.prepare('SELECT 1 FROM messages WHERE key = ?').pluck();
  return (draft) => {
    // Reminders are planned anew each day until their occasion is over: most are there, and need not be written out again.
    if (known.get(draft.key) !== undefined) return false;
    const { changes } = insert.run(
      draft.key,
      keys.requireClient(draft.client),
      keys.requireGoal(draft.goal),
      draft.template,
      messageClass.toNumber(draft.messageClass),
      toDocument(draft.params),
      draft.plannedAt.getTime(),
      draft.expiresAt?.getTime() ?? null,
      draft.unlessPaidAfter === null ? null : dayToNumber(draft.unlessPaidAfter),
      wakeAt(draft.delivery)?.getTime() ?? null,
      toDocument(draft.delivery),
    );
    return changes === 1;
  };
}

function messageReader(keys: Keys): (row: Row) => Message {
  return ([key, client, goal, template, ofClass, params, plannedAt, expiresAt, unlessPaidAfter, leftAt, delivery]) => ({
    key,
    client: keys.clientId(client),
    goal: keys.goalId(goal),
    template,
    messageClass: messageClass.toWord(ofClass),
    params: fromDocument<Params>(params),
    plannedAt: new Date(plannedAt),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    unlessPaidAfter: unlessPaidAfter === null ? null : numberToDay(unlessPaidAfter),
    leftAt: leftAt === null ? null : new Date(leftAt),
    delivery: fromDocument<Delivery>(delivery),
  });
}
