import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../../adapters/sqlite/migrations/index.js';

/** A bare connection with the settings of Jinaq's store. */
export function connectFloor(path: string): Sqlite.Database {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  db.pragma('wal_autocheckpoint = 16384');
  return db;
}

/** What a floor starts with: a bare database with Jinaq's schema, so many clients, and goals. */
export function openFloor(path: string, clients: number, goals: number): Sqlite.Database {
  const db = connectFloor(path);
  for (const sql of MIGRATIONS) db.exec(sql);
  const client = db.prepare(
    "INSERT INTO clients (id, public_id, name, locale, status, registered_at) VALUES (?, ?, 'Client', 1, 1, 0)",
  );
  const goal = db.prepare(
    `INSERT INTO goals (id, public_id, title, kind, status, status_since, frozen, target, deadline, organiser_id, decision,
       account, rate_bps, day_count, capitalisation, created_at)
     VALUES (?, ?, 'goal', 1, 1, 0, 0, 100000000, 20301231, 1, 1, 'KZ86125KZT5004100100', 1400, 1, 1, 0)`,
  );
  db.transaction(() => {
    for (let id = 1; id <= clients; id += 1) client.run(id, `client-${id}`);
    for (let id = 1; id <= goals; id += 1) goal.run(id, randomBytes(16));
  })();
  return db;
}

/** The rows that a floor writes for a goal's books. */
export function prepareBooks(db: Sqlite.Database) {
  return {
    account: db.prepare(
      `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
       VALUES (?, ?, ?, 1000, 1000, 0, 0)
       ON CONFLICT (goal_id, kind, client_id) DO UPDATE SET debits_posted = debits_posted + 1000,
         credits_posted = credits_posted + 1000`,
    ),
    chain: db.prepare(
      `INSERT INTO chains (goal_id, seq, hash) VALUES (?, ?, ?)
       ON CONFLICT (goal_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
    ),
  };
}

/** Ids sort in the order they are made, as UUIDv7 do. */
export function sortableId(index: number): Buffer {
  const id = randomBytes(16);
  id.writeUIntBE(index, 0, 6);
  return id;
}
