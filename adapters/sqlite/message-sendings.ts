import type { MessageRepository, Sending } from '../../src/messaging/index.js';
import { channelName, messageClass } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly id: number;
  readonly key: string;
  readonly client_id: number;
  readonly goal_id: number;
  readonly template: Sending['template'];
  readonly class: number;
  readonly left_at: number | null;
  readonly channel: number;
  readonly status: Sending['status'];
  readonly reference: string;
  readonly at: number;
};

/** What channels have taken: to find a message by a channel's reference, and to tell in which order messages left. */
export function createSendings(
  db: Database,
  keys: Keys,
): Pick<MessageRepository, 'keyOf' | 'noteSendings' | 'sendings'> {
  const keyOf = db
    .prepare(
      `SELECT key FROM message_sendings JOIN messages ON messages.id = message_id
       WHERE reference = ? AND channel = ? AND status = 'sent' ORDER BY message_sendings.id DESC LIMIT 1`,
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO message_sendings (message_id, channel, status, reference, at)
     SELECT id, ?, ?, ?, ? FROM messages WHERE key = ?`,
  );
  const page = db.prepare(
    `SELECT message_sendings.id, key, client_id, goal_id, template, class, left_at, channel, status, reference, at
     FROM message_sendings JOIN messages ON messages.id = message_id
     WHERE message_sendings.id > ? ORDER BY message_sendings.id LIMIT ?`,
  );
  return {
    keyOf: (channel, reference) =>
      Promise.resolve(keyOf.get(reference, channelName.toNumber(channel)) as string | undefined),
    noteSendings: (sendings) => {
      for (const { key, channel, status, reference, at } of sendings) {
        insert.run(channelName.toNumber(channel), status, reference, at.getTime(), key);
      }
      return Promise.resolve();
    },
    sendings: (after, limit) =>
      Promise.resolve(
        (page.all(after, limit) as Row[]).map((row) => ({
          id: row.id,
          key: row.key,
          client: keys.clientId(row.client_id),
          goal: keys.goalId(row.goal_id),
          template: row.template,
          messageClass: messageClass.toWord(row.class),
          leftAt: row.left_at === null ? null : new Date(row.left_at),
          channel: channelName.toWord(row.channel),
          status: row.status,
          reference: row.reference,
          at: new Date(row.at),
        })),
      ),
  };
}
