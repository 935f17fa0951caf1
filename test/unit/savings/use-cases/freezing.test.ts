import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ADMIN, as, codeOf, openSharedGoal, OPERATIONS, type SharedGoal, tenge } from './shared-goal.js';

let goal: SharedGoal;
const THREE = ['aigerim', 'bolat', 'dana'];
const begin = async (input: Parameters<typeof openSharedGoal>[1] = {}) => {
  goal = await openSharedGoal(THREE, input);
  for (const client of THREE) await goal.pay(client, 50_000);
};
const leave = (client: string) => goal.jinaq.goals.leave(as(client), { goal: goal.goal });
/** Does this before the bank answers the next question of the kind. */
function whileAsked<Result>(question: 'transferStatus', act: () => Promise<Result>): Promise<Result> {
  const ask = goal.sandbox[question].bind(goal.sandbox);
  return new Promise((resolve, reject) => {
    vi.spyOn(goal.sandbox, question).mockImplementationOnce(async (key) => {
      await act().then(resolve, reject);
      return ask(key);
    });
  });
}
const exported = async () => {
  const out = mkdtempSync(join(tmpdir(), 'jinaq-freezing-'));
  try {
    return await goal.jinaq.transfers.export(OPERATIONS, { date: '2026-01-05', out });
  } finally {
    rmSync(out, { recursive: true });
  }
};
afterEach(async () => {
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});

test('a dispute stops what flows out of its goal, and only of its goal; contributions go on', async () => {
  await begin();
  const other = await goal.jinaq.goals.create(as('bolat'), { title: 'Тау', target: 50_000, deadline: '2026-06-30' });
  await goal.jinaq.goals.contribute(as('bolat'), { goal: other.id, amount: 20_000 });
  await goal.dispute('dana');
  expect((await goal.show()).frozen).toBe(true);
  expect(await codeOf(leave('bolat'))).toBe('savings.goal-frozen');
  expect((await goal.pay('bolat', 1_000)).status).toBe('completed');
  expect(await goal.jinaq.goals.cancel(as('bolat'), { goal: other.id })).toMatchObject({ state: 'closed' });
});

test('it is over only when no other dispute is open', async () => {
  await begin();
  const first = await goal.dispute('dana');
  const second = await goal.dispute('bolat');
  await goal.resolve(first.id);
  expect(await codeOf(leave('bolat'))).toBe('savings.goal-frozen');
  await goal.jinaq.disputes.withdraw(as('bolat'), { dispute: second.id });
  expect((await goal.show()).frozen).toBe(false);
  expect((await leave('bolat')).refund?.status).toBe('completed');
});

test('it is answered within 5 working days, by a member or staff, and resolved by an admin with reasons', async () => {
  await begin();
  const dispute = await goal.dispute('dana');
  // Tuesday 6 is a working day; Wednesday 7 January is a holiday.
  expect(dispute.answerBy).toBe('2026-01-13');
  await goal.jinaq.disputes.answer(as('aigerim'), { dispute: dispute.id, text: 'Here is the bill' });
  expect(await codeOf(goal.jinaq.disputes.answer(as('bolat'), { dispute: dispute.id, text: 'No' }))).toBe(
    'disputes.not-open',
  );
  const decision = { dispute: dispute.id, decision: 'It goes on', text: 'The bill is right' };
  expect(await codeOf(goal.jinaq.disputes.resolve(OPERATIONS, decision))).toBe('access.denied');
  expect(await goal.jinaq.disputes.resolve(ADMIN, decision)).toMatchObject({ status: 'resolved' });
  const types = await goal.historyTypes();
  expect(types).toEqual(expect.arrayContaining(['dispute.opened', 'dispute.answered', 'dispute.resolved']));
});

test('a payout that was reserved but not sent stays, and goes out once the dispute is over', async () => {
  await begin();
  await goal.sandbox.down();
  expect((await leave('bolat')).refund?.status).toBe('pending');
  const dispute = await goal.dispute('dana');
  await goal.sandbox.up();
  expect(await goal.settle()).toMatchObject({ completed: 0, unanswered: 1 });
  await goal.advance();
  expect(await goal.cash('bolat')).toBe(tenge(950_000));
  await goal.resolve(dispute.id);
  expect(await goal.settle()).toMatchObject({ completed: 1 });
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
  expect(await goal.memberOf('bolat')).toMatchObject({ status: 'left' });
});

