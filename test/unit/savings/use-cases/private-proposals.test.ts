import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GoalId } from '../../../../src/shared/index.js';
import { client, refusalOf, type SavingsWorld, staff } from '../../../support/savings-world.js';
import { openPrivateGoal } from './private-goal.js';

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  ({ world, goal } = await openPrivateGoal());
});
afterEach(() => world.jinaq.close());

const SUMS = [11_111_11n, 22_222_22n, 3_333_33n];

it('a proposal shows each member their own weight and those of members who agreed, and staff all', async () => {
  const { proposals } = world.jinaq;
  const opened = await proposals.open(client('dana'), { goal, kind: 'cancel' });
  expect(opened.electorate.map(({ weight }) => weight)).toEqual([null, SUMS[1], SUMS[2]]);
  const voted = await proposals.vote(client('aigerim'), { proposal: opened.id, yes: false });
  expect(voted.electorate.map(({ weight }) => weight)).toEqual([SUMS[0], SUMS[1], null]);
  expect(voted.tally.no).toEqual({ heads: 1, money: null, percent: null });
  const shown = await proposals.show(client('bolat'), { proposal: opened.id });
  expect(shown.electorate.map(({ weight }) => weight)).toEqual([null, SUMS[1], null]);
  for (const role of ['admin', 'operations'] as const) {
    const seen = await proposals.show(staff(role), { proposal: opened.id });
    expect(seen.electorate.map(({ weight }) => weight)).toEqual(SUMS);
    expect(seen.tally.no).toEqual({ heads: 1, money: SUMS[0], percent: 30 });
  }
  const taken = await proposals.withdraw(client('dana'), { proposal: opened.id });
  expect(taken.electorate.map(({ weight }) => weight)).toEqual([null, SUMS[1], SUMS[2]]);
});

it('asking for too much of another member tells nobody what that member has', async () => {
  const ask = (of: string, by: string) =>
    world.jinaq.proposals.open(client(by), { goal, kind: 'early-withdrawal', client: of, amount: 100_000 });
  expect((await ask('dana', 'aigerim')).status).toBe('open');
  expect((await refusalOf(ask('bolat', 'aigerim'))).code).toBe('ledger.overdrawn');
  expect((await refusalOf(ask('aigerim', 'aigerim'))).code).toBe('ledger.overdrawn');
});
