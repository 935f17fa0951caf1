import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../../adapters/sqlite/migrations/index.js';

export type FloorOptions = { readonly path: string; readonly goals: number; readonly contributions: number };

const BATCH = 500;
const DAY = 20260105;
const EVENT = JSON.stringify({ contribution: '01a20ca9-fd49-72c3-ae3c-3e24f8e316b5', amount: '1000.00' });

/**
 * Writes the rows of contributions as the saga does, intents and postings of 500 in a transaction each, with the bare driver:
 * no rules, no hashes, no bank, all values made before. What is left is what the disk and SQLite cost.
 *
 * @returns contributions a second
 */
export function measureFloor({ path, goals, contributions }: FloorOptions): number {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  db.pragma('wal_autocheckpoint = 16384');
  for (const sql of MIGRATIONS) db.exec(sql);
  seed(db, goals);
  const statements = prepare(db);
  const rows = Array.from({ length: contributions }, (_, index) => ({
    goal: 1 + Math.floor(Math.random() * goals),
    ids: [sortableId(index), sortableId(contributions + index)] as const,
    hashes: [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)] as const,
    key: `key-${index}`,
  }));
  const seqs = new Array<number>(goals + 1).fill(0);
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    db.transaction(() => {
      for (const { goal, ids, hashes, key } of batch) {
        const seq = (seqs[goal] = (seqs[goal] ?? 0) + 1);
        statements.transfer.run(goal, seq, ids[0], 2, 1, 1, 0, 2, goal, 1000, null, DAY, 0, hashes[0], hashes[1]);
        statements.contribution.run(ids[0], goal, goal, 1000, key, 1, DAY);
        statements.event.run(goal, 'contribution.requested', 'client:a', goal, EVENT);
      }
      finish(batch);
    }).immediate();
    db.transaction(() => {
      for (const { goal, ids, hashes } of batch) {
        const seq = (seqs[goal] = (seqs[goal] ?? 0) + 1);
        statements.transfer.run(goal, seq, ids[1], 3, 1, 1, 0, 2, goal, 1000, ids[0], DAY, 0, hashes[2], hashes[3]);
        statements.resolve.run(2, null, ids[0]);
        statements.event.run(goal, 'contribution.completed', 'system', goal, EVENT);
      }
      finish(batch);
    }).immediate();
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return contributions / seconds;

  /** Each goal of a batch once, as the store does. */
  function finish(batch: readonly { readonly goal: number; readonly hashes: readonly Buffer[] }[]): void {
    for (const [goal, hash] of new Map(batch.map((row) => [row.goal, row.hashes[1]]))) {
      statements.account.run(goal, 1, 0);
      statements.account.run(goal, 2, goal);
      statements.chain.run(goal, seqs[goal], hash);
    }
  }
}

/** Ids sort in the order they are made, as UUIDv7 do. */
function sortableId(index: number): Buffer {
  const id = randomBytes(16);
  id.writeUIntBE(index, 0, 6);
  return id;
}

function seed(db: Sqlite.Database, goals: number): void {
  const client = db.prepare(
    'INSERT INTO clients (id, public_id, name, locale, status, registered_at) VALUES (?, ?, ?, 1, 1, 0)',
  );
  const goal = db.prepare(
    `INSERT INTO goals (id, public_id, title, kind, status, status_since, frozen, target, deadline, organiser_id, decision,
       account, rate_bps, day_count, capitalisation, created_at)
     VALUES (?, ?, 'goal', 1, 1, 0, 0, 100000000, 20301231, ?, 1, 'KZ86125KZT5004100100', 1400, 1, 1, 0)`,
  );
  db.transaction(() => {
    for (let id = 1; id <= goals; id += 1) {
      client.run(id, `client-${id}`, `Client ${id}`);
      goal.run(id, randomBytes(16), id);
    }
  })();
}

function prepare(db: Sqlite.Database) {
  return {
    transfer: db.prepare(
      `INSERT INTO transfers (goal_id, seq, public_id, phase, code, debit_kind, debit_client, credit_kind, credit_client,
         amount, refers_to, value_date, recorded_at, body_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    contribution: db.prepare(
      `INSERT INTO contributions (public_id, goal_id, client_id, amount, key, status, value_date, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
    ),
    resolve: db.prepare('UPDATE contributions SET status = ?, reason = ? WHERE public_id = ?'),
    event: db.prepare(
      'INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data) VALUES (?, ?, 0, ?, ?, 0, ?)',
    ),
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
