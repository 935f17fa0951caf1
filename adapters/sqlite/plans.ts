import type { DueCursor, DuePlans, Plan, PlanFilter, PlanRepository } from '../../src/savings/index.js';
import { Conflict, type PlanId } from '../../src/shared/index.js';
import { dayToNumber, planStatus, UUID, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import type { Keys } from './keys.js';
import { COLUMNS, planFrom, PROGRESS, progressColumns, type Row, TERMS, termColumns, valueOf } from './plan-rows.js';

const DUE = 'FROM plans WHERE status = 1 AND sending IS NULL AND run_on <= ?';
const POSTPONED = 'FROM plans WHERE status = 1 AND sending IS NULL AND attempts > 0';

export function createPlans(db: Database, keys: Keys): PlanRepository {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM plans WHERE public_id = ${UUID}`).raw();
  const page = createPage(db, keys);
  const due = createDue(db);
  const { insert, update, progress } = writeStatements(db);
  return {
    findMany: (ids) =>
      Promise.resolve(
        findEach(
          new Set(ids),
          (id) => byId.get(id),
          (row: Row, id) => planFrom(row, keys, id),
        ),
      ),
    insertMany: (plans) => {
      for (const plan of plans) {
        insert.run(
          plan.id,
          keys.requireGoal(plan.goal),
          keys.requireClient(plan.client),
          plan.createdAt.getTime(),
          ...termColumns(plan),
          ...progressColumns(plan),
        );
      }
      return Promise.resolve();
    },
    saveMany: (plans) => {
      for (const plan of plans) {
        requireOne(update.run(...termColumns(plan), ...progressColumns(plan), plan.id), plan);
      }
      return Promise.resolve();
    },
    saveProgress: (plans) => {
      for (const plan of plans) requireOne(progress.run(...progressColumns(plan), plan.id), plan);
      return Promise.resolve();
    },
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map((row) => planFrom(row, keys))),
    due: (wanted, after, limit) => Promise.resolve(due.page(wanted, after, limit).map((row) => planFrom(row, keys))),
    countDue: (wanted) => Promise.resolve(due.count(wanted)),
  };
}

/** The narrowest filter finds the rows; the others are looked at on the way. */
function createPage(db: Database, keys: Keys) {
  const prepare = (where: string) =>
    db
      .prepare(
        `SELECT ${COLUMNS}, hex(public_id) FROM plans WHERE ${where} AND public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?`,
      )
      .raw();
  const all = prepare('TRUE');
  const ofClient = prepare('client_id = ?');
  const ofGoal = prepare('goal_id = ?');
  const ofMember = prepare('goal_id = ? AND client_id = ?');
  return ({ goal, client, status }: PlanFilter, after: PlanId | null, limit: number): readonly Row[] => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const wanted = status === undefined ? null : planStatus.toNumber(status);
    const rest = [from, wanted, wanted, limit] as const;
    if (goal !== undefined && client !== undefined) {
      return ofMember.all(keys.goal(goal) ?? 0, keys.client(client) ?? 0, ...rest) as Row[];
    }
    if (goal !== undefined) return ofGoal.all(keys.goal(goal) ?? 0, ...rest) as Row[];
    if (client !== undefined) return ofClient.all(keys.client(client) ?? 0, ...rest) as Row[];
    return all.all(...rest) as Row[];
  };
}

function createDue(db: Database) {
  const page = db
    .prepare(
      `SELECT ${COLUMNS}, hex(public_id) ${DUE} AND (run_on, public_id) > (?, ?) ORDER BY run_on, public_id LIMIT ?`,
    )
    .raw();
  const postponed = db
    .prepare(`SELECT ${COLUMNS}, hex(public_id) ${POSTPONED} AND public_id > ? ORDER BY public_id LIMIT ?`)
    .raw();
  const count = db.prepare(`SELECT count(*) ${DUE}`).pluck();
  const countPostponed = db.prepare(`SELECT count(*) ${POSTPONED}`).pluck();
  return {
    page: ({ on, isPostponed }: DuePlans, after: DueCursor | null, limit: number): readonly Row[] => {
      const from = after === null ? Buffer.alloc(0) : uuidToBlob(after.id);
      if (isPostponed) return postponed.all(from, limit) as Row[];
      const fromDay = after === null || after.runOn === null ? 0 : dayToNumber(after.runOn);
      return page.all(dayToNumber(on), fromDay, from, limit) as Row[];
    },
    count: ({ on, isPostponed }: DuePlans): number =>
      (isPostponed ? countPostponed.get() : count.get(dayToNumber(on))) as number,
  };
}

function writeStatements(db: Database) {
  const state = [...TERMS, ...PROGRESS];
  const insert = db.prepare(
    `INSERT INTO plans (public_id, goal_id, client_id, created_at, ${state.join(', ')})
     VALUES (${UUID}, ?, ?, ?, ${state.map(valueOf).join(', ')})`,
  );
  const updateOf = (columns: readonly string[]) => {
    const changes = columns.map((name) => `${name} = ${valueOf(name)}`);
    return db.prepare(`UPDATE plans SET ${changes.join(', ')} WHERE public_id = ${UUID}`);
  };
  return { insert, update: updateOf(state), progress: updateOf(PROGRESS) };
}

function requireOne({ changes }: { readonly changes: number }, { id }: Plan): void {
  if (changes !== 1) throw new Conflict('conflict', `Plan ${id} is gone.`);
}
