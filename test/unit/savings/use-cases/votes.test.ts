import { afterEach, describe, expect, test } from 'vitest';
import { as, codeOf, openSharedGoal, type SharedGoal, tenge } from './shared-goal.js';

let goal: SharedGoal;
const begin = async (...args: Parameters<typeof openSharedGoal>) => {
  goal = await openSharedGoal(...args);
  return goal;
};
const THREE = ['aigerim', 'bolat', 'dana'];
afterEach(async () => {
  await goal.advance();
  await goal.expectSoundBooks();
  await goal.jinaq.close();
});

describe('a vote', () => {
  test('that is tied is not passed: silence and time decide', async () => {
    await begin([...THREE, 'erlan']);
    for (const client of [...THREE, 'erlan']) await goal.pay(client, 10_000);
    const { id } = await goal.propose('aigerim', { kind: 'change', target: 400_000 });
    await goal.vote('aigerim', id);
    await goal.vote('bolat', id);
    expect(await goal.vote('dana', id, false)).toMatchObject({ status: 'open', tally: { outcome: 'undecided' } });
    expect(await goal.vote('erlan', id, false)).toMatchObject({ status: 'rejected' });
    expect((await goal.show()).target).toBe(tenge(300_000));
  });

  test('of which nobody says anything ends after 72 hours as no', async () => {
    await begin(THREE);
    const { id } = await goal.propose('aigerim', { kind: 'change', target: 400_000 });
    goal.at('2026-01-08T08:59:59+05:00');
    expect(await goal.advance()).toMatchObject({ decided: 0 });
    goal.at('2026-01-08T09:00:00+05:00');
    expect(await codeOf(goal.vote('bolat', id))).toBe('proposals.closed');
    expect(await goal.advance()).toMatchObject({ decided: 1 });
    expect(await goal.advance()).toMatchObject({ decided: 0 });
    expect(await goal.jinaq.proposals.show(as('bolat'), { proposal: id })).toMatchObject({ status: 'rejected' });
  });

  test('is decided as soon as the outcome is sure, and later votes are refused', async () => {
    await begin(THREE);
    const { id } = await goal.propose('aigerim', { kind: 'change', target: 400_000, minContribution: 500 });
    await goal.vote('aigerim', id);
    expect(await goal.vote('bolat', id)).toMatchObject({ status: 'passed' });
    expect(await goal.show()).toMatchObject({ target: tenge(400_000), minContribution: tenge(500) });
    expect(await codeOf(goal.vote('dana', id, false))).toBe('proposals.closed');
  });

  test('keeps the weights of its opening, whatever is paid later', async () => {
    await begin(THREE);
    await goal.pay('aigerim', 60_000);
    await goal.pay('bolat', 10_000);
    const { id } = await goal.propose('bolat', { kind: 'change', target: 400_000 });
    await goal.pay('bolat', 200_000);
    await goal.vote('bolat', id);
    const shown = await goal.vote('dana', id);
    expect(shown).toMatchObject({ status: 'open', tally: { yes: { heads: 2, money: tenge(10_000) } } });
    await goal.jinaq.proposals.withdraw(as('bolat'), { proposal: id });
    expect(await codeOf(goal.vote('aigerim', id))).toBe('proposals.closed');
  });

  test('goes on with its electorate when somebody leaves meanwhile', async () => {
    await begin([...THREE, 'erlan']);
    for (const client of [...THREE, 'erlan']) await goal.pay(client, 10_000);
    const { id } = await goal.propose('aigerim', { kind: 'change', target: 400_000 });
    await goal.vote('aigerim', id);
    await goal.jinaq.goals.leave(as('dana'), { goal: goal.goal });
    expect((await goal.vote('bolat', id)).tally).toMatchObject({ all: { heads: 4 }, outcome: 'undecided' });
    expect(await goal.vote('erlan', id)).toMatchObject({ status: 'passed' });
  });

  test('is for members only', async () => {
    await begin(THREE);
    await goal.jinaq.clients.register({ kind: 'staff', role: 'operations' }, { id: 'zara', name: 'Zara' });
    const { id } = await goal.propose('aigerim', { kind: 'cancel' });
    expect(await codeOf(goal.vote('zara', id))).toBe('access.denied');
    expect(await codeOf(goal.propose('zara', { kind: 'cancel' }))).toBe('access.denied');
    expect(await codeOf(goal.jinaq.proposals.withdraw(as('bolat'), { proposal: id }))).toBe('access.denied');
  });
});

