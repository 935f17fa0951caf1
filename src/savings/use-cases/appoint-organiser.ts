import type { ClientId } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import type { Member } from '../domain/member.js';
import { replaceOrganiser } from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { currentRules } from './load.js';
import type { Cause } from './payouts.js';

/** Makes a member the organiser in the running transaction, and tells it. */
export async function appointOrganiser(
  tx: OutflowTx,
  goal: Goal,
  members: readonly Member[],
  client: ClientId,
  { actor, now }: Cause,
): Promise<Goal> {
  const replaced = replaceOrganiser(goal, members, client);
  await tx.goals.saveMany([replaced.goal]);
  await tx.members.saveMany(replaced.members);
  const { version: rulesVersion } = await currentRules(tx, now);
  const data = { before: goal.organiser, after: client };
  await tx.events.append([{ goal: goal.id, type: 'organiser.replaced', at: now, actor, client, rulesVersion, data }]);
  return replaced.goal;
}
