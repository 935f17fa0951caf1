import { afterEach, expect, test } from 'vitest';
import { as, codeOf, openSharedGoal, type SharedGoal, tenge } from './shared-goal.js';

let goal: SharedGoal;
const begin = async (...args: Parameters<typeof openSharedGoal>) => {
  goal = await openSharedGoal(...args);
  return goal;
};
const leave = (client: string) => goal.jinaq.goals.leave(as(client), { goal: goal.goal });
afterEach(async () => {
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});

test('a leaver gets principal and interest back to the main account, and the rest after the next posting', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 50_000);
  await goal.pay('bolat', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.endOfMonth('2026-02-01');
  goal.at('2026-02-11T09:00:00+05:00');
  const { refund, member } = await leave('bolat');
  expect(member.status).toBe('left');
  expect(refund).toMatchObject({ status: 'completed', purpose: 'leave', amount: tenge(100_000) + 103561n });
  goal.at('2026-03-01T01:00:00+05:00');
  await goal.endOfMonth('2026-03-01');
  const [, rest] = await goal.refunds();
  // 101,035.61 for ten days.
  expect(rest).toMatchObject({ status: 'completed', purpose: 'rest' });
  expect(rest?.amount).toBeGreaterThan(38_000n);
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000) + 103561n + (rest?.amount ?? 0n));
  expect(await goal.memberOf('bolat')).toMatchObject({ principal: 0n, interest: 0n });
});

test('leaving again is refused, and moves nothing', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await leave('bolat');
  expect(await codeOf(leave('bolat'))).toBe('savings.not-a-member');
  await goal.advance();
  await goal.settle();
  expect(await goal.refunds()).toHaveLength(1);
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
});

test('who has nothing in leaves at once', async () => {
  await begin(['aigerim', 'bolat']);
  expect(await leave('bolat')).toMatchObject({ member: { status: 'left' }, refund: null });
});

test('who has left has the goal in no list of theirs, until it is closed, and still finds what happened in it', async () => {
  await begin(['aigerim', 'bolat', 'dana']);
  await goal.pay('bolat', 100_000);
  await leave('bolat');
  const listed = async () => (await goal.jinaq.goals.list(as('bolat'))).map(({ status }) => status);
  expect(await listed()).toEqual([]);
  expect((await goal.jinaq.goals.list(as('dana'))).map(({ id }) => id)).toEqual([goal.goal]);
  expect((await goal.jinaq.goals.show(as('bolat'), { goal: goal.goal })).id).toBe(goal.goal);
  expect((await goal.jinaq.goals.history(as('bolat'), { goal: goal.goal })).length).toBeGreaterThan(0);
  await leave('dana');
  await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal });
  expect(await listed()).toEqual(['closed']);
});

test('nobody leaves while their contribution is on its way', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'held', delayMs: 3_600_000 });
  await goal.pay('bolat', 100_000);
  expect(await codeOf(leave('bolat'))).toBe('savings.contribution-pending');
  goal.at('2026-01-05T11:00:00+05:00');
  await goal.settle();
  expect((await leave('bolat')).refund).toMatchObject({ status: 'completed', amount: tenge(100_000) });
});

test('the last member does not leave but closes the goal', async () => {
  await begin(['aigerim', 'bolat']);
  await leave('bolat');
  expect(await codeOf(leave('aigerim'))).toBe('savings.last-member');
  await goal.pay('aigerim', 10_000);
  expect(await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal })).toMatchObject({ state: 'closed' });
  expect(await goal.cash('aigerim')).toBe(tenge(1_000_000));
});

test('each member of a met goal takes their own share', async () => {
  await begin(['aigerim', 'bolat'], { target: 150_000 });
  await goal.pay('aigerim', 50_000);
  await goal.pay('bolat', 100_000);
  expect((await goal.show()).status).toBe('reached');
  expect((await leave('aigerim')).refund?.amount).toBe(tenge(50_000));
  // The only one who remains organises the goal, and closes it.
  expect((await goal.show()).organiser).toBe('bolat');
  await goal.jinaq.goals.cancel(as('bolat'), { goal: goal.goal });
  expect((await goal.show()).status).toBe('closed');
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
});

