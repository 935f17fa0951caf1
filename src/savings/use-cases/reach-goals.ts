import type { Books } from '../../ledger/index.js';
import { formatTenge } from '../../shared/index.js';
import { collectedIn } from '../domain/contribution.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import { isActiveMember } from '../domain/member.js';
import type { SavingsTx } from '../ports/savings-tx.js';

/** The goal as met, when its books have just brought it to its target; undefined otherwise. */
export function reachGoal(goal: Goal, books: Books, now: Date): Goal | undefined {
  const isMet = goal.status === 'active' && collectedIn(books) >= goal.target;
  return isMet ? { ...goal, status: 'reached', statusSince: now } : undefined;
}

/** Stores goals that have just been met and tells every member of each. */
export async function saveReached(tx: SavingsTx, met: readonly Goal[], rulesVersion: number, at: Date): Promise<void> {
  if (met.length === 0) return;
  await tx.goals.saveMany(met);
  const targets = new Map(met.map(({ id, target }) => [id, target]));
  const members = await tx.members.ofGoals([...targets.keys()]);
  await tx.events.append(
    members.filter(isActiveMember).map(
      ({ goal, client }): SavingsEvent => ({
        goal,
        type: 'goal.reached',
        at,
        actor: 'system',
        client,
        rulesVersion,
        data: { target: formatTenge(targets.get(goal) ?? 0n) },
      }),
    ),
  );
}
