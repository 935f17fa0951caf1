import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type PostgresFloorOptions = {
  /** A database with Jinaq's schema and nothing in it. */
  readonly address: string;
  readonly goals: number;
  readonly contributions: number;
  /** Each contribution pays a date of a plan of its own, by a client of its own. */
  readonly isByPlan?: boolean;
};

const BATCH = 500;
const RULE = '{"kind":"fixed","amount":{"$tiyn":"100000"},"every":"month","on":5,"growth":null}';
const EVENT = JSON.stringify({ contribution: '01a20ca9-fd49-72c3-ae3c-3e24f8e316b5', amount: '1000.00' });

const TRANSFERS = `INSERT INTO transfers (goal_id, seq, id, phase, code, debit_kind, debit_client, credit_kind, credit_client,
    amount, refers_to, value_date, recorded_at, body_hash, hash)
  SELECT goal_id, seq, id, phase, 'contribution', 'bank', NULL, 'principal', client, 1000, refers_to, '2026-01-05', now(),
    body_hash, hash
  FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::bytea[], $8::bytea[])
    AS n (goal_id, seq, id, phase, client, refers_to, body_hash, hash)`;
const CONTRIBUTIONS = `INSERT INTO contributions (id, goal_id, client_id, amount, key, status, value_date, created_at, plan_id, plan_on)
  SELECT id, goal_id, client, 1000, key, 'pending', '2026-01-05', now(), plan, CASE WHEN plan IS NOT NULL THEN '2026-01-05'::date END
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[]) AS n (id, goal_id, client, key, plan)`;
const PLANS = `UPDATE plans SET sending = n.sending, due_number = n.due, due_on = n.due_on, run_on = n.due_on
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[]) AS n (id, sending, due, due_on) WHERE plans.id = n.id`;
const RESOLVE = `UPDATE contributions SET status = 'completed' FROM unnest($1::uuid[]) AS n (id)
  WHERE contributions.id = n.id AND status = 'pending'`;
const EVENTS = `INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data)
  SELECT goal_id, type, now(), 'system', client, 0, data
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::json[]) AS n (goal_id, type, client, data)`;
const ACCOUNTS = `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
  SELECT goal_id, kind, client, 1000, 1000, 0, 0 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (goal_id, kind, client)
  ON CONFLICT (goal_id, kind, client_id) DO UPDATE SET debits_posted = accounts.debits_posted + 1000,
    credits_posted = accounts.credits_posted + 1000`;
const CHAINS = `UPDATE chains SET seq = n.seq, hash = n.hash
  FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS n (goal_id, seq, hash) WHERE chains.goal_id = n.goal_id`;

type Goal = { readonly id: string; readonly client: string; seq: number };
type Row = {
  readonly goal: Goal;
  readonly client: string;
  readonly plan: string | null;
  readonly ids: readonly [string, string];
  readonly hashes: readonly [Buffer, Buffer, Buffer, Buffer];
  readonly key: string;
};

/**
 * Writes the rows of contributions as the saga does, intents and postings of 500 in a transaction each, with the bare driver
 * and `unnest`: no rules, no locks, no hashes, no bank, all values made before. What is left is what Postgres costs.
 *
 * @returns contributions a second
 */
export async function measurePostgresFloor(options: PostgresFloorOptions): Promise<number> {
  const { address, goals, contributions, isByPlan = false } = options;
  const client = new pg.Client({ connectionString: address, options: '-c search_path=jinaq' });
  await client.connect();
  const all = await prepare(client, goals);
  const plans = isByPlan ? await preparePlans(client, all, contributions) : [];
  const rows = Array.from({ length: contributions }, (_, index): Row => {
    const goal = all[isByPlan ? index % all.length : Math.floor(Math.random() * all.length)];
    if (goal === undefined) throw new Error('a goal for every index');
    const hashes = [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)] as const;
    const plan = plans[index] ?? null;
    const payer = isByPlan ? `payer-${index}` : goal.client;
    return {
      goal,
      client: payer,
      plan,
      ids: [sortableUuid(index), sortableUuid(contributions + index)],
      hashes,
      key: `key-${index}`,
    };
  });
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await write(client, batch, 'pending');
    await write(client, batch, 'post');
  }
  const seconds = (performance.now() - start) / 1000;
  await client.end();
  return contributions / seconds;
}

