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
  hexToUuid,
  numberToDay,
  uuidToBlob,
} from './codecs.js';
import type { Database } from './database.js';
import { createAwaiting } from './goals-awaiting.js';
import type { Keys } from './keys.js';
import { HAS_PLACE } from './members.js';

/** Read as an array, since a batch reads each of its goals; every whole number of the row comes as BigInt. */
type Row = readonly [
  id: bigint,
  publicId: string,
  title: string,
  kind: bigint,
  status: bigint,
  statusSince: bigint,
  frozen: bigint,
  target: bigint,
  deadline: bigint,
  minContribution: bigint | null,
  organiser: bigint,
  deputy: bigint | null,
  decision: bigint,
  account: string,
  rateBps: bigint,
  capitalisation: bigint,
  createdAt: bigint,
];

const COLUMNS = `goals.id, hex(public_id), title, kind, goals.status, status_since, frozen, target, deadline, min_contribution,
  organiser_id, deputy_id, decision, account, rate_bps, capitalisation, created_at`;
const PAGE_OF_ALL = `SELECT ${COLUMNS} FROM goals
  WHERE public_id > ? AND (? IS NULL OR status = ?) ORDER BY public_id LIMIT ?`;
const PAGE_OF_CLIENT = `SELECT ${COLUMNS} FROM members JOIN goals ON goals.id = members.goal_id
  WHERE members.client_id = ? AND ${HAS_PLACE} AND public_id > ? AND (? IS NULL OR goals.status = ?) ORDER BY public_id LIMIT ?`;

export function createGoals(db: Database, keys: Keys): GoalRepository {
  const byPublicId = db.prepare(`SELECT ${COLUMNS} FROM goals WHERE public_id = ?`).safeIntegers(true).raw();
  const byAccount = db.prepare(`SELECT ${COLUMNS} FROM goals WHERE account = ?`).safeIntegers(true).raw();
  const page = createPage(db, keys);
  const { insert, update } = writeStatements(db);
  const toGoal = (row: Row): Goal => learnt(row, keys);
  const found = (row: unknown): Goal[] => (row === undefined ? [] : [toGoal(row as Row)]);
  return {
    findMany: (ids) => {
      const goals = ids.flatMap((id) => found(byPublicId.get(uuidToBlob(id))));
      return Promise.resolve(new Map(goals.map((goal) => [goal.id, goal])));
    },
    findByAccounts: (accounts) => {
      const goals = accounts.flatMap((account) => found(byAccount.get(account)));
      return Promise.resolve(new Map(goals.map((goal) => [goal.account, goal])));
    },
    insert: (goal) => {
      const { product } = goal;
      insert.run(
        uuidToBlob(goal.id),
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
      return Promise.resolve();
    },
    saveMany: (goals) => {
      for (const goal of goals) {
        const { changes } = update.run(
          goal.title,
          ...stateColumns(goal),
          keys.requireClient(goal.organiser),
          deputyOf(goal, keys),
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
  const all = db.prepare(PAGE_OF_ALL).safeIntegers(true).raw();
  const ofClient = db.prepare(PAGE_OF_CLIENT).safeIntegers(true).raw();
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
  const [number, publicId] = row;
  const id = asGoalId(hexToUuid(publicId));
  keys.learnGoal(id, Number(number));
  return goalFrom(row, id, keys);
}

function goalFrom(row: Row, id: GoalId, keys: Keys): Goal {
  const [
    ,
    ,
    title,
    kind,
    status,
    statusSince,
    frozen,
    target,
    deadline,
    minContribution,
    organiser,
    deputy,
    decision,
    account,
    rateBps,
    capitalised,
    createdAt,
  ] = row;
  return {
    id,
    title,
    kind: goalKind.toWord(Number(kind)),
    status: goalStatus.toWord(Number(status)),
    statusSince: new Date(Number(statusSince)),
    frozen: frozen === 1n,
    target,
    deadline: numberToDay(Number(deadline)),
    minContribution,
    organiser: keys.clientId(Number(organiser)),
    deputy: deputy === null ? null : keys.clientId(Number(deputy)),
    decision: decisionRule.toWord(Number(decision)),
    account,
    product: {
      rateBps: Number(rateBps),
      dayCount: 'actual/365',
      capitalisation: capitalisation.toWord(Number(capitalised)),
    },
    createdAt: new Date(Number(createdAt)),
  };
}
