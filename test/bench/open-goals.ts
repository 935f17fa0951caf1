import type { Jinaq } from '../../adapters/node/index.js';
import type { Goal, Member } from '../../src/savings/index.js';
import { asGoalId, civilDate, type ClientId } from '../../src/shared/index.js';

const PRODUCT = { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' } as const;

/** A goal with its account at the bank, not stored yet: a benchmark stores many at once. */
export async function draftGoal(jinaq: Jinaq, id: string, clients: readonly ClientId[], now: Date): Promise<Goal> {
  const [organiser] = clients;
  if (organiser === undefined) throw new Error('a goal has an organiser');
  const { account } = await jinaq.ports.bank.openSavingsAccount({ key: id, client: organiser, product: PRODUCT });
  return {
    id: asGoalId(id),
    title: 'Goal',
    kind: 'shared',
    status: 'active',
    statusSince: now,
    frozen: false,
    target: 9_000_000_00n,
    deadline: civilDate(2030, 12, 31),
    minContribution: null,
    organiser,
    deputy: null,
    decision: 'majority',
    account,
    product: PRODUCT,
    createdAt: now,
  };
}

export function memberOf({ id: goal, organiser }: Goal, client: ClientId, joinedAt: Date): Member {
  const role = client === organiser ? 'organiser' : 'participant';
  return { goal, client, role, status: 'active', shareAmounts: false, shareWithAdvisor: false, joinedAt };
}
