import { randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { openFloor, prepareBooks, sortableId } from './floor-database.js';

export type FloorOptions = {
  readonly path: string;
  readonly goals: number;
  readonly contributions: number;
  /** Each contribution pays a date of a plan of its own, by a client of its own. */
  readonly isByPlan?: boolean;
};

const BATCH = 500;
const DAY = 20260105;
const NEXT_DAY = 20260205;
const EVENT = JSON.stringify({ contribution: '01a20ca9-fd49-72c3-ae3c-3e24f8e316b5', amount: '1000.00' });

/**
 * Writes the rows of contributions as the saga does, intents and postings of 500 in a transaction each, with the bare driver:
 * no rules, no hashes, no bank, all values made before. What is left is what the disk and SQLite cost.
 *
 * @returns contributions a second
 */
export function measureFloor({ path, goals, contributions, isByPlan = false }: FloorOptions): number {
  const db = openFloor(path, isByPlan ? contributions : goals, goals);
  const statements = prepare(db);
  if (isByPlan) insertPlans(db, contributions, goals);
  const rows = Array.from({ length: contributions }, (_, index) => ({
    ...placeOf(index, goals, isByPlan),
    ids: [sortableId(index), sortableId(contributions + index)] as const,
    hashes: [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)] as const,
    key: `key-${index}`,
  }));
  const seqs = new Array<number>(goals + 1).fill(0);
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    db.transaction(() => {
      for (const { goal, client, plan, ids, hashes, key } of batch) {
        const seq = (seqs[goal] = (seqs[goal] ?? 0) + 1);
        statements.transfer.run(goal, seq, ids[0], 2, 1, 1, 0, 2, client, 1000, null, DAY, 0, hashes[0], hashes[1]);
        const due = plan === null ? null : DAY;
        statements.contribution.run(ids[0], goal, client, 1000, key, 1, DAY, plan, due);
        statements.event.run(goal, 'contribution.requested', 'client:a', client, EVENT);
        if (plan !== null) statements.plan.run(ids[0], 1, DAY, DAY, plan);
      }
      finish(batch);
    }).immediate();
    db.transaction(() => {
      for (const { goal, client, plan, ids, hashes } of batch) {
        const seq = (seqs[goal] = (seqs[goal] ?? 0) + 1);
        statements.transfer.run(goal, seq, ids[1], 3, 1, 1, 0, 2, client, 1000, ids[0], DAY, 0, hashes[2], hashes[3]);
        statements.resolve.run(2, null, ids[0]);
        statements.event.run(goal, 'contribution.completed', 'system', client, EVENT);
        if (plan !== null) statements.plan.run(null, 2, NEXT_DAY, NEXT_DAY, plan);
      }
      finish(batch);
    }).immediate();
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return contributions / seconds;

  /** Each account and each goal of a batch once, as the store does. */
  function finish(batch: readonly (Place & { readonly hashes: readonly Buffer[] })[]): void {
    for (const [client, goal] of new Map(batch.map((row) => [row.client, row.goal]))) {
      statements.account.run(goal, 2, client);
    }
    for (const [goal, hash] of new Map(batch.map((row) => [row.goal, row.hashes[1]]))) {
      statements.account.run(goal, 1, 0);
      statements.chain.run(goal, seqs[goal], hash);
    }
  }
}

type Place = { readonly goal: number; readonly client: number; readonly plan: number | null };

/** Members of a goal stand together, as those who opened their plans on the same evening do. */
function placeOf(index: number, goals: number, isByPlan: boolean): Place {
  if (isByPlan) return { goal: 1 + (index % goals), client: index + 1, plan: index + 1 };
  const goal = 1 + Math.floor(Math.random() * goals);
  return { goal, client: goal, plan: null };
}

const RULE = '{"kind":"fixed","amount":{"$tiyn":"100000"},"every":"month","on":5,"growth":null}';

function insertPlans(db: Sqlite.Database, plans: number, goals: number): void {
  const insert = db.prepare(
    `INSERT INTO plans (id, public_id, goal_id, client_id, rule, status, floor, catch_up, consent_at, consent_by, started_on,
       due_number, due_on, run_on, attempts, collected, missed, rises, read_to, created_at)
     VALUES (?, ?, ?, ?, ?, 1, 500000, 0, 0, 'client:a', ?, 1, ?, ?, 0, 0, 0, 0, ?, 0)`,
  );
  db.transaction(() => {
    for (let index = 0; index < plans; index += 1) {
      const { goal, client, plan } = placeOf(index, goals, true);
      insert.run(plan, sortableId(index), goal, client, RULE, DAY, DAY, DAY, DAY);
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
      `INSERT INTO contributions (public_id, goal_id, client_id, amount, key, status, value_date, created_at, plan_id, plan_on)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
    ),
    plan: db.prepare('UPDATE plans SET sending = ?, due_number = ?, due_on = ?, run_on = ? WHERE id = ?'),
    resolve: db.prepare('UPDATE contributions SET status = ?, reason = ? WHERE public_id = ?'),
    event: db.prepare(
      'INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data) VALUES (?, ?, 0, ?, ?, 0, ?)',
    ),
    ...prepareBooks(db),
  };
}