async function write(client: pg.Client, batch: readonly Row[], phase: 'pending' | 'post'): Promise<void> {
  const which = phase === 'pending' ? 0 : 1;
  const goals = batch.map(({ goal }) => goal.id);
  const clients = batch.map((row) => row.client);
  const plans = batch.map(({ plan }) => plan);
  const ids = batch.map((row) => row.ids[which]);
  const intents = batch.map((row) => row.ids[0]);
  await client.query('BEGIN');
  await run(client, TRANSFERS, [
    ...[goals, batch.map(({ goal }) => (goal.seq += 1)), ids, batch.map(() => phase), clients],
    which === 0 ? batch.map(() => null) : intents,
    ...[batch.map(({ hashes }) => hashes[which]), batch.map(({ hashes }) => hashes[2 + which])],
  ]);
  if (which === 0) await run(client, CONTRIBUTIONS, [intents, goals, clients, batch.map(({ key }) => key), plans]);
  else await run(client, RESOLVE, [intents]);
  const type = which === 0 ? 'contribution.requested' : 'contribution.completed';
  await run(client, EVENTS, [goals, batch.map(() => type), clients, batch.map(() => EVENT)]);
  if (batch[0]?.plan !== null) {
    const next = which === 0 ? [1, '2026-01-05'] : [2, '2026-02-05'];
    await run(client, PLANS, [
      plans,
      which === 0 ? intents : batch.map(() => null),
      ...next.map((value) => batch.map(() => value)),
    ]);
  }
  const touched = [...new Set(batch.map(({ goal }) => goal))];
  const members = [...new Map(batch.map((row) => [`${row.goal.id} ${row.client}`, row])).values()];
  await run(client, ACCOUNTS, [
    [...touched.map(({ id }) => id), ...members.map(({ goal }) => goal.id)],
    [...touched.map(() => 'bank'), ...members.map(() => 'principal')],
    [...touched.map(() => ''), ...members.map((row) => row.client)],
  ]);
  const hash = batch[0]?.hashes[0];
  await run(client, CHAINS, [touched.map(({ id }) => id), touched.map(({ seq }) => seq), touched.map(() => hash)]);
  await client.query('COMMIT');
}

function run(client: pg.Client, text: string, values: readonly unknown[]): Promise<unknown> {
  return client.query({ name: text.slice(0, 40), text, values: [...values] });
}

async function prepare(client: pg.Client, goals: number): Promise<Goal[]> {
  const made = Array.from({ length: goals }, (_, index) => ({
    ...{ id: sortableUuid(index), client: `client-${index}`, seq: 0 },
  }));
  const [ids, clients] = [made.map(({ id }) => id), made.map((goal) => goal.client)];
  await client.query(
    `INSERT INTO clients (id, name, locale, status, registered_at)
     SELECT id, 'Client', 'ru', 'active', now() FROM unnest($1::text[]) AS n (id)`,
    [clients],
  );
  await client.query(
    `INSERT INTO goals (id, title, kind, status, status_since, frozen, target, deadline, organiser_id, decision, account,
       rate_bps, day_count, capitalisation, created_at)
     SELECT id, 'goal', 'shared', 'active', now(), false, 100000000, '2030-12-31', client, 'majority', 'KZ86125KZT5004100100',
       1400, 'actual/365', 'monthly', now() FROM unnest($1::uuid[], $2::text[]) AS n (id, client)`,
    [ids, clients],
  );
  await client.query('INSERT INTO chains (goal_id, seq) SELECT id, 0 FROM goals');
  return made;
}

/** So many plans, each of a client of its own. */
async function preparePlans(client: pg.Client, goals: readonly Goal[], count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => sortableUuid(index));
  const payers = ids.map((_, index) => `payer-${index}`);
  await client.query(
    `INSERT INTO clients (id, name, locale, status, registered_at)
     SELECT id, 'Payer', 'ru', 'active', now() FROM unnest($1::text[]) AS n (id)`,
    [payers],
  );
  await client.query(
    `INSERT INTO plans (id, goal_id, client_id, rule, status, floor, catch_up, consent_at, consent_by, started_on, due_number,
       due_on, run_on, attempts, collected, missed, rises, read_to, created_at)
     SELECT id, goal_id, client, $4, 'active', 500000, false, now(), 'client:a', '2026-01-05', 1, '2026-01-05', '2026-01-05', 0,
       0, 0, 0, '2026-01-05', now() FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n (id, goal_id, client)`,
    [ids, ids.map((_, index) => goals[index % goals.length]?.id), payers, RULE],
  );
  return ids;
}

/** Ids sort in the order they are made, as UUIDv7 do. */
function sortableUuid(index: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(index, 0, 6);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
