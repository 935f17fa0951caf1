import type { ClientId } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import type { Member } from '../domain/member.js';
import { replaceOrganiser } from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { type Cause, tell } from './tell.js';

/** Makes a member the organiser in the running transaction, and tells it. */
export async function appointOrganiser(
  tx: OutflowTx,
  goal: Goal,
  members: readonly Member[],
  client: ClientId,
  cause: Cause,
): Promise<Goal> {
  const replaced = replaceOrganiser(goal, members, client);
  await tx.goals.saveMany([replaced.goal]);
  await tx.members.saveMany(replaced.members);
  const data = { before: goal.organiser, after: client };
  await tell(tx, { goal: goal.id, type: 'organiser.replaced', client, data }, cause);
  return replaced.goal;
}
