import { randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { openFloor, prepareBooks, sortableId } from './floor-database.js';

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
  const db = openFloor(path, goals, goals);
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
    ...prepareBooks(db),
  };
}
