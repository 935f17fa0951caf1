import type { GoalIdRepository } from '../../src/ledger/index.js';
import type { Goal, GoalRepository } from '../../src/savings/index.js';
import { type CivilDate, type ClientId, type GoalId, invariant, type Money } from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain, text } from './columns.js';
import { HAS_PLACE } from './members.js';
import { createAwaiting } from './goals-awaiting.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly id: GoalId;
  readonly title: string;
  readonly kind: Goal['kind'];
  readonly status: Goal['status'];
  readonly status_since: Date;
  readonly frozen: boolean;
  readonly target: Money;
  readonly deadline: CivilDate;
  readonly min_contribution: Money | null;
  readonly organiser_id: ClientId;
  readonly deputy_id: ClientId | null;
  readonly decision: Goal['decision'];
  readonly account: string;
  readonly rate_bps: number;
  readonly day_count: Goal['product']['dayCount'];
  readonly capitalisation: Goal['product']['capitalisation'];
  readonly created_at: Date;
};

const FIND = statement('SELECT * FROM goals WHERE id = ANY ($1::uuid[])');
const FIND_BY_ACCOUNTS = statement('SELECT * FROM goals WHERE account = ANY ($1::text[])');
const LOCK_BY_ACCOUNTS = statement(
  'SELECT id FROM goals WHERE account = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE',
);
const PAGE_OF_ALL = statement(
  `SELECT * FROM goals WHERE id > $1 AND ($2::text IS NULL OR status = $2) ORDER BY id LIMIT $3`,
);
const PAGE_OF_CLIENT = statement(
  `SELECT goals.* FROM members JOIN goals ON goals.id = members.goal_id
   WHERE members.client_id = $4 AND ${HAS_PLACE} AND goal_id > $1 AND ($2::text IS NULL OR goals.status = $2)
   ORDER BY goal_id LIMIT $3`,
);
const LOCK_PAGE_OF_CLIENT = statement(
  `SELECT goals.id FROM goals WHERE id IN (
     SELECT goal_id FROM members WHERE client_id = $2 AND goal_id > $1)
   ORDER BY id FOR NO KEY UPDATE`,
);
const PAGE_OF_IDS = statement('SELECT id FROM goals WHERE id > $1 ORDER BY id LIMIT $2');
const INSERT = statement(
  `WITH made AS (
     INSERT INTO goals (id, title, kind, status, status_since, frozen, target, deadline, min_contribution, organiser_id,
       deputy_id, decision, account, rate_bps, day_count, capitalisation, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id)
   INSERT INTO chains (goal_id, seq) SELECT id, 0 FROM made`,
);
const UPDATE = statement(
  `UPDATE goals SET title = n.title, status = n.status, status_since = n.status_since, frozen = n.frozen,
     target = n.target, deadline = n.deadline, min_contribution = n.min_contribution, organiser_id = n.organiser_id,
     deputy_id = n.deputy_id
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::bigint[], $7::date[], $8::bigint[],
     $9::text[], $10::text[]) AS n (id, title, status, status_since, frozen, target, deadline, min_contribution,
     organiser_id, deputy_id) WHERE goals.id = n.id`,
);

export function createGoals(session: Session): GoalRepository {
  return {
    findMany: async (ids) => {
      if (ids.length === 0) return new Map();
      session.lockGoals(ids);
      const rows = await session.rows<Row>(FIND, listOf(ids));
      return inOrder(ids, new Map(rows.map((row) => [row.id, toGoal(row)])));
    },
    findByAccounts: async (accounts) => {
      if (accounts.length === 0) return new Map();
      const wanted = text(accounts, (account) => account);
      session.lockGoalsOf(LOCK_BY_ACCOUNTS, wanted);
      const rows = await session.rows<Row>(FIND_BY_ACCOUNTS, wanted);
      return inOrder(accounts, new Map(rows.map((row) => [row.account, toGoal(row)])));
    },
    insert: (goal) => session.write(INSERT, ...insertValues(goal)),
    saveMany: async (goals) => {
      if (goals.length === 0) return;
      const saved = await session.change(
        UPDATE,
        plain(goals, ({ id }) => id),
        text(goals, ({ title }) => title),
        plain(goals, ({ status }) => status),
        instants(goals, ({ statusSince }) => statusSince),
        plain(goals, ({ frozen }) => String(frozen)),
        plain(goals, ({ target }) => target),
        plain(goals, ({ deadline }) => deadline),
        plain(goals, ({ minContribution }) => minContribution),
        text(goals, ({ organiser }) => organiser),
        text(goals, ({ deputy }) => deputy),
      );
      invariant(saved === new Set(goals.map(({ id }) => id)).size, 'every goal that is saved was there before');
    },
    page: async ({ client, status }, after, limit) => {
      const from = after ?? BEFORE_ALL;
      const shared = [from, status ?? null, limit] as const;
      if (client === undefined) return (await session.rows<Row>(PAGE_OF_ALL, ...shared)).map(toGoal);
      session.lockGoalsOf(LOCK_PAGE_OF_CLIENT, from, client);
      return (await session.rows<Row>(PAGE_OF_CLIENT, ...shared, client)).map(toGoal);
    },
    awaiting: createAwaiting(session),
  };
}

export function createGoalIds(session: Session): GoalIdRepository {
  return {
    page: async (after, limit) =>
      (await session.rows<{ readonly id: GoalId }>(PAGE_OF_IDS, after ?? BEFORE_ALL, limit)).map(({ id }) => id),
  };
}

function insertValues(goal: Goal) {
  const { product } = goal;
  return [
    ...[goal.id, goal.title, goal.kind, goal.status, goal.statusSince.toISOString(), goal.frozen, goal.target],
    ...[goal.deadline, goal.minContribution, goal.organiser, goal.deputy, goal.decision, goal.account],
    ...[product.rateBps, product.dayCount, product.capitalisation, goal.createdAt.toISOString()],
  ];
}

function toGoal(row: Row): Goal {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    status: row.status,
    statusSince: row.status_since,
    frozen: row.frozen,
    target: row.target,
    deadline: row.deadline,
    minContribution: row.min_contribution,
    organiser: row.organiser_id,
    deputy: row.deputy_id,
    decision: row.decision,
    account: row.account,
    product: { rateBps: row.rate_bps, dayCount: row.day_count, capitalisation: row.capitalisation },
    createdAt: row.created_at,
  };
}
