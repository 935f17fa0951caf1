import type { GoalRepository } from '../../src/savings/index.js';
import { asGoalId } from '../../src/shared/index.js';
import { accountKind, blobToUuid, clientStatus, dayToNumber, goalStatus, memberStatus, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';

/**
 * Each part of the union has an index of its own, which holds few goals. CROSS JOIN keeps to the order that is written
 * here: the planner knows no numbers, and would look at all goals for the few clients that are marked.
 */
const AWAITING = `WITH due (id) AS MATERIALIZED (
    SELECT id FROM goals WHERE status = ${goalStatus.toNumber('cancelling')}
    UNION SELECT id FROM goals WHERE status = ${goalStatus.toNumber('expired')} AND status_since <= ?
    UNION SELECT id FROM goals WHERE status = ${goalStatus.toNumber('active')} AND deadline < ?
    UNION SELECT id FROM goals WHERE status = ${goalStatus.toNumber('reached')} AND status_since <= ?
    UNION SELECT id FROM goals WHERE frozen = 1
    UNION SELECT goals.id FROM clients CROSS JOIN goals ON goals.organiser_id = clients.id
      WHERE clients.status <> ${clientStatus.toNumber('active')}
    UNION SELECT gone.goal_id FROM members AS gone CROSS JOIN goals ON goals.id = gone.goal_id
      WHERE gone.status <> ${memberStatus.toNumber('active')} AND goals.status <> ${goalStatus.toNumber('closed')}
        AND (goals.organiser_id = gone.client_id OR EXISTS (
        SELECT 1 FROM accounts WHERE accounts.goal_id = gone.goal_id AND accounts.client_id = gone.client_id
          AND accounts.kind IN (${accountKind.toNumber('principal')}, ${accountKind.toNumber('interest')})
          AND credits_posted - debits_posted - debits_pending > 0)))
  SELECT public_id FROM due CROSS JOIN goals USING (id)
  WHERE status <> ${goalStatus.toNumber('closed')} AND public_id > ? ORDER BY public_id LIMIT ?`;

/** Finds the goals in which time may have made something due. */
export function createAwaiting(db: Database): GoalRepository['awaiting'] {
  const awaiting = db.prepare(AWAITING).pluck();
  return ({ today, expiredBefore, metBefore }, after, limit) => {
    const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
    const moment = [expiredBefore.getTime(), dayToNumber(today), metBefore.getTime()];
    const rows = awaiting.all(...moment, from, limit) as Buffer[];
    return Promise.resolve(rows.map((blob) => asGoalId(blobToUuid(blob))));
  };
}
