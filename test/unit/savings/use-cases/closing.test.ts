import { afterEach, describe, expect, test } from 'vitest';
import { ADMIN, as, codeOf, openSharedGoal, OPERATIONS, type SharedGoal, tenge } from './shared-goal.js';

let goal: SharedGoal;
const THREE = ['aigerim', 'bolat', 'dana'];
const begin = async (input: Parameters<typeof openSharedGoal>[1] = {}, amount = 50_000) => {
  goal = await openSharedGoal(THREE, input);
  for (const client of THREE) await goal.pay(client, amount);
};
const cancel = async () => {
  const { id } = await goal.propose('aigerim', { kind: 'cancel' });
  for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
  return id;
};
const status = async () => (await goal.show()).status;
const cash = () => Promise.all(THREE.map((client) => goal.cash(client)));
const whole = [tenge(1_000_000), tenge(1_000_000), tenge(1_000_000)];
afterEach(async () => {
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});

describe('cancelling', () => {
  test('by a vote refunds everybody, closing interest included, to the tiyn', async () => {
    await begin();
    goal.at('2026-01-25T09:00:00+05:00');
    await cancel();
    expect(await status()).toBe('closed');
    // 150,000 x 14 % x 20 days / 365 = 1,150.68: the odd tiyn goes to the seniors.
    const gained = (await cash()).map((sum) => sum - tenge(1_000_000));
    expect(gained).toEqual([38356n, 38356n, 38356n]);
    expect(await goal.show()).toMatchObject({ collected: 0n });
  });

  test('goes on where it stopped when the bank was down halfway', async () => {
    await begin();
    await goal.sandbox.injectFault({ on: 'transfer', kind: 'down', nth: 2, times: 2 });
    await cancel();
    expect(await status()).toBe('cancelling');
    expect((await cash()).filter((sum) => sum === tenge(1_000_000))).toHaveLength(1);
    await goal.settle();
    await goal.advance();
    expect(await status()).toBe('closed');
    expect(await cash()).toEqual(whole);
    await goal.advance();
    await goal.settle();
    expect(await cash()).toEqual(whole);
  });

  test('waits for a bank that is down when it should close the account', async () => {
    await begin();
    const { id } = await goal.propose('aigerim', { kind: 'cancel' });
    await goal.sandbox.down();
    for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
    expect(await status()).toBe('cancelling');
    expect(await goal.advance()).toMatchObject({ closed: 0 });
    await goal.sandbox.up();
    expect(await goal.advance()).toMatchObject({ closed: 1 });
    expect(await cash()).toEqual(whole);
  });

  test.each(['closeSavingsAccount', 'statement', 'transferStatus'] as const)(
    'goes on a day later when the bank gave no answer to %s',
    async (on) => {
      await begin();
      await goal.sandbox.injectFault({ on, kind: 'timeout-after-debit' });
      await cancel();
      expect(await status()).toBe('cancelling');
      goal.at('2026-01-06T10:00:00+05:00');
      await goal.advance();
      expect(await status()).toBe('closed');
      for (const sum of await cash()) expect(sum).toBeGreaterThanOrEqual(tenge(1_000_000));
    },
  );

  test('is not held up by an early withdrawal that was parked before its member left', async () => {
    await begin();
    const withdrawal = await goal.propose('dana', { kind: 'early-withdrawal', client: 'dana', amount: 10_000 });
    await goal.sandbox.injectFault({ on: 'transfer', kind: 'refuse', reason: 'limit' });
    for (const client of ['dana', 'bolat']) await goal.vote(client, withdrawal.id);
    const [parked] = await goal.refunds('unclaimed');
    goal.at('2026-01-15T09:00:00+05:00');
    await goal.jinaq.goals.leave(as('dana'), { goal: goal.goal });
    expect(await codeOf(goal.jinaq.refunds.retry(OPERATIONS, { refund: parked?.id ?? '' }))).toBe('ledger.overdrawn');
    await cancel();
    expect(await status()).toBe('closed');
    expect(await goal.cash('dana')).toBe(tenge(1_000_000) + 19178n);
  });

  test('is refused to the one member of a goal who has a dispute open', async () => {
    await begin();
    for (const client of ['bolat', 'dana']) await goal.jinaq.goals.leave(as(client), { goal: goal.goal });
    const dispute = await goal.dispute('aigerim');
    expect(await codeOf(goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal }))).toBe('savings.goal-frozen');
    await goal.resolve(dispute.id);
    expect(await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal })).toMatchObject({ state: 'closed' });
  });

  test('is not over while a refund is parked; its interest is not missed every month', async () => {
    await begin();
    await goal.sandbox.closeAccount('dana');
    await cancel();
    expect(await status()).toBe('cancelling');
    goal.at('2026-02-01T01:00:00+05:00');
    expect(await goal.endOfMonth('2026-02-01')).toMatchObject({ missing: [], failed: [], posted: [] });
    const [parked] = await goal.refunds('unclaimed');
    const { account } = await goal.sandbox.fund('dana-new', tenge(1));
    await goal.jinaq.refunds.retry(OPERATIONS, { refund: parked?.id ?? '', account });
    await goal.advance();
    expect(await status()).toBe('closed');
    expect(await goal.cash('dana-new')).toBe(tenge(50_001));
  });

  test('waits for contributions that are on their way', async () => {
    await begin();
    await goal.sandbox.injectFault({ on: 'transfer', kind: 'held', delayMs: 3_600_000 });
    await goal.pay('bolat', 1_000);
    await cancel();
    expect(await status()).toBe('cancelling');
    expect(await goal.cash('aigerim')).toBe(tenge(950_000));
    goal.at('2026-01-05T11:00:00+05:00');
    await goal.settle();
    await goal.advance();
    expect(await status()).toBe('closed');
    expect(await cash()).toEqual(whole);
  });

  test('a closed goal stays closed, whatever is run again', async () => {
    await begin();
    await cancel();
    expect(await codeOf(goal.propose('aigerim', { kind: 'cancel' }))).toBe('savings.goal-not-active');
    expect(await codeOf(goal.jinaq.goals.leave(as('bolat'), { goal: goal.goal }))).toBe('savings.goal-not-active');
    await goal.advance();
    await goal.settle();
    expect(await cash()).toEqual(whole);
  });
});

