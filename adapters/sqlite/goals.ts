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
  UUID,
  uuidToBlob,
} from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import { COLUMNS, goalFrom, type Row } from './goal-rows.js';
import { createAwaiting } from './goals-awaiting.js';
import type { Keys } from './keys.js';
import { HAS_PLACE } from './members.js';

const PAGE_OF_ALL = `SELECT ${COLUMNS}, hex(public_id) FROM goals
  WHERE public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?`;
const PAGE_OF_CLIENT = `SELECT ${COLUMNS}, hex(public_id) FROM members JOIN goals ON goals.id = members.goal_id
  WHERE members.client_id = ? AND ${HAS_PLACE} AND public_id > ? AND (? IS NULL OR goals.status = ?) ORDER BY public_id LIMIT ?`;

export function createGoals(db: Database, keys: Keys): GoalRepository {
  const byPublicId = db.prepare(`SELECT ${COLUMNS} FROM goals WHERE public_id = ${UUID}`).raw();
  const byAccount = db.prepare(`SELECT ${COLUMNS}, hex(public_id) FROM goals WHERE account = ?`).raw();
  const page = createPage(db, keys);
  const writer = createWriter(db, keys);
  return {
    findMany: (ids) =>
      Promise.resolve(
        findEach(
          ids,
          (id) => byPublicId.get(id),
          (row: Row, id) => goalFrom(row, keys, id),
        ),
      ),
    findByAccounts: (accounts) =>
      Promise.resolve(
        findEach(
          accounts,
          (account) => byAccount.get(account),
          (row: Row) => goalFrom(row, keys),
        ),
      ),
    insert: (goal) => Promise.resolve(writer.insert(goal)),
    saveMany: (goals) => Promise.resolve(goals.forEach(writer.save)),
    page: (filter, after, limit) => Promise.resolve(page(filter, after, limit).map((row) => goalFrom(row, keys))),
    awaiting: createAwaiting(db),
  };
}

function createPage(db: Database, keys: Keys) {
  const all = db.prepare(PAGE_OF_ALL).raw();
  const ofClient = db.prepare(PAGE_OF_CLIENT).raw();
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

function deputyOf({ deputy }: Goal, keys: Keys): number | null {
  return deputy === null ? null : keys.requireClient(deputy);
}

function createWriter(db: Database, keys: Keys) {
  const { insert, update } = writeStatements(db);
  return {
    insert: (goal: Goal): void => {
      const { product } = goal;
      insert.run(
        goal.id,
        goal.title,
        goalKind.toNumber(goal.kind),
        ...stateColumns(goal),
        keys.requireClient(goal.organiser),
        deputyOf(goal, keys),
        decisionRule.toNumber(goal.decision),
        goal.account,
        product.rateBps,
        capitalisation.toNumber(product.capitalisation),
        goal.createdAt.getTime(),
      );
    },
    save: (goal: Goal): void => {
      const [organiser, deputy] = [keys.requireClient(goal.organiser), deputyOf(goal, keys)];
      const { changes } = update.run(goal.title, ...stateColumns(goal), organiser, deputy, goal.id);
      if (changes !== 1) throw new InvariantViolation(`there is no goal ${goal.id} to save`);
    },
  };
}

function writeStatements(db: Database) {
  const insert = db.prepare(
    `INSERT INTO goals (public_id, title, kind, status, status_since, frozen, target, deadline, min_contribution,
       organiser_id, deputy_id, decision, account, rate_bps, day_count, capitalisation, created_at)
     VALUES (${UUID}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE goals SET title = ?, status = ?, status_since = ?, frozen = ?, target = ?, deadline = ?,
       min_contribution = ?, organiser_id = ?, deputy_id = ? WHERE public_id = ${UUID}`,
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
