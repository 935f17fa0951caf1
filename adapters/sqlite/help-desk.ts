import type { HelpDesk, HelpTurn } from '../../src/messaging/index.js';
import { blobToUuid, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly public_id: Buffer;
  readonly client_id: number;
  readonly at: number;
  readonly question: string;
  readonly answer: string;
  readonly handed_over: number;
  readonly closed_by: string | null;
  readonly closed_at: number | null;
};

export function createHelpDesk(db: Database, keys: Keys): HelpDesk {
  const one = db.prepare('SELECT * FROM help_turns WHERE public_id = ?');
  const ofClient = db.prepare('SELECT * FROM help_turns WHERE client_id = ? AND at >= ? ORDER BY at, public_id');
  const waiting = db.prepare(
    `SELECT * FROM help_turns WHERE handed_over = 1 AND closed_at IS NULL AND public_id > ? ORDER BY public_id LIMIT ?`,
  );
  const upsert = db.prepare(
    `INSERT INTO help_turns (public_id, client_id, at, question, answer, handed_over, closed_by, closed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (public_id) DO UPDATE SET closed_by = excluded.closed_by, closed_at = excluded.closed_at`,
  );
  const toTurn = (row: Row): HelpTurn => ({
    id: blobToUuid(row.public_id),
    client: keys.clientId(row.client_id),
    at: new Date(row.at),
    question: row.question,
    answer: row.answer,
    isHandedOver: row.handed_over === 1,
    closedBy: row.closed_by,
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
  });
  const read = (rows: unknown) => (rows as Row[]).map(toTurn);
  return {
    find: (id) => Promise.resolve(read([one.get(uuidToBlob(id))].filter((row) => row !== undefined))[0]),
    save: ({ id, client, at, question, answer, isHandedOver, closedBy, closedAt }) => {
      const number = keys.requireClient(client);
      const state = [isHandedOver ? 1 : 0, closedBy, closedAt?.getTime() ?? null];
      upsert.run(uuidToBlob(id), number, at.getTime(), question, answer, ...state);
      return Promise.resolve();
    },
    ofClient: (client, since) => Promise.resolve(read(ofClient.all(keys.client(client) ?? 0, since.getTime()))),
    waiting: (after, limit) =>
      Promise.resolve(read(waiting.all(after === null ? Buffer.alloc(0) : uuidToBlob(after), limit))),
  };
}
