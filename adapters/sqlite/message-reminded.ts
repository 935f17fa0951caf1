import type { MessageRepository, RemindedRow } from '../../src/messaging/index.js';
import { contributionStatus } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly client_id: bigint;
  readonly is_held_out: bigint;
  readonly reminders: bigint;
  readonly saved: bigint;
};

const COMPLETED = contributionStatus.toNumber('completed');
const DAY_MS = 86_400_000;

/** What reminded clients and those held out have saved, client by client. */
export function createReminded(db: Database, keys: Keys): Pick<MessageRepository, 'reminded'> {
  const page = db
    .prepare(
      `SELECT client_id, max(delivery ->> '$.reason' = 'hold-out') AS is_held_out, count(*) AS reminders,
         sum((SELECT coalesce(sum(amount), 0) FROM contributions
           WHERE contributions.goal_id = messages.goal_id AND contributions.client_id = messages.client_id
             AND status = ${COMPLETED} AND created_at >= planned_at AND created_at < planned_at + ?)) AS saved
       FROM messages
       WHERE client_id > ? AND template = 'reminder.due' AND planned_at >= ? AND planned_at < ?
       GROUP BY client_id ORDER BY client_id LIMIT ?`,
    )
    .safeIntegers(true);
  return {
    reminded: ({ from, to, days }, after, limit) => {
      const first = after === null ? 0 : keys.requireClient(after);
      const rows = page.all(days * DAY_MS, first, from.getTime(), to.getTime(), limit) as Row[];
      return Promise.resolve(
        rows.map(
          (row): RemindedRow => ({
            client: keys.clientId(Number(row.client_id)),
            isHeldOut: row.is_held_out === 1n,
            reminders: Number(row.reminders),
            saved: row.saved,
          }),
        ),
      );
    },
  };
}
