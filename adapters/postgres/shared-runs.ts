import type { RunCount, RunLine, RunPage, SharedRun, SharedRunRepository } from '../../src/savings/index.js';
import { type ClientId, type ContributionId, invariant } from '../../src/shared/index.js';
import { BEFORE_ALL, plain, text } from './columns.js';
import { type PlanRow, toPlan } from './plan-rows.js';
import { DUE, POSTPONED } from './plans.js';
import type { Parameter, Session } from './session.js';
import { statement } from './statement.js';

const BEFORE_ALL_DAYS = '0001-01-01';
/** Client ids are of characters before this one. */
const AFTER_ALL_CLIENTS = '~';

const TURN = statement('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))');
const RUN = `SELECT id, date, is_postponed AS "isPostponed", concurrency, max_errors AS "maxErrors", due, pages, stopped,
  started_at AS "startedAt" FROM shared_runs`;
const FIND = statement(`${RUN} WHERE id = $1`);
const UNFINISHED = statement(
  `${RUN} WHERE date = $1 AND is_postponed = $2 AND stopped IS NULL AND EXISTS (
     SELECT FROM shared_run_pages WHERE run_id = id AND NOT is_finished)
   ORDER BY started_at LIMIT 1`,
);
const split = (due: string, size: string) =>
  statement(
    `SELECT DISTINCT client_id AS client FROM (
       SELECT client_id, row_number() OVER (ORDER BY client_id) AS place ${due}) AS placed
     WHERE place % ${size} = 0 ORDER BY client_id`,
  );
