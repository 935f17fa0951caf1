import type { Contribution, ContributionFilter, ContributionRepository } from '../../src/savings/index.js';
import type { CivilDate, ClientId, ContributionId, GoalId, Money, PlanId } from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain, text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly id: ContributionId;
  readonly goal_id: GoalId;
  readonly client_id: ClientId;
  readonly amount: Money;
  readonly key: string;
  readonly status: Contribution['status'];
  readonly reason: string | null;
  readonly value_date: CivilDate;
  readonly created_at: Date;
  readonly plan_id: PlanId | null;
  readonly plan_on: CivilDate | null;
};

const FIND = statement('SELECT * FROM contributions WHERE id = ANY ($1::uuid[])');
const LOCK = statement(
  `SELECT id FROM goals WHERE id IN (SELECT goal_id FROM contributions WHERE id = ANY ($1::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`,
);
const FIND_BY_KEYS = statement(
  `SELECT contributions.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n (client_id, key, place)
   JOIN contributions ON contributions.client_id = n.client_id AND contributions.key = n.key ORDER BY place`,
);
const INSERT = statement(
  `INSERT INTO contributions (id, goal_id, client_id, amount, key, status, reason, value_date, created_at,
     plan_id, plan_on)
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::date[],
     $9::timestamptz[], $10::uuid[], $11::date[])`,
);
// An answer is given once.
const RESOLVE = statement(
  `WITH resolved AS (
     UPDATE contributions SET status = n.status, reason = n.reason
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, status, reason)
     WHERE contributions.id = n.id AND contributions.status = 'pending' RETURNING 1)
   SELECT jinaq_expect((SELECT count(*) FROM resolved), $4, 'contributions')`,
);
const page = (where: string) => statement(`SELECT * FROM contributions WHERE ${where} ORDER BY id LIMIT $2`);
const PAGE_OF_PENDING = page("status = 'pending' AND id > $1");
const PAGE_OF_ALL = page('id > $1 AND ($3::text IS NULL OR status = $3)');
const PAGE_OF_GOAL = page('goal_id = $4 AND id > $1 AND ($3::text IS NULL OR status = $3)');

export function createContributions(session: Session): ContributionRepository {
  return {
    findByKeys: async (wanted) => {
      if (wanted.length === 0) return [];
      const clients = text(wanted, ({ client }) => client);
      return (
        await session.rows<Row>(
          FIND_BY_KEYS,
          clients,
          text(wanted, ({ key }) => key),
        )
      ).map(toContribution);
    },
    findMany: async (ids) => {
      if (ids.length === 0) return new Map();
      session.lockGoalsOf(LOCK, listOf(ids));
      const rows = await session.rows<Row>(FIND, listOf(ids));
      return inOrder(ids, new Map(rows.map((row) => [row.id, toContribution(row)])));
    },
    insertMany: async (contributions) => {
      if (contributions.length === 0) return;
      await session.write(
        INSERT,
        plain(contributions, ({ id }) => id),
        plain(contributions, ({ goal }) => goal),
        text(contributions, ({ client }) => client),
        plain(contributions, ({ amount }) => amount),
        text(contributions, ({ key }) => key),
        plain(contributions, ({ status }) => status),
        text(contributions, ({ reason }) => reason),
        plain(contributions, ({ valueDate }) => valueDate),
        instants(contributions, ({ createdAt }) => createdAt),
        plain(contributions, ({ plan }) => plan?.id),
        plain(contributions, ({ plan }) => plan?.on),
      );
    },
    resolveMany: async (contributions) => {
      if (contributions.length === 0) return;
      await session.write(
        RESOLVE,
        plain(contributions, ({ id }) => id),
        plain(contributions, ({ status }) => status),
        text(contributions, ({ reason }) => reason),
        contributions.length,
      );
    },
    page: async (filter, after, limit) => (await pageOf(session, filter, after, limit)).map(toContribution),
  };
}

function pageOf(
  session: Session,
  { status, goal }: ContributionFilter,
  after: ContributionId | null,
  limit: number,
): Promise<readonly Row[]> {
  const from = after ?? BEFORE_ALL;
  if (goal !== undefined) return session.rows<Row>(PAGE_OF_GOAL, from, limit, status ?? null, goal);
  if (status === 'pending') return session.rows<Row>(PAGE_OF_PENDING, from, limit);
  return session.rows<Row>(PAGE_OF_ALL, from, limit, status ?? null);
}

function toContribution(row: Row): Contribution {
  return {
    id: row.id,
    goal: row.goal_id,
    client: row.client_id,
    amount: row.amount,
    key: row.key,
    status: row.status,
    reason: row.reason,
    valueDate: row.value_date,
    plan: row.plan_id === null || row.plan_on === null ? null : { id: row.plan_id, on: row.plan_on },
    createdAt: row.created_at,
  };
}