describe('what is decided is done', () => {
  test('a removed member gets everything back, sees the goal no more, and gets the rest after the posting', async () => {
    await begin(THREE);
    for (const client of THREE) await goal.pay(client, 50_000);
    goal.at('2026-01-20T09:00:00+05:00');
    const { id } = await goal.propose('aigerim', { kind: 'remove-member', client: 'dana' });
    await goal.vote('aigerim', id);
    await goal.vote('bolat', id);
    expect(await goal.memberOf('dana')).toMatchObject({ status: 'removed', principal: 0n });
    expect(await goal.cash('dana')).toBe(tenge(1_000_000));
    expect(await codeOf(goal.jinaq.goals.show(as('dana'), { goal: goal.goal }))).toBe('access.denied');
    goal.at('2026-02-01T01:00:00+05:00');
    await goal.endOfMonth('2026-02-01');
    expect(await goal.cash('dana')).toBe(tenge(1_000_000) + 28767n);
    expect(await goal.memberOf('dana')).toMatchObject({ status: 'removed', interest: 0n });
  });

  test('a removed member whose refund was held is removed when it has arrived', async () => {
    await begin(THREE);
    await goal.pay('dana', 50_000);
    await goal.sandbox.injectFault({ on: 'transfer', kind: 'held', delayMs: 3_600_000 });
    const { id } = await goal.propose('aigerim', { kind: 'remove-member', client: 'dana' });
    for (const client of THREE) await goal.vote(client, id).catch(() => undefined);
    expect(await goal.memberOf('dana')).toMatchObject({ status: 'leaving' });
    goal.at('2026-01-05T11:00:00+05:00');
    await goal.settle();
    expect(await goal.memberOf('dana')).toMatchObject({ status: 'removed' });
  });

  test('an early withdrawal takes from principal and interest pro rata, and the member stays', async () => {
    await begin(THREE);
    for (const client of THREE) await goal.pay(client, 50_000);
    goal.at('2026-02-01T01:00:00+05:00');
    await goal.endOfMonth('2026-02-01');
    const { id } = await goal.propose('bolat', { kind: 'early-withdrawal', client: 'bolat', amount: 10_000 });
    await goal.vote('bolat', id);
    // The one who gains is not enough alone.
    expect(await goal.cash('bolat')).toBe(tenge(950_000));
    await goal.vote('dana', id);
    expect(await goal.cash('bolat')).toBe(tenge(960_000));
    const bolat = await goal.memberOf('bolat');
    expect(bolat?.status).toBe('active');
    expect((bolat?.principal ?? 0n) + (bolat?.interest ?? 0n)).toBe(tenge(40_000) + 51781n);
    expect(bolat?.interest).toBeLessThan(51781n);
  });

  test('an early withdrawal of more than there is left is told as failed, and pays nothing', async () => {
    await begin(THREE);
    for (const client of THREE) await goal.pay(client, 50_000);
    const first = await goal.propose('bolat', { kind: 'early-withdrawal', client: 'bolat', amount: 40_000 });
    const second = await goal.propose('bolat', { kind: 'early-withdrawal', client: 'bolat', amount: 30_000 });
    for (const { id } of [first, second]) for (const client of ['bolat', 'dana']) await goal.vote(client, id);
    expect(await goal.cash('bolat')).toBe(tenge(990_000));
    expect(await goal.historyTypes()).toContain('proposal.failed');
  });

  test('a met goal is paid out to one member by two thirds', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    goal.at('2026-01-25T09:00:00+05:00');
    const { id } = await goal.propose('aigerim', { kind: 'payout', client: 'aigerim' });
    await goal.vote('aigerim', id);
    await goal.vote('bolat', id);
    expect((await goal.show()).status).toBe('closed');
    // 20 days of interest to date went with it.
    expect(await goal.cash('aigerim')).toBe(tenge(1_100_000) + 115068n);
    expect(await goal.refunds()).toMatchObject([{ purpose: 'payout', lines: { length: 3 } }]);
    expect(await goal.show()).toMatchObject({ collected: 0n, members: [{ status: 'left' }, {}, {}] });
  });

  test('a met goal is paid out to an IBAN outside', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    const { account } = await goal.sandbox.fund('hall', tenge(1));
    const { id } = await goal.propose('aigerim', { kind: 'payout', iban: account });
    for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
    expect(await goal.cash('hall')).toBe(tenge(150_001));
    expect((await goal.show()).status).toBe('closed');
  });

  test('a payout that the bank refuses is parked for all of them, and goes out with another account', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    const { id } = await goal.propose('aigerim', { kind: 'payout', iban: 'KZ86125KZT5004100100' });
    for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
    expect((await goal.show()).status).toBe('cancelling');
    const [parked] = await goal.refunds('unclaimed');
    expect(parked).toMatchObject({ reason: 'account-unknown' });
    const { account } = await goal.sandbox.fund('hall', tenge(1));
    const refund = parked?.id ?? '';
    await goal.jinaq.refunds.retry({ kind: 'staff', role: 'operations' }, { refund, account });
    await goal.advance();
    expect((await goal.show()).status).toBe('closed');
    expect(await goal.cash('hall')).toBe(tenge(150_001));
  });

  test('a second decision does not undo the closing that a first one began', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    const payout = await goal.propose('aigerim', { kind: 'payout', client: 'aigerim' });
    const cancel = await goal.propose('dana', { kind: 'cancel' });
    await goal.sandbox.down();
    for (const client of ['aigerim', 'bolat']) await goal.vote(client, payout.id);
    for (const client of ['dana', 'bolat']) await goal.vote(client, cancel.id);
    await goal.sandbox.up();
    await goal.advance();
    expect((await goal.show()).status).toBe('closed');
    expect(await goal.cash('aigerim')).toBe(tenge(1_100_000));
    expect(await goal.historyTypes()).toContain('proposal.failed');
  });

  test('the organiser is replaced by a vote; nobody’s money moves', async () => {
    await begin(THREE);
    for (const client of THREE) await goal.pay(client, 50_000);
    const { id } = await goal.propose('bolat', { kind: 'replace-organiser', client: 'bolat' });
    for (const client of ['bolat', 'dana']) await goal.vote(client, id);
    expect((await goal.show()).organiser).toBe('bolat');
    expect(await goal.memberOf('aigerim')).toMatchObject({ role: 'participant', principal: tenge(50_000) });
  });
});

