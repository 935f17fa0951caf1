import type { GoalRepository } from '../../src/savings/index.js';
import { asGoalId } from '../../src/shared/index.js';
import { accountKind, blobToUuid, clientStatus, dayToNumber, goalStatus, memberStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';

/** Each part of the union has an index of its own, which holds few goals. */
const AWAITING = `SELECT public_id FROM goals WHERE id IN (
    SELECT id FROM goals WHERE status IN (${goalStatus.toNumber('expired')}, ${goalStatus.toNumber('cancelling')})
    UNION SELECT id FROM goals WHERE status = ${goalStatus.toNumber('active')} AND deadline < ?
    UNION SELECT id FROM goals WHERE status = ${goalStatus.toNumber('reached')} AND status_since <= ?
    UNION SELECT id FROM goals WHERE frozen = 1
    UNION SELECT goals.id FROM clients JOIN goals ON goals.organiser_id = clients.id
      WHERE clients.status <> ${clientStatus.toNumber('active')}
    UNION SELECT gone.goal_id FROM members AS gone JOIN goals ON goals.id = gone.goal_id
      WHERE gone.status <> ${memberStatus.toNumber('active')} AND (goals.organiser_id = gone.client_id OR EXISTS (
        SELECT 1 FROM accounts WHERE accounts.goal_id = gone.goal_id AND accounts.client_id = gone.client_id
          AND accounts.kind IN (${accountKind.toNumber('principal')}, ${accountKind.toNumber('interest')})
          AND credits_posted - debits_posted - debits_pending > 0)))
  AND status <> ${goalStatus.toNumber('closed')} AND public_id > ? ORDER BY public_id LIMIT ?`;

/** Finds the goals in which time may have made something due. */
export function createAwaiting(db: Database): GoalRepository['awaiting'] {
  const awaiting = db.prepare(AWAITING).pluck();
  return ({ today, metBefore }, after, limit) => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const rows = awaiting.all(dayToNumber(today), metBefore.getTime(), from, limit) as Buffer[];
    return Promise.resolve(rows.map((blob) => asGoalId(blobToUuid(blob))));
  };
}
