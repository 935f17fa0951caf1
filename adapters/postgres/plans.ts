import type { Plan, PlanFilter, PlanRepository } from '../../src/savings/index.js';
import type { PlanId } from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain, text } from './columns.js';
import { type Column, type PlanRow, PROGRESS, progressColumns, TERMS, termColumns, toPlan } from './plan-rows.js';
import { inOrder, type Parameter, type Session } from './session.js';
import { type Statement, statement } from './statement.js';

const FIND = statement('SELECT * FROM plans WHERE id = ANY ($1::uuid[])');
const LOCK = statement(
  `SELECT id FROM goals WHERE id IN (SELECT goal_id FROM plans WHERE id = ANY ($1::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`,
);
const page = (where: string) =>
  statement(
    `SELECT * FROM plans WHERE ${where} AND id > $1 AND ($2::text IS NULL OR status = $2) ORDER BY id LIMIT $3`,
  );
const PAGE_OF_ALL = page('TRUE');
const PAGE_OF_GOAL = page('goal_id = $4');
const PAGE_OF_CLIENT = page('client_id = $4');
const PAGE_OF_MEMBER = page('goal_id = $4 AND client_id = $5');
/** Plans that are due on a day. */
export const DUE = `FROM plans WHERE status = 'active' AND sending IS NULL AND run_on <= $1`;
/** Plans whose money was not there. */
export const POSTPONED = `FROM plans WHERE status = 'active' AND sending IS NULL AND attempts > 0`;
const PAGE_OF_DUE = statement(`SELECT * ${DUE} AND (run_on, id) > ($2, $3) ORDER BY run_on, id LIMIT $4`);
const PAGE_OF_POSTPONED = statement(`SELECT * ${POSTPONED} AND id > $1 ORDER BY id LIMIT $2`);
const COUNT_DUE = statement(`SELECT count(*) ${DUE}`);
const COUNT_POSTPONED = statement(`SELECT count(*) ${POSTPONED}`);
const BEFORE_ALL_DAYS = '0001-01-01';

const STATE = [...TERMS, ...PROGRESS];
const namesOf = (columns: readonly Column[]) => columns.map(([name]) => name).join(', ');
const valuesFrom = (first: number, columns: readonly Column[]) =>
  columns.map(([, type], index) => `$${first + index}::${type}[]`).join(', ');
const INSERT = statement(
  `INSERT INTO plans (id, goal_id, client_id, created_at, ${namesOf(STATE)})
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], ${valuesFrom(5, STATE)})`,
);
const updateOf = (columns: readonly Column[]) =>
  statement(
    `WITH saved AS (
       UPDATE plans SET ${columns.map(([name]) => `${name} = n.${name}`).join(', ')}
       FROM unnest($1::uuid[], ${valuesFrom(3, columns)}) AS n (id, ${namesOf(columns)}) WHERE plans.id = n.id RETURNING 1)
     SELECT jinaq_expect((SELECT count(*) FROM saved), $2, 'plans')`,
  );
const UPDATE = updateOf(STATE);
const UPDATE_PROGRESS = updateOf(PROGRESS);

export function createPlans(session: Session): PlanRepository {
  return {
    findMany: async (ids) => {
      if (ids.length === 0) return new Map();
      session.lockGoalsOf(LOCK, listOf(ids));
      const rows = await session.rows<PlanRow>(FIND, listOf(ids));
      return inOrder(ids, new Map(rows.map((row) => [row.id, toPlan(row)])));
    },
    insertMany: async (plans) => {
      if (plans.length === 0) return;
      await session.write(
        INSERT,
        plain(plans, ({ id }) => id),
        plain(plans, ({ goal }) => goal),
        text(plans, ({ client }) => client),
        instants(plans, ({ createdAt }) => createdAt),
        ...termColumns(plans),
        ...progressColumns(plans),
      );
    },
    saveMany: (plans) => save(session, UPDATE, plans, [...termColumns(plans), ...progressColumns(plans)]),
    saveProgress: (plans) => save(session, UPDATE_PROGRESS, plans, progressColumns(plans)),
    page: async (filter, after, limit) => (await pageOf(session, filter, after, limit)).map(toPlan),
    due: async ({ on, isPostponed }, after, limit) => {
      const from = after?.id ?? BEFORE_ALL;
      const rows = isPostponed
        ? await session.rows<PlanRow>(PAGE_OF_POSTPONED, from, limit)
        : await session.rows<PlanRow>(PAGE_OF_DUE, on, after?.runOn ?? BEFORE_ALL_DAYS, from, limit);
      return rows.map(toPlan);
    },
    countDue: async ({ on, isPostponed }) => {
      type Count = { readonly count: bigint };
      const [found] = isPostponed
        ? await session.rows<Count>(COUNT_POSTPONED)
        : await session.rows<Count>(COUNT_DUE, on);
      return Number(found?.count ?? 0n);
    },
  };
}

function pageOf(
  session: Session,
  { goal, client, status }: PlanFilter,
  after: PlanId | null,
  limit: number,
): Promise<readonly PlanRow[]> {
  const shared = [after ?? BEFORE_ALL, status ?? null, limit] as const;
  if (goal !== undefined) session.lockGoals([goal]);
  if (goal !== undefined && client !== undefined) return session.rows<PlanRow>(PAGE_OF_MEMBER, ...shared, goal, client);
  if (goal !== undefined) return session.rows<PlanRow>(PAGE_OF_GOAL, ...shared, goal);
  if (client !== undefined) return session.rows<PlanRow>(PAGE_OF_CLIENT, ...shared, client);
  return session.rows<PlanRow>(PAGE_OF_ALL, ...shared);
}

async function save(
  session: Session,
  update: Statement,
  plans: readonly Plan[],
  columns: readonly Parameter[],
): Promise<void> {
  if (plans.length === 0) return;
  await session.write(
    update,
    plain(plans, ({ id }) => id),
    plans.length,
    ...columns,
  );
}