describe('nobody takes what is not theirs', () => {
  test('the interest of a leaver’s last days is theirs, also when the goal is paid out to another member', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    goal.at('2026-01-15T09:00:00+05:00');
    await goal.jinaq.goals.leave(as('dana'), { goal: goal.goal });
    goal.at('2026-01-25T09:00:00+05:00');
    const { id } = await goal.propose('aigerim', { kind: 'payout', client: 'aigerim' });
    for (const client of ['aigerim', 'bolat']) await goal.vote(client, id);
    expect((await goal.show()).status).toBe('closed');
    // 50,000 x 14 % x 10 days / 365.
    expect(await goal.cash('dana')).toBe(tenge(1_000_000) + 19178n);
  });

  test('who is the only one able to act does not decide alone about the money of the others', async () => {
    await begin(THREE, { target: 150_000 });
    for (const client of THREE) await goal.pay(client, 50_000);
    for (const client of ['bolat', 'dana'])
      await goal.jinaq.clients.mark({ kind: 'staff', role: 'admin' }, { client, status: 'blocked' });
    expect(await codeOf(goal.propose('aigerim', { kind: 'payout', client: 'aigerim' }))).toBe('clients.blocked');
    const { id } = await goal.propose('aigerim', { kind: 'cancel' });
    await goal.vote('aigerim', id);
    for (const client of THREE) expect(await goal.cash(client)).toBe(tenge(1_000_000));
  });
});
