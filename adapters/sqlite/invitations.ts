import type { Invitation, InvitationRepository } from '../../src/savings/index.js';
import { asInvitationId } from '../../src/shared/index.js';
import { blobToHex, blobToUuid, HASH, invitationStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly public_id: Buffer;
  readonly goal_id: number;
  readonly client_id: number | null;
  readonly phone: string | null;
  readonly token_hash: Buffer;
  readonly status: number;
  readonly created_at: number;
  readonly expires_at: number;
};

export function createInvitations(db: Database, keys: Keys): InvitationRepository {
  const byPublicId = db.prepare('SELECT * FROM invitations WHERE public_id = ?');
  const byTokenHash = db.prepare(`SELECT * FROM invitations WHERE token_hash = ${HASH}`);
  const ofGoal = db.prepare('SELECT * FROM invitations WHERE goal_id = ? ORDER BY public_id');
  const upsert = db.prepare(
    `INSERT INTO invitations (public_id, goal_id, client_id, phone, token_hash, status, created_at, expires_at)
     VALUES (?, ?, ?, ?, ${HASH}, ?, ?, ?)
     ON CONFLICT (public_id) DO UPDATE SET client_id = excluded.client_id, phone = excluded.phone,
       token_hash = excluded.token_hash, status = excluded.status, expires_at = excluded.expires_at`,
  );
  const toInvitation = (row: Row): Invitation => ({
    id: asInvitationId(blobToUuid(row.public_id)),
    goal: keys.goalId(row.goal_id),
    to: row.client_id === null ? { phone: row.phone ?? '' } : { client: keys.clientId(row.client_id) },
    tokenHash: blobToHex(row.token_hash),
    status: invitationStatus.toWord(row.status),
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  });
  const toOne = (row: unknown) => (row === undefined ? undefined : toInvitation(row as Row));
  return {
    find: (id) => Promise.resolve(toOne(byPublicId.get(uuidToBlob(id)))),
    findByTokenHash: (hash) => Promise.resolve(toOne(byTokenHash.get(hash))),
    ofGoal: (goal) => Promise.resolve((ofGoal.all(keys.goal(goal) ?? 0) as Row[]).map(toInvitation)),
    save: ({ id, goal, to, tokenHash, status, createdAt, expiresAt }) => {
      upsert.run(
        uuidToBlob(id),
        keys.requireGoal(goal),
        'client' in to ? keys.requireClient(to.client) : null,
        'phone' in to ? to.phone : null,
        tokenHash,
        invitationStatus.toNumber(status),
        createdAt.getTime(),
        expiresAt.getTime(),
      );
      return Promise.resolve();
    },
  };
}
