import { afterEach, expect, test } from 'vitest';
import { parseCivilDate } from '../../../../src/shared/index.js';
import { as, ADMIN, codeOf, OPERATIONS, openSharedGoal, type SharedGoal, tenge } from './shared-goal.js';

let goal: SharedGoal;
const begin = async (...args: Parameters<typeof openSharedGoal>) => {
  goal = await openSharedGoal(...args);
  return goal;
};
afterEach(async () => {
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});

test('interest of a month is booked and shared out once, whatever is run twice', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  await goal.pay('bolat', 50_000);
  goal.at('2026-02-01T01:00:00+05:00');
  const first = await goal.endOfMonth('2026-02-01');
  // 150,000 x 14 % x 27 days / 365.
  expect(first).toMatchObject({ total: 155342n, missing: [], differences: [], failed: [] });
  const again = await goal.endOfMonth('2026-02-01');
  expect(again).toMatchObject({ total: 0n, posted: [], missing: [] });
  expect((await goal.memberOf('aigerim'))?.interest).toBe(103561n);
  expect((await goal.memberOf('bolat'))?.interest).toBe(51781n);
});

test('interest that the bank has not credited is listed as missing, and booked when it comes', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  const report = await goal.post('2026-01');
  expect(report.missing).toMatchObject([{ goal: goal.goal, on: '2026-02-01', due: 103562n }]);
  expect((await goal.show()).collected).toBe(tenge(100_000));
  expect(await goal.endOfMonth('2026-02-01')).toMatchObject({ total: 103562n, missing: [], differences: [] });
});

test('a month that the bank pays days late is booked with the next posting', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-03T10:00:00+05:00');
  expect((await goal.post('2026-01')).missing).toHaveLength(1);
  await goal.sandbox.creditInterest(goal.account, 103562n);
  goal.at('2026-03-01T01:00:00+05:00');
  await goal.post('2026-02');
  expect((await goal.memberOf('aigerim'))?.interest).toBe(103562n);
});

test('a month that is paid late is shared out by what each had in from the last sharing on, not from the last month', async () => {
  await begin(['aigerim', 'bolat'], {}, '2026-01-01T09:00:00+05:00');
  await goal.pay('aigerim', 100_000);
  goal.at('2026-01-30T09:00:00+05:00');
  await goal.pay('bolat', 100_000);
  goal.at('2026-02-02T10:00:00+05:00');
  await goal.sandbox.creditInterest(goal.account, 600_000n);
  goal.at('2026-03-01T01:00:00+05:00');
  await goal.post('2026-02');
  // 59 days of Aigerim's money, 30 of Bolat's.
  expect((await goal.memberOf('aigerim'))?.interest).toBe(397753n);
  expect((await goal.memberOf('bolat'))?.interest).toBe(202247n);
});

test('without capitalisation, months that are posted meanwhile change nothing in the sharing at closing', async () => {
  const gained = async (postings: readonly string[]) => {
    await begin(['a', 'b'], { product: 'none', title: 'AB' });
    await goal.pay('a', 100_000);
    goal.at('2026-01-25T09:00:00+05:00');
    await goal.pay('b', 100_000);
    for (const first of postings) {
      goal.at(`${first}T01:00:00+05:00`);
      await goal.endOfMonth(first);
    }
    goal.at('2026-04-05T09:00:00+05:00');
    const { id } = await goal.propose('a', { kind: 'cancel' });
    await goal.vote('a', id);
    await goal.vote('b', id);
    expect((await goal.show()).status).toBe('closed');
    return [await goal.cash('a'), await goal.cash('b')];
  };
  const unposted = await gained([]);
  await goal.jinaq.close();
  expect(await gained(['2026-02-01', '2026-03-01'])).toEqual(unposted);
});

test('a sum that is not what was due is booked as credited, and reported', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.sandbox.creditInterest(goal.account, 100_000n);
  const report = await goal.post('2026-01');
  expect(report.differences).toMatchObject([{ due: 103562n, credited: 100_000n, difference: -3562n }]);
  expect((await goal.memberOf('aigerim'))?.interest).toBe(100_000n);
});