const SPLIT_DUE = split(DUE, '$2');
const SPLIT_POSTPONED = split(POSTPONED, '$1');
const INSERT_RUN = statement(
  `INSERT INTO shared_runs (id, date, is_postponed, concurrency, max_errors, due, pages, started_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const INSERT_PAGES = statement(
  `INSERT INTO shared_run_pages (run_id, number, after_client, up_to_client)
   SELECT $1::uuid, * FROM unnest($2::integer[], $3::text[], $4::text[])`,
);
const PAGE = statement(
  `SELECT number, after_client AS after, up_to_client AS "upTo", is_finished AS "isFinished"
   FROM shared_run_pages WHERE run_id = $1 AND number = $2`,
);
const PAGE_OF_DUE = statement(
  `SELECT * ${DUE} AND client_id > $2 AND client_id <= $3 AND (run_on, id) > ($4, $5) ORDER BY run_on, id LIMIT $6`,
);
const PAGE_OF_POSTPONED = statement(
  `SELECT * ${POSTPONED} AND client_id > $1 AND client_id <= $2 AND id > $3 ORDER BY id LIMIT $4`,
);
const put = (conflict: string) =>
  statement(
    `INSERT INTO shared_run_lines AS line (run_id, page, plan_id, goal_id, client_id, due_on, outcome, reason, amount,
       contribution_id)
     SELECT $1::uuid, $2::integer, * FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::text[], $8::text[],
       $9::bigint[], $10::uuid[])
     ON CONFLICT (run_id, plan_id, due_on) DO UPDATE SET ${conflict}`,
  );
const RECORD = put(
  'outcome = excluded.outcome, reason = excluded.reason, amount = excluded.amount, contribution_id = excluded.contribution_id',
);
const REMARK = put(`reason = excluded.reason WHERE line.outcome = 'pending' AND excluded.outcome = 'pending'`);
const PENDING = statement(
  `SELECT contribution_id AS id FROM shared_run_lines JOIN contributions ON contributions.id = contribution_id
   WHERE run_id = $1 AND page = $2 AND status = 'pending' ORDER BY contribution_id`,
);
const FINISH = statement(
  'UPDATE shared_run_pages SET is_finished = true, done = $3, failures = $4 WHERE run_id = $1 AND number = $2',
);
const STOP = statement('UPDATE shared_runs SET stopped = $2 WHERE id = $1 AND stopped IS NULL');
const PROGRESS = statement(
  `SELECT count(*) AS pages, count(*) FILTER (WHERE is_finished) AS finished, coalesce(sum(done), 0) AS done,
     coalesce(sum(failures), 0) AS failures FROM shared_run_pages WHERE run_id = $1`,
);
/** Of what was sent the contribution has the last word. */
const LINES = `FROM (
  SELECT line.plan_id AS plan, line.goal_id AS goal, line.client_id AS client, due_on AS due, page, line.amount,
    contribution_id AS contribution, coalesce(status, outcome) AS outcome,
    CASE WHEN status IN ('completed', 'refused') THEN contributions.reason ELSE line.reason END AS reason
  FROM shared_run_lines AS line LEFT JOIN contributions ON contributions.id = contribution_id WHERE run_id = $1) AS lines`;
const COUNTS = statement(
  `SELECT outcome, reason, count(*) AS count, sum(amount) AS amount ${LINES} WHERE $2::integer IS NULL OR page = $2
   GROUP BY outcome, reason`,
);
const PAGE_OF_LINES = statement(
  `SELECT plan, goal, client, due, outcome, reason, amount, contribution ${LINES}
   WHERE (plan, due) > ($2, $3) ORDER BY plan, due LIMIT $4`,
);

const OLDEST = statement(
  `SELECT id FROM shared_runs WHERE date < $1 AND NOT EXISTS (
     SELECT FROM shared_run_pages WHERE run_id = id AND NOT is_finished)
   ORDER BY date, id LIMIT 1`,
);
const DELETE_LINES = statement(
  `DELETE FROM shared_run_lines WHERE ctid = ANY (ARRAY (
     SELECT ctid FROM shared_run_lines WHERE run_id = $1 LIMIT $2 FOR UPDATE))`,
);
const DELETE_PAGES = statement('DELETE FROM shared_run_pages WHERE run_id = $1');
const DELETE_RUN = statement('DELETE FROM shared_runs WHERE id = $1');

type CountRow = Omit<RunCount, 'count'> & { readonly count: bigint };
type ProgressRow = Readonly<Record<'pages' | 'finished' | 'done' | 'failures', bigint>>;

export function createSharedRuns(session: Session): SharedRunRepository {
  return {
    ...createRuns(session),
    ...createPages(session),
    record: (run, page, lines) => putLines(session, RECORD, [run, page], lines),
    remark: (run, page, lines) => putLines(session, REMARK, [run, page], lines),
    pendingIn: async (run, page) =>
      (await session.rows<{ readonly id: ContributionId }>(PENDING, run, page)).map(({ id }) => id),
    counts: async (run, page) =>
      (await session.rows<CountRow>(COUNTS, run, page)).map((row) => ({ ...row, count: Number(row.count) })),
    lines: (run, after, limit) =>
      session.rows<RunLine>(PAGE_OF_LINES, run, after?.plan ?? BEFORE_ALL, after?.due ?? BEFORE_ALL_DAYS, limit),
    oldestBefore: async (day) => (await session.rows<Pick<SharedRun, 'id'>>(OLDEST, day))[0]?.id,
    deleteLines: (run, limit) => session.change(DELETE_LINES, run, limit),
    delete: async (run) => {
      await session.write(DELETE_PAGES, run);
      await session.write(DELETE_RUN, run);
    },
  };
}

function createRuns(
  session: Session,
): Pick<SharedRunRepository, 'unfinished' | 'insert' | 'find' | 'stop' | 'progress'> {
  return {
    unfinished: async ({ on, isPostponed }) => {
      await session.rows(TURN, `shared run ${on} ${isPostponed}`);
      const [run] = await session.rows<SharedRun>(UNFINISHED, on, isPostponed);
      return run;
    },
    insert: async (run, pages) => {
      const { id, date, isPostponed, concurrency, maxErrors, due, startedAt } = run;
      const start = startedAt.toISOString();
      await session.write(INSERT_RUN, id, date, isPostponed, concurrency, maxErrors, due, run.pages, start);
      await session.write(
        INSERT_PAGES,
        id,
        plain(pages, ({ number }) => number),
        text(pages, ({ after }) => after),
        text(pages, ({ upTo }) => upTo),
      );
    },
    find: async (id) => (await session.rows<SharedRun>(FIND, id))[0],
    stop: (id, why) => session.write(STOP, id, why),
    progress: async (id) => {
      const [row] = await session.rows<ProgressRow>(PROGRESS, id);
      invariant(row !== undefined, 'a sum has one row');
      const [pages, finished, done, failures] = [row.pages, row.finished, row.done, row.failures].map(Number);
      return { pages, finished, done, failures } as { [Name in keyof ProgressRow]: number };
    },
  };
}

function createPages(session: Session): Pick<SharedRunRepository, 'split' | 'page' | 'due' | 'finishPage'> {
  return {
    split: async ({ on, isPostponed }, size) => {
      type Client = { readonly client: ClientId };
      const rows = isPostponed
        ? await session.rows<Client>(SPLIT_POSTPONED, size)
        : await session.rows<Client>(SPLIT_DUE, on, size);
      return rows.map(({ client }) => client);
    },
    page: async (run, number) => (await session.rows<RunPage & { readonly isFinished: boolean }>(PAGE, run, number))[0],
    due: async ({ on, isPostponed }, page, after, limit) => {
      const clients = [page.after ?? '', page.upTo ?? AFTER_ALL_CLIENTS] as const;
      const from = after?.id ?? BEFORE_ALL;
      const rows = isPostponed
        ? await session.rows<PlanRow>(PAGE_OF_POSTPONED, ...clients, from, limit)
        : await session.rows<PlanRow>(PAGE_OF_DUE, on, ...clients, after?.runOn ?? BEFORE_ALL_DAYS, from, limit);
      return rows.map(toPlan);
    },
    finishPage: (run, number, { done, failures }) => session.write(FINISH, run, number, done, failures),
  };
}

async function putLines(
  session: Session,
  how: typeof RECORD,
  where: readonly Parameter[],
  lines: readonly RunLine[],
): Promise<void> {
  // The last word about a date, should one come twice: a statement may not touch a row again.
  const last = [...new Map(lines.map((line) => [`${line.plan} ${line.due ?? ''}`, line])).values()];
  const dated = last.filter(({ due }) => due !== null);
  if (dated.length === 0) return;
  await session.write(
    how,
    ...where,
    plain(dated, ({ plan }) => plan),
    plain(dated, ({ goal }) => goal),
    text(dated, ({ client }) => client),
    plain(dated, ({ due }) => due),
    plain(dated, ({ outcome }) => outcome),
    text(dated, ({ reason }) => reason),
    plain(dated, ({ amount }) => amount),
    plain(dated, ({ contribution }) => contribution),
  );
}
