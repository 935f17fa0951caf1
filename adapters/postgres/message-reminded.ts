import type { MessageRepository, RemindedRow } from '../../src/messaging/index.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = Omit<RemindedRow, 'reminders'> & { readonly reminders: bigint };

const PAGE = statement(
  `SELECT client_id AS client, bool_or(coalesce(delivery ->> 'reason', '') = 'hold-out') AS "isHeldOut",
     count(*) AS reminders,
     sum((SELECT coalesce(sum(amount), 0) FROM contributions
       WHERE contributions.goal_id = messages.goal_id AND contributions.client_id = messages.client_id
         AND status = 'completed' AND created_at >= planned_at AND created_at < planned_at + make_interval(days => $5))
     )::bigint AS saved
   FROM messages
   WHERE client_id > $1 AND template = 'reminder.due' AND planned_at >= $2 AND planned_at < $3
   GROUP BY client_id ORDER BY client_id LIMIT $4`,
);

/** What reminded clients and those held out have saved, client by client. */
export function createReminded(session: Session): Pick<MessageRepository, 'reminded'> {
  return {
    reminded: async ({ from, to, days }, after, limit) => {
      const rows = await session.rows<Row>(PAGE, after ?? '', from.toISOString(), to.toISOString(), limit, days);
      return rows.map((row): RemindedRow => ({ ...row, reminders: Number(row.reminders) }));
    },
  };
}
