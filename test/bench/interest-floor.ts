import { randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { openFloor, prepareBooks, sortableId } from './floor-database.js';

const BATCH = 100;
const MEMBERS = 3;
const DAY = 20260101;
const EVENT = JSON.stringify({ on: '2026-01-01', credited: '100.00', due: '100.00', correction: '0.00' });

/**
 * Writes the rows of one posting a goal with the bare driver, 100 goals a transaction: four transfers, five accounts, the
 * chain, the state, the posting and the event.
 *
 * @returns goals a second
 */
export function measureInterestFloor({ path, goals }: { readonly path: string; readonly goals: number }): number {
  const db = openFloor(path, MEMBERS, goals);
  const statements = prepare(db);
  const rows = Array.from({ length: goals }, (_, index) => ({
    goal: index + 1,
    ids: Array.from({ length: MEMBERS + 1 }, (_unused, part) => sortableId(index * (MEMBERS + 1) + part)),
    hash: randomBytes(32),
  }));
  const start = performance.now();
  for (let from = 0; from < goals; from += BATCH) {
    db.transaction(() => {
      for (const { goal, ids, hash } of rows.slice(from, from + BATCH)) {
        ids.forEach((id, part) => {
          const [debit, credit, client] = part === 0 ? [1, 4, 0] : [4, 3, part];
          statements.transfer.run(goal, part + 1, id, part === 0 ? 3 : 4, debit, credit, client, 1000, DAY, hash, hash);
        });
        statements.account.run(goal, 1, 0);
        statements.account.run(goal, 4, 0);
        for (let client = 1; client <= MEMBERS; client += 1) statements.account.run(goal, 3, client);
        statements.chain.run(goal, MEMBERS + 1, hash);
        statements.state.run(goal);
        statements.posting.run(goal);
        statements.event.run(goal, EVENT);
      }
    }).immediate();
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return goals / seconds;
}

function prepare(db: Sqlite.Database) {
  return {
    transfer: db.prepare(
      `INSERT INTO transfers (goal_id, seq, public_id, phase, code, debit_kind, debit_client, credit_kind, credit_client,
         amount, value_date, recorded_at, body_hash, hash) VALUES (?, ?, ?, 1, ?, ?, 0, ?, ?, ?, ?, 0, ?, ?)`,
    ),
    ...prepareBooks(db),
    state: db.prepare(
      `INSERT INTO interest_states (goal_id, computed_from, balance, accrued, posted, shared_on, read_seq, settled_seq)
       VALUES (?, 20260101, 1000, '0', 1000, 20260101, 4, 0)`,
    ),
    posting: db.prepare(
      `INSERT INTO interest_postings (goal_id, posted_on, due, correction, credited, bank_references, posted_at)
       VALUES (?, 20260101, 1000, 0, 1000, '["1"]', 0)`,
    ),
    event: db.prepare(
      "INSERT INTO events (goal_id, type, at, actor, rules_version, data) VALUES (?, 'interest.posted', 0, 'staff:operations', 0, ?)",
    ),
  };
}
