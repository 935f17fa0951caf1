import type { GoalIdRepository } from '../../src/ledger/index.js';
import type { Goal, GoalFilter, GoalRepository } from '../../src/savings/index.js';
import { asGoalId, type GoalId, InvariantViolation } from '../../src/shared/index.js';
import {
  blobToUuid,
  capitalisation,
  dayToNumber,
  decisionRule,
  goalKind,
  goalStatus,
  numberToDay,
  uuidToBlob,
} from './codecs.js';
import type { Database } from './database.js';
import { createAwaiting } from './goals-awaiting.js';
import type { Keys } from './keys.js';
import { HAS_PLACE } from './members.js';

/** Money of a goal is read as BigInt, and so is every other whole number of the row. */
type Row = {
  readonly id: bigint;
  readonly public_id: Buffer;
  readonly title: string;
  readonly kind: bigint;
  readonly status: bigint;
  readonly status_since: bigint;
  readonly frozen: bigint;
  readonly target: bigint;
  readonly deadline: bigint;
  readonly min_contribution: bigint | null;
  readonly organiser_id: bigint;
  readonly deputy_id: bigint | null;
  readonly decision: bigint;
  readonly account: string;
  readonly rate_bps: bigint;
  readonly capitalisation: bigint;
  readonly created_at: bigint;
};

const PAGE_OF_ALL = 'SELECT * FROM goals WHERE public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?';
const PAGE_OF_CLIENT = `SELECT goals.* FROM members JOIN goals ON goals.id = members.goal_id
  WHERE members.client_id = ? AND ${HAS_PLACE} AND public_id > ? AND (? IS NULL OR goals.status = ?) ORDER BY public_id LIMIT ?`;

export function createGoals(db: Database, keys: Keys): GoalRepository {
  const byPublicId = db.prepare('SELECT * FROM goals WHERE public_id = ?').safeIntegers(true);
  const byAccount = db.prepare('SELECT * FROM goals WHERE account = ?').safeIntegers(true);
  const page = createPage(db, keys);
  const { insert, update } = writeStatements(db);
  const toGoal = (row: Row): Goal => learnt(row, keys);
  const deputyOf = ({ deputy }: Goal) => (deputy === null ? null : keys.requireClient(deputy));
  return {
    findMany: (ids) => {
      const rows = ids.flatMap((id) => (byPublicId.get(uuidToBlob(id)) as Row | undefined) ?? []);
      return Promise.resolve(new Map(rows.map(toGoal).map((goal) => [goal.id, goal])));
    },
    findByAccounts: (accounts) => {
      const rows = accounts.flatMap((account) => (byAccount.get(account) as Row | undefined) ?? []);
      return Promise.resolve(new Map(rows.map(toGoal).map((goal) => [goal.account, goal])));
    },
    insert: (goal) => {
      const { product } = goal;
      insert.run(
        uuidToBlob(goal.id),
        goal.title,
        goalKind.toNumber(goal.kind),
        ...stateColumns(goal),
        keys.requireClient(goal.organiser),
        deputyOf(goal),
        decisionRule.toNumber(goal.decision),
        goal.account,
        product.rateBps,
        capitalisation.toNumber(product.capitalisation),
        goal.createdAt.getTime(),
      );
      return Promise.resolve();
    },
    saveMany: (goals) => {
      for (const goal of goals) {
        const { changes } = update.run(
          goal.title,
          ...stateColumns(goal),
          keys.requireClient(goal.organiser),
          deputyOf(goal),
          uuidToBlob(goal.id),
        );
        if (changes !== 1) throw new InvariantViolation(`there is no goal ${goal.id} to save`);
      }
      return Promise.resolve();
    },
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map(toGoal)),
    awaiting: createAwaiting(db),
  };
}

function createPage(db: Database, keys: Keys) {
  const all = db.prepare(PAGE_OF_ALL).safeIntegers(true);
  const ofClient = db.prepare(PAGE_OF_CLIENT).safeIntegers(true);
  return ({ client, status }: GoalFilter, after: GoalId | null, limit: number): readonly Row[] => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const wanted = status === undefined ? null : goalStatus.toNumber(status);
    if (client === undefined) return all.all(from, wanted, wanted, limit) as Row[];
    return ofClient.all(keys.client(client) ?? 0, from, wanted, wanted, limit) as Row[];
  };
}

export function createGoalIds(db: Database): GoalIdRepository {
  const page = db.prepare('SELECT public_id FROM goals WHERE public_id > ? ORDER BY public_id LIMIT ?').pluck();
  return {
    page: (after: GoalId | null, limit) => {
      const rows = page.all(after === null ? Buffer.alloc(0) : uuidToBlob(after), limit) as Buffer[];
      return Promise.resolve(rows.map((blob) => asGoalId(blobToUuid(blob))));
    },
  };
}

function writeStatements(db: Database) {
  const insert = db.prepare(
    `INSERT INTO goals (public_id, title, kind, status, status_since, frozen, target, deadline, min_contribution,
       organiser_id, deputy_id, decision, account, rate_bps, day_count, capitalisation, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE goals SET title = ?, status = ?, status_since = ?, frozen = ?, target = ?, deadline = ?,
       min_contribution = ?, organiser_id = ?, deputy_id = ? WHERE public_id = ?`,
  );
  return { insert, update };
}

function stateColumns(goal: Goal) {
  return [
    goalStatus.toNumber(goal.status),
    goal.statusSince.getTime(),
    goal.frozen ? 1 : 0,
    goal.target,
    dayToNumber(goal.deadline),
    goal.minContribution,
  ];
}

/** The goal of a row, whose number is known from now on. */
function learnt(row: Row, keys: Keys): Goal {
  const id = asGoalId(blobToUuid(row.public_id));
  keys.learnGoal(id, Number(row.id));
  return goalFrom(row, id, keys);
}

function goalFrom(row: Row, id: GoalId, keys: Keys): Goal {
  return {
    id,
    title: row.title,
    kind: goalKind.toWord(Number(row.kind)),
    status: goalStatus.toWord(Number(row.status)),
    statusSince: new Date(Number(row.status_since)),
    frozen: row.frozen === 1n,
    target: row.target,
    deadline: numberToDay(Number(row.deadline)),
    minContribution: row.min_contribution,
    organiser: keys.clientId(Number(row.organiser_id)),
    deputy: row.deputy_id === null ? null : keys.clientId(Number(row.deputy_id)),
    decision: decisionRule.toWord(Number(row.decision)),
    account: row.account,
    product: {
      rateBps: Number(row.rate_bps),
      dayCount: 'actual/365',
      capitalisation: capitalisation.toWord(Number(row.capitalisation)),
    },
    createdAt: new Date(Number(row.created_at)),
  };
}
