import type { GoalRepository } from '../../src/savings/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { BEFORE_ALL } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

/** Each part of the union has an index of its own, which holds few goals. */
const AWAITING = statement(
  `SELECT id FROM goals WHERE id IN (
     SELECT id FROM goals WHERE status = 'cancelling'
     UNION SELECT id FROM goals WHERE status = 'expired' AND status_since <= $5
     UNION SELECT id FROM goals WHERE status = 'active' AND deadline < $1::date
     UNION SELECT id FROM goals WHERE status = 'reached' AND status_since <= $2
     UNION SELECT id FROM goals WHERE frozen
     UNION SELECT goals.id FROM clients JOIN goals ON goals.organiser_id = clients.id WHERE clients.status <> 'active'
     UNION SELECT gone.goal_id FROM members AS gone JOIN goals ON goals.id = gone.goal_id
       WHERE gone.status <> 'active' AND goals.status <> 'closed' AND (goals.organiser_id = gone.client_id OR EXISTS (
         SELECT 1 FROM accounts WHERE accounts.goal_id = gone.goal_id AND accounts.client_id = gone.client_id
           AND accounts.kind IN ('principal', 'interest') AND credits_posted - debits_posted - debits_pending > 0)))
   AND status <> 'closed' AND id > $3 ORDER BY id LIMIT $4`,
);

/** Finds the goals in which time may have made something due. */
export function createAwaiting(session: Session): GoalRepository['awaiting'] {
  return async ({ today, expiredBefore, metBefore }, after, limit) => {
    const values = [today, metBefore.toISOString(), after ?? BEFORE_ALL, limit, expiredBefore.toISOString()] as const;
    return (await session.rows<{ readonly id: GoalId }>(AWAITING, ...values)).map(({ id }) => id);
  };
}
