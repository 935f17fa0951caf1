import type { Plan, PlanFilter, PlanRepository, PlanRule } from '../../src/savings/index.js';
import {
  type CivilDate,
  type ClientId,
  type ContributionId,
  fromDocument,
  type GoalId,
  type Money,
  type PlanId,
  toDocument,
} from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain, text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

export type PlanRow = {
  readonly id: PlanId;
  readonly goal_id: GoalId;
  readonly client_id: ClientId;
  readonly rule: string;
  readonly status: Plan['status'];
  readonly floor: Money;
  readonly catch_up: boolean;
  readonly consent_at: Date;
  readonly consent_by: string;
  readonly consent_reference: string | null;
  readonly started_on: CivilDate;
  readonly due_number: number | null;
  readonly due_on: CivilDate | null;
  readonly run_on: CivilDate | null;
  readonly attempts: number;
  readonly sending: ContributionId | null;
  readonly collected: Money;
  readonly missed: Money;
  readonly rises: number;
  readonly income: Money | null;
  readonly read_to: CivilDate;
  readonly last_on: CivilDate | null;
  readonly created_at: Date;
};

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

const STATE = [
  ...(['rule json', 'status text', 'floor bigint', 'catch_up boolean', 'consent_at timestamptz'] as const),
  ...([
    'consent_by text',
    'consent_reference text',
    'started_on date',
    'due_number integer',
    'due_on date',
    'run_on date',
  ] as const),
  ...(['attempts integer', 'sending uuid', 'collected bigint', 'missed bigint', 'rises integer'] as const),
  ...(['income bigint', 'read_to date', 'last_on date'] as const),
].map((column) => column.split(' ') as [string, string]);
const NAMES = STATE.map(([name]) => name).join(', ');
const valuesFrom = (first: number) => STATE.map(([, type], index) => `$${first + index}::${type}[]`).join(', ');
const INSERT = statement(
  `INSERT INTO plans (id, goal_id, client_id, created_at, ${NAMES})
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], ${valuesFrom(5)})`,
);
const UPDATE = statement(
  `WITH saved AS (
     UPDATE plans SET ${STATE.map(([name]) => `${name} = n.${name}`).join(', ')}
     FROM unnest($1::uuid[], ${valuesFrom(3)}) AS n (id, ${NAMES}) WHERE plans.id = n.id RETURNING 1)
   SELECT jinaq_expect((SELECT count(*) FROM saved), $2, 'plans')`,
);

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
        ...stateColumns(plans),
      );
    },
    saveMany: async (plans) => {
      if (plans.length === 0) return;
      await session.write(
        UPDATE,
        plain(plans, ({ id }) => id),
        plans.length,
        ...stateColumns(plans),
      );
    },
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

/** In the order of STATE. */
function stateColumns(plans: readonly Plan[]) {
  return [
    text(plans, ({ rule }) => toDocument(rule)),
    plain(plans, ({ status }) => status),
    plain(plans, ({ floor }) => floor),
    plain(plans, ({ catchUp }) => String(catchUp)),
    instants(plans, ({ consent }) => consent.givenAt),
    text(plans, ({ consent }) => consent.givenBy),
    text(plans, ({ consent }) => consent.reference),
    plain(plans, ({ startedOn }) => startedOn),
    plain(plans, ({ due }) => due?.number),
    plain(plans, ({ due }) => due?.on),
    plain(plans, ({ runOn }) => runOn),
    plain(plans, ({ attempts }) => attempts),
    plain(plans, ({ sending }) => sending),
    plain(plans, ({ collected }) => collected),
    plain(plans, ({ missed }) => missed),
    plain(plans, ({ rises }) => rises),
    plain(plans, ({ income }) => income),
    plain(plans, ({ readTo }) => readTo),
    plain(plans, ({ lastOn }) => lastOn),
  ];
}

export function toPlan(row: PlanRow): Plan {
  return {
    id: row.id,
    goal: row.goal_id,
    client: row.client_id,
    rule: fromDocument<PlanRule>(row.rule),
    status: row.status,
    floor: row.floor,
    catchUp: row.catch_up,
    consent: { givenAt: row.consent_at, givenBy: row.consent_by, reference: row.consent_reference },
    startedOn: row.started_on,
    due: row.due_on === null || row.due_number === null ? null : { number: row.due_number, on: row.due_on },
    runOn: row.run_on,
    attempts: row.attempts,
    sending: row.sending,
    collected: row.collected,
    missed: row.missed,
    rises: row.rises,
    income: row.income,
    readTo: row.read_to,
    lastOn: row.last_on,
    createdAt: row.created_at,
  };
}
