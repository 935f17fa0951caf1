import type { DueCursor, DuePlans, PlanFilter, PlanRepository } from '../../src/savings/index.js';
import { Conflict, type PlanId } from '../../src/shared/index.js';
import { dayToNumber, planStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';
import { COLUMNS, planFrom, type Row, STATE, stateColumns } from './plan-rows.js';

const DUE = 'FROM plans WHERE status = 1 AND sending IS NULL AND run_on <= ?';
const POSTPONED = 'FROM plans WHERE status = 1 AND sending IS NULL AND attempts > 0';

export function createPlans(db: Database, keys: Keys): PlanRepository {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM plans WHERE public_id = ?`).safeIntegers(true).raw();
  const page = createPage(db, keys);
  const due = createDue(db);
  const { insert, update } = writeStatements(db);
  return {
    findMany: (ids) => {
      const rows = [...new Set(ids)].flatMap((id) => {
        const row = byId.get(uuidToBlob(id)) as Row | undefined;
        return row === undefined ? [] : [row];
      });
      return Promise.resolve(new Map(rows.map((row) => planFrom(row, keys)).map((plan) => [plan.id, plan])));
    },
    insertMany: (plans) => {
      for (const plan of plans) {
        insert.run(
          uuidToBlob(plan.id),
          keys.requireGoal(plan.goal),
          keys.requireClient(plan.client),
          plan.createdAt.getTime(),
          ...stateColumns(plan),
        );
      }
      return Promise.resolve();
    },
    saveMany: (plans) => {
      for (const plan of plans) {
        const { changes } = update.run(...stateColumns(plan), uuidToBlob(plan.id));
        if (changes !== 1) throw new Conflict('conflict', `Plan ${plan.id} is gone.`);
      }
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
        `SELECT ${COLUMNS} FROM plans WHERE ${where} AND public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?`,
      )
      .safeIntegers(true)
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
    .prepare(`SELECT ${COLUMNS} ${DUE} AND (run_on, public_id) > (?, ?) ORDER BY run_on, public_id LIMIT ?`)
    .safeIntegers(true)
    .raw();
  const postponed = db
    .prepare(`SELECT ${COLUMNS} ${POSTPONED} AND public_id > ? ORDER BY public_id LIMIT ?`)
    .safeIntegers(true)
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
  const insert = db.prepare(
    `INSERT INTO plans (public_id, goal_id, client_id, created_at, ${STATE.join(', ')})
     VALUES (?, ?, ?, ?, ${STATE.map(() => '?').join(', ')})`,
  );
  const update = db.prepare(`UPDATE plans SET ${STATE.map((name) => `${name} = ?`).join(', ')} WHERE public_id = ?`);
  return { insert, update };
}