test('a payout that the bank has already made is booked although a dispute is open', async () => {
  await begin();
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
  await leave('bolat');
  await goal.dispute('dana');
  expect(await goal.settle()).toMatchObject({ completed: 1 });
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
});

test.each(['transfers.settle', 'transfers.export'] as const)(
  'a dispute that is opened while the bank is being asked stops the payout: %s',
  async (operation) => {
    await begin();
    await goal.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
    expect((await leave('bolat')).refund?.status).toBe('pending');
    goal.at('2026-01-05T10:00:00+05:00');
    const disputed = whileAsked('transferStatus', () => goal.dispute('dana'));
    if (operation === 'transfers.settle') expect(await goal.settle()).toMatchObject({ completed: 0, unanswered: 1 });
    else expect(await exported()).toMatchObject({ count: 0, left: { frozen: 1 } });
    expect(await goal.cash('bolat')).toBe(tenge(950_000));
    await goal.resolve((await disputed).id);
    expect(await goal.settle()).toMatchObject({ completed: 1 });
  },
);

test('a dispute that is opened while the bank is being asked stops what a plan has ordered', async () => {
  await begin();
  await goal.jinaq.plans.start(as('bolat'), { goal: goal.goal, every: 'month', on: 5, amount: 2_000, consent: true });
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
  await goal.jinaq.transfers.run(OPERATIONS, {});
  const disputed = whileAsked('transferStatus', () => goal.dispute('dana'));
  expect(await goal.settle()).toMatchObject({ completed: 0, unanswered: 1 });
  expect(await goal.cash('bolat')).toBe(tenge(950_000));
  await goal.resolve((await disputed).id);
  expect(await goal.settle()).toMatchObject({ completed: 1 });
});

test('a dispute between the passing of a vote and its payout stops the payout until it is resolved', async () => {
  await begin({ target: 150_000 });
  const { id } = await goal.propose('aigerim', { kind: 'payout', client: 'aigerim' });
  await goal.sandbox.down();
  for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
  const dispute = await goal.dispute('dana');
  await goal.sandbox.up();
  await goal.advance();
  await goal.settle();
  expect(await goal.cash('aigerim')).toBe(tenge(950_000));
  await goal.resolve(dispute.id);
  await goal.advance();
  expect((await goal.show()).status).toBe('closed');
  expect(await goal.cash('aigerim')).toBe(tenge(1_100_000));
});

test('a vote that passes while a dispute is open is carried out once, after it', async () => {
  await begin();
  const { id } = await goal.propose('bolat', { kind: 'early-withdrawal', client: 'bolat', amount: 10_000 });
  const dispute = await goal.dispute('dana');
  for (const client of ['bolat', 'aigerim']) await goal.vote(client, id);
  await goal.advance();
  expect(await goal.cash('bolat')).toBe(tenge(950_000));
  await goal.resolve(dispute.id);
  await goal.advance();
  await goal.advance();
  expect(await goal.cash('bolat')).toBe(tenge(960_000));
});

test('nobody cancels out of a dispute, and expiry waits for its end', async () => {
  await begin({ deadline: '2026-01-20' });
  const dispute = await goal.dispute('dana');
  goal.at('2026-01-21T00:00:00+05:00');
  await goal.advance();
  goal.at('2026-02-10T00:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ refunding: 0 });
  await goal.resolve(dispute.id);
  expect(await goal.advance()).toMatchObject({ refunding: 1, closed: 1 });
});

test('the rest of a leaver’s interest waits for the end of a dispute', async () => {
  await begin();
  goal.at('2026-01-20T09:00:00+05:00');
  await leave('bolat');
  const dispute = await goal.dispute('dana');
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.endOfMonth('2026-02-01');
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000));
  await goal.resolve(dispute.id);
  await goal.advance();
  expect(await goal.cash('bolat')).toBe(tenge(1_000_000) + 28767n);
});

test('who has left with everything cannot hold up the others', async () => {
  await begin();
  await leave('bolat');
  expect(await codeOf(goal.dispute('bolat'))).toBe('savings.not-a-member');
  expect((await goal.show()).frozen).toBe(false);
});

test('only the one who opened a dispute takes it back', async () => {
  await begin();
  const { id } = await goal.dispute('dana');
  expect(await codeOf(goal.jinaq.disputes.withdraw(as('bolat'), { dispute: id }))).toBe('access.denied');
  await goal.resolve(id);
  expect(await codeOf(goal.resolve(id))).toBe('disputes.not-open');
});