test('a difference of one tiyn is rounding, not a difference', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.sandbox.creditInterest(goal.account, 103563n);
  expect((await goal.post('2026-01')).differences).toEqual([]);
});

test('a month that is not over cannot be posted', async () => {
  await begin(['aigerim', 'bolat']);
  expect(await codeOf(goal.post('2026-01'))).toBe('input.invalid');
});

test('only operations post interest', async () => {
  await begin(['aigerim', 'bolat']);
  expect(await codeOf(goal.jinaq.interest.post(as('aigerim'), { month: '2025-12' }))).toBe('access.denied');
});

test('a contribution with an earlier value date is corrected in the next posting, as its own line', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  await goal.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit', times: 1 });
  goal.at('2026-01-20T10:00:00+05:00');
  expect((await goal.pay('bolat', 50_000)).status).toBe('pending');
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.endOfMonth('2026-02-01');
  goal.at('2026-02-10T01:00:00+05:00');
  // It arrives in February and counts from 20 January.
  await goal.settle();
  goal.at('2026-03-01T01:00:00+05:00');
  const report = await goal.endOfMonth('2026-03-01');
  // 50,000 x 14 % x 12 days / 365, and in February 14 % on it as if it had come in time: so does the bank.
  expect(report.posted).toMatchObject([{ correction: 23013n, difference: 0n }]);
  expect(report.differences).toEqual([]);
  expect((await goal.memberOf('bolat'))?.interest).toBeGreaterThan(23013n);
});

test('without capitalisation nothing is posted before closing, and then all of it', async () => {
  await begin(['aigerim'], { product: 'none', title: 'Мен', kind: 'personal' });
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  expect(await goal.endOfMonth('2026-02-01')).toMatchObject({ posted: [], missing: [] });
  goal.at('2026-04-05T09:00:00+05:00');
  expect(await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal })).toMatchObject({ state: 'closed' });
  // 90 days of simple interest: 100,000 x 14 % x 90 / 365.
  expect(await goal.cash('aigerim')).toBe(tenge(1_000_000) + 345205n);
});

test('months that nobody posted are posted on the way, and at closing', async () => {
  await begin(['aigerim'], { kind: 'personal' });
  await goal.pay('aigerim', 100_000);
  goal.at('2026-03-15T09:00:00+05:00');
  await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal });
  expect((await goal.show()).status).toBe('closed');
  expect(await goal.cash('aigerim')).toBeGreaterThan(tenge(1_000_000));
});

test('an account that was closed before the end of a month is not owed days after it, whoever comes first', async () => {
  await begin(['aigerim'], { kind: 'personal' });
  await goal.pay('aigerim', 100_000);
  goal.at('2026-01-31T12:00:00+05:00');
  await goal.sandbox.injectFault({ on: 'closeSavingsAccount', kind: 'timeout-after-debit' });
  expect(await goal.jinaq.goals.cancel(as('aigerim'), { goal: goal.goal })).toMatchObject({
    state: 'waiting-for-bank',
  });
  goal.at('2026-02-02T01:00:00+05:00');
  expect(await goal.post('2026-01')).toMatchObject({ posted: [], missing: [], differences: [], failed: [] });
  expect(await goal.advance()).toMatchObject({ closed: 1 });
  const posted = (await goal.jinaq.goals.history(OPERATIONS, { goal: goal.goal })).filter(
    ({ type }) => type === 'interest.posted',
  );
  // 100,000 x 14 % x 26 days / 365.
  expect(posted.map(({ data }) => data)).toEqual([
    { on: '2026-01-31', due: '997.26', credited: '997.26', correction: '0.00' },
  ]);
});

