import type { ClientBase } from 'pg';

/** The role that application servers act in: a login of theirs is made a member of it. */
export const APP_ROLE = 'jinaq_app';

/**
 * What may change once it is written; everything that is not named here is only added to. Nothing is ever deleted but
 * what the outbox has told and what runs have noted: events and transfers stay.
 */
export const CHANGING_TABLES = [
  'clients',
  'goals',
  'members',
  'invitations',
  'chains',
  'accounts',
  'payouts',
  'closings',
  'interest_states',
  'goal_rates',
  'proposals',
  'disputes',
  'transfer_exports',
  'dispatches',
  'plans',
  'event_readers',
  'message_milestones',
  'message_preferences',
  'message_addresses',
  'paydays',
  'help_turns',
  'outbox',
  'shared_runs',
  'shared_run_pages',
  'shared_run_lines',
] as const;

/** What is only kept as long as somebody wants to read it. */
export const DELETABLE_TABLES = ['outbox', 'shared_runs', 'shared_run_pages', 'shared_run_lines'] as const;

const CREATE_ROLE = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN CREATE ROLE ${APP_ROLE} NOLOGIN; END IF;
EXCEPTION
  -- Another database of this server is just doing the same; or this login may make no roles, which the caller tells.
  WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$`;

/**
 * Gives the application's role what it needs and no more, whatever it had before.
 *
 * @returns what an administrator has to do where this login may not
 */
export async function grantToApp(client: ClientBase, schema: string): Promise<readonly string[]> {
  await client.query(CREATE_ROLE);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
  if (rowCount === 0) {
    return [`This login may make no roles: let an administrator CREATE ROLE ${APP_ROLE} NOLOGIN, then migrate again.`];
  }
  await client.query(`
    GRANT USAGE ON SCHEMA ${schema} TO ${APP_ROLE};
    REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${APP_ROLE};
    GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ${schema} TO ${APP_ROLE};
    REVOKE INSERT ON jinaq_migrations FROM ${APP_ROLE};
    GRANT UPDATE ON ${CHANGING_TABLES.join(', ')} TO ${APP_ROLE};
    GRANT DELETE ON ${DELETABLE_TABLES.join(', ')} TO ${APP_ROLE};
    GRANT UPDATE (status, reason) ON contributions TO ${APP_ROLE};
    GRANT UPDATE (left_at, next_at, delivery) ON messages TO ${APP_ROLE};
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${APP_ROLE}`);
  return [];
}
