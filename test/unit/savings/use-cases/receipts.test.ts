import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner } from '../../../../adapters/system/index.js';
import type { GoalId } from '../../../../src/shared/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
let goal: GoalId;
beforeEach(async () => {
  world = await openSavingsWorld();
  goal = await openGoal(world, ['aigerim', 'bolat']);
  for (const [who, amount] of [
    ['aigerim', '1234.56'],
    ['bolat', '7777.77'],
    ['aigerim', '0.01'],
  ] as const) {
    await world.jinaq.goals.contribute(client(who), { goal, amount });
  }
});
afterEach(() => world.jinaq.close());

const issue = (actor = client('aigerim'), of?: string) => world.jinaq.receipts.issue(actor, { goal, client: of });
const verify = async (receipt: Awaited<ReturnType<typeof issue>>, key?: string) =>
  world.jinaq.context.useCases.verifyReceipt.execute(
    receipt,
    key ?? (await world.jinaq.receipts.key(client('aigerim'))).publicKey,
  );

describe('a receipt', () => {
  it('proves with the bank’s key alone what a member put in', async () => {
    const receipt = await issue();
    expect(receipt).toMatchObject({ client: 'aigerim', principal: '1234.57', interest: '0.00', head: { seq: 6 } });
    expect(await verify(receipt)).toEqual({ ok: true, problems: [] });
    expect((await verify(receipt, createSigner().publicKey)).ok).toBe(false);
    const text = JSON.stringify(receipt);
    expect(text).not.toContain('7777.77');
    expect(text).not.toContain('bolat');
  });

  it('stays right after more was paid, for the sums of its moment', async () => {
    const receipt = await issue();
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 5 });
    expect((await verify(receipt)).ok).toBe(true);
    expect((await issue()).head.seq).toBe(8);
  });

  it('of a goal in which nothing was paid says so', async () => {
    goal = await openGoal(world, ['aigerim']);
    const receipt = await issue();
    expect(receipt).toMatchObject({ principal: '0.00', links: [], head: { seq: 0 } });
    expect((await verify(receipt)).ok).toBe(true);
  });

  it('is given to the member, or to operations who ask for one member', async () => {
    expect((await issue(staff('operations'), 'bolat')).principal).toBe('7777.77');
    expect((await refusalOf(issue(client('aigerim'), 'bolat'))).code).toBe('access.denied');
    expect((await refusalOf(issue(client('dana')))).code).toBe('savings.not-a-member');
    expect((await refusalOf(issue(staff('operations')))).code).toBe('input.invalid');
    expect((await refusalOf(issue(staff('advisor'), 'bolat'))).code).toBe('access.denied');
  });
});
