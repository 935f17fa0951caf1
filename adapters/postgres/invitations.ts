import type { Invitation, InvitationRepository } from '../../src/savings/index.js';
import type { ClientId, GoalId, InvitationId } from '../../src/shared/index.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly id: InvitationId;
  readonly goal_id: GoalId;
  readonly client_id: ClientId | null;
  readonly phone: string | null;
  readonly token_hash: string;
  readonly status: Invitation['status'];
  readonly created_at: Date;
  readonly expires_at: Date;
};

const FIND = statement('SELECT * FROM invitations WHERE id = $1');
const LOCK = statement(
  'SELECT id FROM goals WHERE id = (SELECT goal_id FROM invitations WHERE id = $1) FOR NO KEY UPDATE',
);
const FIND_BY_TOKEN = statement('SELECT * FROM invitations WHERE token_hash = $1');
const LOCK_BY_TOKEN = statement(
  'SELECT id FROM goals WHERE id = (SELECT goal_id FROM invitations WHERE token_hash = $1) FOR NO KEY UPDATE',
);
const OF_GOAL = statement('SELECT * FROM invitations WHERE goal_id = $1 ORDER BY id');
const UPSERT = statement(
  `INSERT INTO invitations (id, goal_id, client_id, phone, token_hash, status, created_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (id) DO UPDATE SET client_id = excluded.client_id, phone = excluded.phone,
     token_hash = excluded.token_hash, status = excluded.status, expires_at = excluded.expires_at`,
);

export function createInvitations(session: Session): InvitationRepository {
  return {
    find: async (id) => {
      session.lockGoalsOf(LOCK, id);
      return (await session.rows<Row>(FIND, id)).map(toInvitation)[0];
    },
    findByTokenHash: async (hash) => {
      session.lockGoalsOf(LOCK_BY_TOKEN, `\\x${hash}`);
      return (await session.rows<Row>(FIND_BY_TOKEN, `\\x${hash}`)).map(toInvitation)[0];
    },
    ofGoal: async (goal) => {
      session.lockGoals([goal]);
      return (await session.rows<Row>(OF_GOAL, goal)).map(toInvitation);
    },
    save: ({ id, goal, to, tokenHash, status, createdAt, expiresAt }) =>
      session.write(
        UPSERT,
        id,
        goal,
        'client' in to ? to.client : null,
        'phone' in to ? to.phone : null,
        `\\x${tokenHash}`,
        status,
        createdAt.toISOString(),
        expiresAt.toISOString(),
      ),
  };
}

function toInvitation(row: Row): Invitation {
  return {
    id: row.id,
    goal: row.goal_id,
    to: row.client_id === null ? { phone: row.phone ?? '' } : { client: row.client_id },
    tokenHash: row.token_hash,
    status: row.status,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
