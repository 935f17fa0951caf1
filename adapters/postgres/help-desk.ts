import type { HelpDesk, HelpTurn } from '../../src/messaging/index.js';
import { BEFORE_ALL } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

const TURN = `SELECT id, client_id AS client, at, question, answer, handed_over AS "isHandedOver", closed_by AS "closedBy",
  closed_at AS "closedAt" FROM help_turns`;
const FIND = statement(`${TURN} WHERE id = $1`);
const FIND_LOCKED = statement(`${TURN} WHERE id = $1 FOR NO KEY UPDATE`);
const OF_CLIENT = statement(`${TURN} WHERE client_id = $1 AND at >= $2 ORDER BY at, id`);
const WAITING = statement(`${TURN} WHERE handed_over AND closed_at IS NULL AND id > $1 ORDER BY id LIMIT $2`);
const UPSERT = statement(
  `INSERT INTO help_turns (id, client_id, at, question, answer, handed_over, closed_by, closed_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (id) DO UPDATE SET closed_by = excluded.closed_by, closed_at = excluded.closed_at`,
);

export function createHelpDesk(session: Session): HelpDesk {
  return {
    find: async (id) => (await session.rows<HelpTurn>(session.isReadOnly ? FIND : FIND_LOCKED, id))[0],
    save: ({ id, client, at, question, answer, isHandedOver, closedBy, closedAt }) => {
      const closed = [closedBy, closedAt?.toISOString() ?? null] as const;
      return session.write(UPSERT, id, client, at.toISOString(), question, answer, isHandedOver, ...closed);
    },
    ofClient: (client, since) => session.rows<HelpTurn>(OF_CLIENT, client, since.toISOString()),
    waiting: (after, limit) => session.rows<HelpTurn>(WAITING, after ?? BEFORE_ALL, limit),
  };
}
