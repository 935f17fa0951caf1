import type pg from 'pg';
import { say } from './report.js';

/** Goals of one organiser and one participant, each of whom has paid once, as bulk SQL makes them: hashes are of nothing. */
const CHUNK = 50_000;
const id = (family: number, number: string) =>
  `('01a${family}0000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const HASH = "sha256('jinaq')";
const BOTH = "(VALUES (0, 'organiser'), (1, 'participant')) AS place (member, role)";
/** The member of a goal: everybody organises one goal and takes part in the next one. */
const MEMBER = "'client-' || (n + member) % $3::bigint";

const STEPS = [
  `INSERT INTO clients (id, name, locale, status, registered_at)
   SELECT 'client-' || n, 'Client', 'ru', 'active', now() FROM generate_series($1::bigint, $2) AS n WHERE $3::bigint > 0`,
  `INSERT INTO goals (id, title, kind, status, status_since, frozen, target, deadline, organiser_id, decision, account,
     rate_bps, day_count, capitalisation, created_at)
   SELECT ${id(0, 'n')}, 'Goal', 'shared', 'active', now(), false, 900000000, '2040-12-31', 'client-' || n, 'majority',
     'KZ' || lpad(n::text, 18, '0'), 1400, 'actual/365', 'monthly', now() FROM generate_series($1::bigint, $2) AS n
   WHERE $3::bigint > 0`,
  `INSERT INTO chains (goal_id, seq, hash)
   SELECT ${id(0, 'n')}, 4, ${HASH} FROM generate_series($1::bigint, $2) AS n WHERE $3::bigint > 0`,
  `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
   SELECT ${id(0, 'n')}, 'bank', '', 2000, 0, 0, 0 FROM generate_series($1::bigint, $2) AS n WHERE $3::bigint > 0`,
  `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
   SELECT ${id(0, 'n')}, 'principal', ${MEMBER}, 0, 1000, 0, 0 FROM generate_series($1::bigint, $2) AS n, ${BOTH}`,
  `INSERT INTO contributions (id, goal_id, client_id, amount, key, status, value_date, created_at)
   SELECT ${id(1, 'n * 2 + member')}, ${id(0, 'n')}, ${MEMBER}, 1000, 'key-' || n, 'completed', '2026-01-05', now()
   FROM generate_series($1::bigint, $2) AS n, ${BOTH}`,
  `INSERT INTO transfers (goal_id, seq, id, phase, code, debit_kind, credit_kind, credit_client, amount, refers_to, value_date,
     recorded_at, body_hash, hash)
   SELECT ${id(0, 'n')}, member * 2 + step + 1, CASE step WHEN 0 THEN ${id(1, 'n * 2 + member')} ELSE ${id(2, 'n * 2 + member')} END,
     CASE step WHEN 0 THEN 'pending' ELSE 'post' END, 'contribution', 'bank', 'principal', ${MEMBER}, 1000,
     CASE step WHEN 1 THEN ${id(1, 'n * 2 + member')} END, '2026-01-05', now(), ${HASH}, ${HASH}
   FROM generate_series($1::bigint, $2) AS n, ${BOTH}, generate_series(0, 1) AS step`,
  `INSERT INTO events (goal_id, type, at, actor, client_id, rules_version, data)
   SELECT ${id(0, 'n')}, 'contribution.' || word, now(), 'system', ${MEMBER}, 0, '{"amount":"10.00"}'
   FROM generate_series($1::bigint, $2) AS n, ${BOTH}, (VALUES ('requested'), ('completed')) AS words (word)`,
];
// Of clients that a chunk after this one registers, too: last of all.
const MEMBERS = `INSERT INTO members (goal_id, client_id, client_number, role, status, share_amounts, share_with_advisor, joined_at)
   SELECT ${id(0, 'n')}, clients.id, clients.number, role, 'active', true, false, now()
   FROM generate_series($1::bigint, $2) AS n, ${BOTH} JOIN clients ON true WHERE clients.id = ${MEMBER}`;

/** The id that the goal of this number has. */
export function populatedGoal(number: number): string {
  return `01a00000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Fills a database with so many goals, with members, books and a short history each. */
export async function populate(client: pg.Client, goals: number): Promise<void> {
  for (const sql of [...STEPS, MEMBERS]) {
    say(`${goals} goals: ${/INTO (\w+)/.exec(sql)?.[1] ?? ''}`);
    for (let from = 0; from < goals; from += CHUNK) {
      await client.query(sql, [from, Math.min(from + CHUNK, goals) - 1, goals]);
    }
  }
  await client.query('VACUUM ANALYZE');
}

/** Gives the goal of this number a history of so many transfers more. */
export async function lengthen(client: pg.Client, number: number, transfers: number): Promise<void> {
  const goal = populatedGoal(number);
  await client.query(
    `INSERT INTO transfers (goal_id, seq, id, phase, code, debit_kind, credit_kind, credit_client, amount, value_date,
       recorded_at, body_hash, hash)
     SELECT $1, 4 + n, gen_random_uuid(), 'posted', 'contribution', 'bank', 'principal', $3, 1000, '2026-01-05', now(),
       ${HASH}, ${HASH} FROM generate_series(1, $2::int) AS n`,
    [goal, transfers, `client-${number}`],
  );
  await client.query(
    "UPDATE accounts SET debits_posted = debits_posted + 1000 * $2::bigint WHERE goal_id = $1 AND kind = 'bank'",
    [goal, transfers],
  );
  await client.query(
    `UPDATE accounts SET credits_posted = credits_posted + 1000 * $2::bigint
     WHERE goal_id = $1 AND kind = 'principal' AND client_id = $3`,
    [goal, transfers, `client-${number}`],
  );
  await client.query('UPDATE chains SET seq = seq + $2::bigint WHERE goal_id = $1', [goal, transfers]);
  await client.query('ANALYZE transfers');
}