describe('expiry', () => {
  test('asks the members, and refunds after 14 days without an answer', async () => {
    await begin({ deadline: '2026-01-20' });
    goal.at('2026-01-20T23:59:00+05:00');
    expect(await goal.advance()).toMatchObject({ expired: 0 });
    goal.at('2026-01-21T00:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ expired: 1, refunding: 0 });
    goal.at('2026-02-03T23:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ expired: 0, refunding: 0 });
    goal.at('2026-02-04T00:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ refunding: 1, closed: 1 });
    expect(await goal.advance()).toMatchObject({ refunding: 0, closed: 0 });
    for (const sum of await cash()) expect(sum).toBeGreaterThan(tenge(1_000_000));
  });

  test('ends with another deadline that the members agree on', async () => {
    await begin({ deadline: '2026-01-20' });
    goal.at('2026-01-21T00:00:00+05:00');
    await goal.advance();
    const { id } = await goal.propose('bolat', { kind: 'change', deadline: '2026-03-31' });
    for (const client of ['bolat', 'dana']) await goal.vote(client, id);
    expect(await goal.show()).toMatchObject({ status: 'active', deadline: '2026-03-31' });
    goal.at('2026-02-10T00:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ refunding: 0 });
    expect((await goal.pay('bolat', 1_000)).status).toBe('completed');
  });

  test('ends as met when the target is lowered to what is saved', async () => {
    await begin({ deadline: '2026-01-20' });
    goal.at('2026-01-21T00:00:00+05:00');
    await goal.advance();
    const { id } = await goal.propose('bolat', { kind: 'change', target: 150_000 });
    for (const client of ['bolat', 'dana']) await goal.vote(client, id);
    expect(await goal.show()).toMatchObject({ status: 'reached', target: tenge(150_000) });
  });

  test('hears a vote that was opened in time to its end', async () => {
    await begin({ deadline: '2026-01-20' });
    goal.at('2026-01-21T00:00:00+05:00');
    await goal.advance();
    goal.at('2026-02-03T12:00:00+05:00');
    await goal.propose('bolat', { kind: 'change', deadline: '2026-03-31' });
    goal.at('2026-02-04T00:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ refunding: 0 });
    goal.at('2026-02-06T12:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ decided: 1, refunding: 1, closed: 1 });
  });

  test('a goal met on the last day does not expire', async () => {
    await begin({ deadline: '2026-01-20', target: 160_000 });
    goal.at('2026-01-20T23:59:00+05:00');
    await goal.pay('dana', 10_000);
    goal.at('2026-01-21T00:00:00+05:00');
    expect(await goal.advance()).toMatchObject({ expired: 0 });
    expect(await status()).toBe('reached');
  });
});

describe('succession', () => {
  test('the deputy takes over from an organiser who has died; the claim stays', async () => {
    await begin({ deputy: 'bolat' });
    expect(await codeOf(goal.jinaq.clients.mark(OPERATIONS, { client: 'aigerim', status: 'deceased' }))).toBe(
      'access.denied',
    );
    await goal.jinaq.clients.mark(ADMIN, { client: 'aigerim', status: 'deceased' });
    expect((await goal.show()).organiser).toBe('bolat');
    expect(await goal.memberOf('aigerim')).toMatchObject({ status: 'active', principal: tenge(50_000) });
    const { electorate } = await goal.propose('bolat', { kind: 'cancel' });
    expect(electorate.map(({ client }) => client)).toEqual(['bolat', 'dana']);
  });

  test('a deputy who is blocked too does not take over; an admin appoints', async () => {
    await begin({ deputy: 'bolat' });
    await goal.jinaq.clients.mark(ADMIN, { client: 'bolat', status: 'blocked' });
    await goal.jinaq.clients.mark(ADMIN, { client: 'aigerim', status: 'blocked' });
    expect((await goal.show()).organiser).toBe('aigerim');
    expect(await codeOf(goal.jinaq.goals.appoint(as('dana'), { goal: goal.goal, client: 'dana' }))).toBe(
      'access.denied',
    );
    await goal.jinaq.goals.appoint(ADMIN, { goal: goal.goal, client: 'dana' });
    expect((await goal.show()).organiser).toBe('dana');
  });

  test('a blocked client neither votes nor leaves, and is refunded like the others', async () => {
    await begin();
    await goal.jinaq.clients.mark(ADMIN, { client: 'dana', status: 'blocked' });
    expect(await codeOf(goal.jinaq.goals.leave(as('dana'), { goal: goal.goal }))).toBe('clients.blocked');
    await cancel();
    expect(await cash()).toEqual(whole);
  });

  test('marking again changes nothing more', async () => {
    await begin({ deputy: 'bolat' });
    await goal.jinaq.clients.mark(ADMIN, { client: 'aigerim', status: 'blocked' });
    await goal.jinaq.clients.mark(ADMIN, { client: 'aigerim', status: 'blocked' });
    const replaced = (await goal.historyTypes()).filter((type) => type === 'organiser.replaced');
    expect(replaced).toHaveLength(1);
  });
});
