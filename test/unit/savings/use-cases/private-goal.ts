import type { GoalId } from '../../../../src/shared/index.js';
import { client, openGoal, openSavingsWorld, type SavingsWorld } from '../../../support/savings-world.js';

export const MEMBERS = ['aigerim', 'bolat', 'dana'];

/**
 * A goal of three: Aigerim and Dana keep their sums to themselves, Bolat agreed to show his. Each has paid once; Dana
 * tried a second time and had not enough money.
 */
export async function openPrivateGoal(): Promise<{ readonly world: SavingsWorld; readonly goal: GoalId }> {
  const world = await openSavingsWorld({
    clients: { aigerim: 500_000, bolat: 500_000, dana: 7_000, erlan: 0, farid: 0 },
  });
  const goal = await openGoal(world, MEMBERS);
  await world.jinaq.goals.consent(client('bolat'), { goal, shareAmounts: true });
  await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: '11111.11' });
  await world.jinaq.goals.contribute(client('bolat'), { goal, amount: '22222.22' });
  await world.jinaq.goals.contribute(client('dana'), { goal, amount: '3333.33' });
  await world.jinaq.goals.contribute(client('dana'), { goal, amount: '4444.44' });
  return { world, goal };
}
