import type { Contribution, ContributionFilter, ContributionRepository } from '../../src/savings/index.js';
import { asContributionId, asPlanId, Conflict, type ContributionId } from '../../src/shared/index.js';
import {
  contributionStatus,
  dayToNumber,
  hexToUuid,
  moneyColumn,
  type MoneyValue,
  numberToDay,
  toMoney,
  UUID,
  uuidToBlob,
} from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import type { Keys } from './keys.js';

/** Read as an array: a batch reads each of its contributions. */
type Row = readonly [
  goal: number,
  client: number,
  amount: MoneyValue,
  key: string,
  status: number,
  reason: string | null,
  valueDate: number,
  createdAt: number,
  plan: string | null,
  planOn: number | null,
  /** Not read of those that are asked for by it. */
  publicId?: string,
];

const COLUMNS = `goal_id, client_id, ${moneyColumn('amount')}, key, status, reason, value_date, created_at,
  (SELECT hex(plans.public_id) FROM plans WHERE plans.id = plan_id), plan_on`;
const SELECT = `SELECT ${COLUMNS}, hex(public_id) FROM contributions`;
const PENDING = contributionStatus.toNumber('pending');

export function createContributions(db: Database, keys: Keys): ContributionRepository {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM contributions WHERE public_id = ${UUID}`).raw();
  const byKey = db.prepare(`${SELECT} WHERE client_id = ? AND key = ?`).raw();
  const page = createPage(db, keys);
  const { insert, resolve } = writeStatements(db);
  return {
    findByKeys: (wanted) =>
      Promise.resolve(
        wanted.flatMap(({ client, key }) => {
          const row = byKey.get(keys.client(client) ?? 0, key) as Row | undefined;
          return row === undefined ? [] : [toContribution(row, keys)];
        }),
      ),
    findMany: (ids) =>
      Promise.resolve(
        findEach(
          ids,
          (id) => byId.get(id),
          (row: Row, id) => toContribution(row, keys, id),
        ),
      ),
    insertMany: (contributions) => {
      for (const { id, goal, client, amount, key, status, reason, valueDate, plan, createdAt } of contributions) {
        insert.run(
          id,
          keys.requireGoal(goal),
          keys.requireClient(client),
          amount,
          key,
          contributionStatus.toNumber(status),
          reason,
          dayToNumber(valueDate),
          createdAt.getTime(),
          plan === null ? null : plan.id,
          plan === null ? null : dayToNumber(plan.on),
        );
      }
      return Promise.resolve();
    },
    resolveMany: (contributions) => {
      for (const { id, status, reason } of contributions) {
        const { changes } = resolve.run(contributionStatus.toNumber(status), reason, id);
        if (changes !== 1) throw new Conflict('conflict', `Contribution ${id} was resolved before.`);
      }
      return Promise.resolve();
    },
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map((row) => toContribution(row, keys))),
  };
}

function toContribution(row: Row, keys: Keys, known?: ContributionId): Contribution {
  const [goal, client, amount, key, status, reason, valueDate, createdAt, plan, planOn, publicId = ''] = row;
  return {
    id: known ?? asContributionId(hexToUuid(publicId)),
    goal: keys.goalId(goal),
    client: keys.clientId(client),
    amount: toMoney(amount),
    key,
    status: contributionStatus.toWord(status),
    reason,
    valueDate: numberToDay(valueDate),
    plan: plan === null ? null : { id: asPlanId(hexToUuid(plan)), on: numberToDay(planOn ?? 0) },
    createdAt: new Date(createdAt),
  };
}

/** Pending ones have an index of their own, which stays small however many contributions there were. */
function createPage(db: Database, keys: Keys) {
  const prepare = (where: string) => db.prepare(`${SELECT} WHERE ${where} ORDER BY public_id LIMIT ?`).raw();
  const pending = prepare(`status = ${PENDING} AND public_id > ?`);
  const all = prepare('public_id > ? AND (? IS NULL OR status = ?)');
  const ofGoal = prepare('goal_id = ? AND public_id > ? AND (? IS NULL OR status = ?)');
  return ({ status, goal }: ContributionFilter, after: ContributionId | null, limit: number): readonly Row[] => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const wanted = status === undefined ? null : contributionStatus.toNumber(status);
    if (goal !== undefined) return ofGoal.all(keys.goal(goal) ?? 0, from, wanted, wanted, limit) as Row[];
    return (wanted === PENDING ? pending.all(from, limit) : all.all(from, wanted, wanted, limit)) as Row[];
  };
}

function writeStatements(db: Database) {
  const insert = db.prepare(
    `INSERT INTO contributions (public_id, goal_id, client_id, amount, key, status, reason, value_date, created_at,
       plan_id, plan_on)
     VALUES (${UUID}, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM plans WHERE public_id = ${UUID}), ?)`,
  );
  const resolve = db.prepare(
    `UPDATE contributions SET status = ?, reason = ? WHERE public_id = ${UUID} AND status = ${PENDING}`,
  );
  return { insert, resolve };
}
