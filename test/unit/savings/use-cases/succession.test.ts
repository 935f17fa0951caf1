import { afterEach, expect, test } from 'vitest';
import { ADMIN, as, openSharedGoal, type SharedGoal } from './shared-goal.js';

let goal: SharedGoal;
const begin = async (...args: Parameters<typeof openSharedGoal>) => {
  goal = await openSharedGoal(...args);
  return goal;
};
afterEach(async () => {
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});
const organiser = async () => (await goal.show()).organiser;

test('the deputy takes over when a met goal has waited 60 days for its organiser, and gets 60 days of their own', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { target: 30_000, deputy: 'bolat' });
  await goal.pay('dana', 30_000);
  goal.at('2026-03-05T10:00:00+05:00');
  await goal.advance();
  expect(await organiser()).toBe('aigerim');
  goal.at('2026-03-06T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [] });
  expect(await organiser()).toBe('bolat');
  goal.at('2026-05-04T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [] });
  goal.at('2026-05-05T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [{ goal: goal.goal, vacancy: 'inactive', by: 'vote' }] });
});

test('who proposes or votes is not taken for absent', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { target: 30_000, deputy: 'bolat' });
  await goal.pay('dana', 30_000);
  goal.at('2026-02-20T10:00:00+05:00');
  const { id } = await goal.propose('dana', { kind: 'payout', client: 'dana' });
  await goal.vote('aigerim', id, false);
  goal.at('2026-03-10T10:00:00+05:00');
  await goal.advance();
  expect(await organiser()).toBe('aigerim');
});

test('an organiser who leaves a dispute unanswered for 60 days is succeeded, who answers is not', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { deputy: 'bolat' });
  const { id } = await goal.dispute('dana');
  goal.at('2026-03-05T10:00:00+05:00');
  await goal.advance();
  expect(await organiser()).toBe('aigerim');
  goal.at('2026-03-06T10:00:00+05:00');
  await goal.advance();
  expect(await organiser()).toBe('bolat');
  await goal.jinaq.disputes.answer(as('bolat'), { dispute: id, text: 'Here is the account of it' });
  goal.at('2026-06-06T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [] });
});

test('without a deputy the others elect without the absent one; when they elect nobody it is for the admin', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { target: 30_000 });
  await goal.pay('dana', 30_000);
  goal.at('2026-03-06T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [{ vacancy: 'inactive', by: 'vote' }] });
  const first = await goal.propose('bolat', { kind: 'replace-organiser', client: 'bolat' });
  expect(first).toMatchObject({ electorate: [{ client: 'bolat' }, { client: 'dana' }], threshold: 'all' });
  await goal.vote('bolat', first.id);
  expect(await goal.vote('dana', first.id, false)).toMatchObject({ status: 'rejected' });
  expect(await goal.advance()).toMatchObject({ vacant: [{ vacancy: 'inactive', by: 'admin' }] });
  await goal.jinaq.goals.appoint(ADMIN, { goal: goal.goal, client: 'dana' });
  expect(await goal.advance()).toMatchObject({ vacant: [] });
});

test('an absent organiser who comes back may hand over, and then votes like the others', async () => {
  await begin(['aigerim', 'bolat', 'dana'], { target: 30_000 });
  await goal.pay('dana', 30_000);
  goal.at('2026-03-06T10:00:00+05:00');
  const { electorate } = await goal.propose('aigerim', { kind: 'replace-organiser', client: 'bolat' });
  expect(electorate).toHaveLength(3);
});

test('a blocked organiser without a deputy leaves the goal to a vote, and to the admin where nobody can vote', async () => {
  await begin(['aigerim', 'bolat']);
  const mark = (client: string) => goal.jinaq.clients.mark(ADMIN, { client, status: 'blocked' });
  await mark('aigerim');
  expect(await goal.advance()).toMatchObject({ vacant: [{ vacancy: 'blocked', by: 'vote' }] });
  await mark('bolat');
  expect(await goal.advance()).toMatchObject({ vacant: [{ vacancy: 'blocked', by: 'admin' }] });
});

test('a goal of one has nobody who waits', async () => {
  await begin(['aigerim'], { kind: 'personal', target: 30_000 });
  await goal.pay('aigerim', 30_000);
  goal.at('2026-05-06T10:00:00+05:00');
  expect(await goal.advance()).toMatchObject({ vacant: [] });
});