test('expected interest is explained day range by day range and agrees with what the bank credits', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.endOfMonth('2026-02-01');
  const report = await goal.jinaq.interest.expected(as('bolat'), { goal: goal.goal, date: '2026-02-01' });
  expect(report).toMatchObject({ total: 103562n, credited: 103562n, unallocated: 0n });
  expect(report.ranges).toMatchObject([{ from: '2026-01-05' }]);
});

test('a rate from a day on is followed; one for days already posted is refused', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  const rate = { goal: goal.goal, rate: '12', from: '2026-01-20' };
  expect(await codeOf(goal.jinaq.interest.setRate(OPERATIONS, rate))).toBe('access.denied');
  expect(await codeOf(goal.jinaq.interest.setRate(ADMIN, { ...rate, from: '2025-12-31' }))).toBe('input.invalid');
  await goal.jinaq.interest.setRate(ADMIN, rate);
  await goal.sandbox.changeRate({ account: goal.account, rateBps: 1200, from: parseCivilDate('2026-01-20') });
  goal.at('2026-02-01T01:00:00+05:00');
  expect(await goal.endOfMonth('2026-02-01')).toMatchObject({ differences: [], missing: [], failed: [] });
  expect(await codeOf(goal.jinaq.interest.setRate(ADMIN, rate))).toBe('input.invalid');
});

test('one goal that fails is listed and does not stop the others', async () => {
  await begin(['aigerim', 'bolat']);
  await goal.pay('aigerim', 100_000);
  const other = await goal.jinaq.goals.create(as('bolat'), { title: 'Тау', target: 50_000, deadline: '2026-06-30' });
  await goal.jinaq.goals.contribute(as('bolat'), { goal: other.id, amount: 10_000 });
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.sandbox.runInterest(parseCivilDate('2026-02-01'));
  await goal.sandbox.injectFault({ on: 'statement', kind: 'timeout-before-debit' });
  const report = await goal.post('2026-01');
  expect(report).toMatchObject({ posted: [{}], failed: [{ error: { code: 'bank.unavailable' } }] });
  expect(await goal.post('2026-01')).toMatchObject({ posted: [{}], failed: [] });
});

test('interest can meet a goal', async () => {
  await begin(['aigerim', 'bolat'], { target: 100_500 });
  await goal.pay('aigerim', 100_000);
  goal.at('2026-02-01T01:00:00+05:00');
  await goal.endOfMonth('2026-02-01');
  expect((await goal.show()).status).toBe('reached');
  expect((await goal.historyTypes()).filter((type) => type === 'goal.reached')).toHaveLength(2);
});

test('A, B and C: each gets interest for what they had in, and for how long', async () => {
  await begin(['a', 'b', 'c'], { product: 'none', title: 'ABC' }, '2026-01-01T09:00:00+05:00');
  await goal.pay('a', 100_000);
  await goal.pay('c', 50_000);
  goal.at('2026-03-02T09:00:00+05:00');
  await goal.pay('b', 100_000);
  goal.at('2026-03-22T09:00:00+05:00');
  await goal.pay('c', 50_000);
  expect((await goal.show()).status).toBe('reached');
  goal.at('2026-04-01T09:00:00+05:00');
  const { id } = await goal.propose('a', { kind: 'cancel' });
  for (const client of ['a', 'b', 'c']) if ((await goal.show()).status === 'reached') await goal.vote(client, id);
  expect((await goal.show()).status).toBe('closed');
  const gained = await Promise.all(['a', 'b', 'c'].map(async (client) => (await goal.cash(client)) - tenge(1_000_000)));
  const total = gained.reduce((sum, part) => sum + part, 0n);
  // 9,000,000 : 3,000,000 : 5,000,000 tenge-days of 17,000,000, to the tiyn.
  const exact = [9n, 3n, 5n].map((part) => (total * part) / 17n);
  gained.forEach((part, index) => {
    expect(part - (exact[index] ?? 0n)).toBeGreaterThanOrEqual(0n);
    expect(part - (exact[index] ?? 0n)).toBeLessThanOrEqual(1n);
  });
});