test('a held refund waits and is settled later; the member is leaving until then', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'held', delayMs: 86_400_000 });
  expect(await leave('bolat')).toMatchObject({ refund: { status: 'held' }, member: { status: 'leaving' } });
  expect(await goal.settle()).toMatchObject({ held: 1 });
  expect(await goal.cash('bolat')).toBe(tenge(900_000));
  goal.at('2026-01-06T10:00:00+05:00');
  expect(await goal.settle()).toMatchObject({ completed: 1 });
  expect(await goal.memberOf('bolat')).toMatchObject({ status: 'left', principal: 0n });
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
});

test('a refund without an answer is settled once', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
  expect((await leave('bolat')).refund?.status).toBe('pending');
  await goal.settle();
  await goal.settle();
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
  expect(await goal.refunds()).toMatchObject([{ status: 'completed' }]);
});

test('a refund that the bank refuses is parked with the reason, and tried again with another account', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await goal.sandbox.closeAccount('bolat');
  expect(await leave('bolat')).toMatchObject({ refund: { status: 'unclaimed' }, member: { status: 'leaving' } });
  const [parked] = await goal.refunds('unclaimed');
  expect(parked).toMatchObject({ reason: 'account-closed', amount: tenge(100_000) });
  // It stays parked, whatever runs.
  await goal.advance();
  await goal.settle();
  expect(await goal.refunds()).toHaveLength(1);
  expect(await goal.memberOf('bolat')).toMatchObject({ principal: tenge(100_000) });
  const refund = parked?.id ?? '';
  const { account } = await goal.sandbox.fund('sister', tenge(1));
  expect(await codeOf(goal.jinaq.refunds.retry(as('bolat'), { refund, account }))).toBe('access.denied');
});

test('a retried refund arrives once, and is not tried again', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await goal.sandbox.closeAccount('bolat');
  await leave('bolat');
  const [parked] = await goal.refunds('unclaimed');
  const retry = () => goal.jinaq.refunds.retry({ kind: 'staff', role: 'operations' }, { refund: parked?.id ?? '' });
  expect(await retry()).toMatchObject({ status: 'unclaimed', reason: 'account-closed' });
  await goal.sandbox.reopenAccount('bolat');
  expect(await retry()).toMatchObject({ status: 'completed' });
  expect(await codeOf(retry())).toBe('savings.refund-not-unclaimed');
  expect(await goal.memberOf('bolat')).toMatchObject({ status: 'left', principal: 0n });
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000) + 0n);
});

test('a retried refund goes to the account that is named', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('bolat', 100_000);
  await goal.sandbox.closeAccount('bolat');
  await leave('bolat');
  const [parked] = await goal.refunds('unclaimed');
  await goal.sandbox.fund('sister', tenge(1));
  const { account } = await goal.sandbox.fund('sister', tenge(1));
  const done = await goal.jinaq.refunds.retry(
    { kind: 'staff', role: 'operations' },
    { refund: parked?.id ?? '', account },
  );
  expect(done).toMatchObject({ status: 'completed', to: account });
  expect(await goal.cash('sister')).toBe(tenge(100_002));
});

test('when the organiser leaves, the deputy takes over at once, and the history tells it', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { deputy: 'dana' });
  await leave('aigerim');
  expect(await goal.show()).toMatchObject({ organiser: 'dana', deputy: null });
  expect((await goal.memberOf('dana'))?.role).toBe('organiser');
  expect(await goal.historyTypes()).toContain('organiser.replaced');
});

test('an organiser who leaves without a deputy is replaced by a vote', async () => {
  await begin(['aigerim', 'bolat', 'dana', 'erlan']);
  await goal.pay('bolat', 1_000);
  await leave('aigerim');
  const { id } = await goal.propose('bolat', { kind: 'replace-organiser', client: 'dana' });
  await goal.vote('bolat', id);
  await goal.vote('dana', id);
  expect((await goal.show()).organiser).toBe('dana');
});
