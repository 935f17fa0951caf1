import type { Contribution, ContributionFilter, ContributionRepository } from '../../src/savings/index.js';
import { asContributionId, asPlanId, Conflict, type ContributionId } from '../../src/shared/index.js';
import { blobToUuid, contributionStatus, dayToNumber, numberToDay, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly public_id: Buffer;
  readonly goal_id: bigint;
  readonly client_id: bigint;
  readonly amount: bigint;
  readonly key: string;
  readonly status: bigint;
  readonly reason: string | null;
  readonly value_date: bigint;
  readonly created_at: bigint;
  readonly plan: Buffer | null;
  readonly plan_on: bigint | null;
};

const SELECT = 'SELECT *, (SELECT plans.public_id FROM plans WHERE plans.id = plan_id) AS plan FROM contributions';
const PENDING = contributionStatus.toNumber('pending');

export function createContributions(db: Database, keys: Keys): ContributionRepository {
  const byId = db.prepare(`${SELECT} WHERE public_id = ?`).safeIntegers(true);
  const byKey = db.prepare(`${SELECT} WHERE client_id = ? AND key = ?`).safeIntegers(true);
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
    findMany: (ids) => {
      const rows = ids.flatMap((id) => (byId.get(uuidToBlob(id)) as Row | undefined) ?? []);
      return Promise.resolve(new Map(rows.map((row) => toContribution(row, keys)).map((found) => [found.id, found])));
    },
    insertMany: (contributions) => {
      for (const { id, goal, client, amount, key, status, reason, valueDate, plan, createdAt } of contributions) {
        insert.run(
          uuidToBlob(id),
          keys.requireGoal(goal),
          keys.requireClient(client),
          amount,
          key,
          contributionStatus.toNumber(status),
          reason,
          dayToNumber(valueDate),
          createdAt.getTime(),
          plan === null ? null : uuidToBlob(plan.id),
          plan === null ? null : dayToNumber(plan.on),
        );
      }
      return Promise.resolve();
    },
    resolveMany: (contributions) => {
      for (const { id, status, reason } of contributions) {
        const { changes } = resolve.run(contributionStatus.toNumber(status), reason, uuidToBlob(id));
        if (changes !== 1) throw new Conflict('conflict', `Contribution ${id} was resolved before.`);
      }
      return Promise.resolve();
    },
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map((row) => toContribution(row, keys))),
  };
}

function toContribution(row: Row, keys: Keys): Contribution {
  return {
    id: asContributionId(blobToUuid(row.public_id)),
    goal: keys.goalId(Number(row.goal_id)),
    client: keys.clientId(Number(row.client_id)),
    amount: row.amount,
    key: row.key,
    status: contributionStatus.toWord(Number(row.status)),
    reason: row.reason,
    valueDate: numberToDay(Number(row.value_date)),
    plan: row.plan === null ? null : { id: asPlanId(blobToUuid(row.plan)), on: numberToDay(Number(row.plan_on ?? 0n)) },
    createdAt: new Date(Number(row.created_at)),
  };
}

/** Pending ones have an index of their own, which stays small however many contributions there were. */
function createPage(db: Database, keys: Keys) {
  const prepare = (where: string) =>
    db.prepare(`${SELECT} WHERE ${where} ORDER BY public_id LIMIT ?`).safeIntegers(true);
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
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM plans WHERE public_id = ?), ?)`,
  );
  const resolve = db.prepare(
    `UPDATE contributions SET status = ?, reason = ? WHERE public_id = ? AND status = ${PENDING}`,
  );
  return { insert, resolve };
}
