import type { MessageRepository, Sending } from '../../src/messaging/index.js';
import { instants, plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = Omit<Sending, 'id'> & { readonly id: bigint };

const KEY_OF = statement(
  `SELECT key FROM message_sendings JOIN messages ON messages.id = message_id
   WHERE reference = $1 AND channel = $2 AND message_sendings.status = 'sent' ORDER BY message_sendings.id DESC LIMIT 1`,
);
const INSERT = statement(
  `INSERT INTO message_sendings (message_id, channel, status, reference, at)
   SELECT messages.id, n.channel, n.status, n.reference, n.at
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) WITH ORDINALITY
     AS n (key, channel, status, reference, at, place)
   JOIN messages ON messages.key = n.key ORDER BY place`,
);
const PAGE = statement(
  `SELECT message_sendings.id, key, client_id AS client, goal_id AS goal, template, class AS "messageClass",
     left_at AS "leftAt", channel, message_sendings.status, reference, at
   FROM message_sendings JOIN messages ON messages.id = message_id
   WHERE message_sendings.id > $1 ORDER BY message_sendings.id LIMIT $2`,
);

/** What channels have taken: to find a message by a channel's reference, and to tell in which order messages left. */
export function createSendings(session: Session): Pick<MessageRepository, 'keyOf' | 'noteSendings' | 'sendings'> {
  return {
    keyOf: async (channel, reference) =>
      (await session.rows<{ readonly key: string }>(KEY_OF, reference, channel))[0]?.key,
    noteSendings: async (sendings) => {
      if (sendings.length === 0) return;
      await session.write(
        INSERT,
        text(sendings, ({ key }) => key),
        plain(sendings, ({ channel }) => channel),
        plain(sendings, ({ status }) => status),
        text(sendings, ({ reference }) => reference),
        instants(sendings, ({ at }) => at),
      );
    },
    sendings: async (after, limit) =>
      (await session.rows<Row>(PAGE, after, limit)).map((row) => ({ ...row, id: Number(row.id) })),
  };
}
