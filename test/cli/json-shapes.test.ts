import { describe, expect, it } from 'vitest';
import { jsonOf, NOW, runCli, seedFamily } from '../support/cli.js';

const MONEY = /^-?\d+\.\d\d$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+05:00$/;

describe('with --json', () => {
  it('a goal has the fields that others build on, money as text with two decimals', async () => {
    const { cwd, goal } = await seedFamily();
    const shown = await jsonOf(['goals', 'show', goal], { cwd });
    expect(shown).toMatchObject({
      id: goal,
      title: 'Той',
      kind: 'shared',
      status: 'active',
      target: '300000.00',
      collected: '0.00',
      missing: '300000.00',
      deadline: '2026-06-30',
      minContribution: '5000.00',
      organiser: 'aigerim',
      deputy: null,
      frozen: false,
      createdAt: expect.stringMatching(INSTANT),
    });
    expect(shown.members).toEqual([
      expect.objectContaining({
        client: 'aigerim',
        role: 'organiser',
        status: 'active',
        principal: '0.00',
        interest: '0.00',
      }),
      expect.objectContaining({
        client: 'bolat',
        role: 'participant',
        status: 'active',
        principal: '0.00',
        interest: '0.00',
      }),
    ]);
  });

  it('hides the sums of those who did not agree to show them, as null', async () => {
    const { cwd, goal } = await seedFamily();
    const { members } = await jsonOf(['goals', 'show', goal, '--as', 'bolat'], { cwd });
    expect(members).toMatchObject([
      { client: 'aigerim', principal: null, interest: null },
      { client: 'bolat', principal: '0.00', interest: '0.00' },
    ]);
  });

  it('a contribution has id, status, amount, key, goal and client, in each of its states', async () => {
    const { cwd, goal } = await seedFamily();
    const pay = async (amount: string, key: string) => {
      const args = [
        'goals',
        'contribute',
        goal,
        '--amount',
        amount,
        '--key',
        key,
        '--as',
        'bolat',
        '--now',
        NOW,
        '--json',
      ];
      return JSON.parse((await runCli(args, { cwd })).stdout);
    };
    const completed = await pay('5000.5', 'a');
    expect(completed).toMatchObject({
      status: 'completed',
      amount: '5000.50',
      key: 'a',
      goal,
      client: 'bolat',
      reason: null,
    });
    expect(completed.id).toMatch(UUID);
    expect(completed.createdAt).toMatch(INSTANT);
    expect(await pay('5000.50', 'a')).toEqual(completed);
    expect(await pay('100000', 'b')).toMatchObject({ status: 'refused', reason: 'bank.insufficient-funds' });

    await jsonOf(['bank', 'fault', '--on', 'transfer', '--kind', 'timeout-after-debit'], { cwd });
    const pending = await pay('6000', 'c');
    expect(pending).toMatchObject({ status: 'pending', reason: null });
    expect(await jsonOf(['transfers', 'settle'], { cwd })).toMatchObject({ completed: 1, refused: 0 });
    expect(await pay('6000', 'c')).toEqual({ ...pending, status: 'completed' });
  });

  it('every sum is text, so that no reader makes a double of it', async () => {
    const { cwd, goal } = await seedFamily();
    const { goal: view, expected, neededPerDay } = await jsonOf(['goals', 'progress', goal, '--now', NOW], { cwd });
    for (const sum of [view.target, view.collected, expected, neededPerDay]) expect(sum).toMatch(MONEY);
    const [account] = await jsonOf(['bank', 'accounts'], { cwd });
    expect(account.balance).toMatch(MONEY);
  });

  it('is one line for a program and indented on a terminal', async () => {
    const { cwd, goal } = await seedFamily();
    const args = ['goals', 'show', goal, '--json'];
    const line = (await runCli(args, { cwd })).stdout;
    expect(line.trimEnd()).not.toContain('\n');
    const page = (await runCli(args, { cwd, isTerminal: true })).stdout;
    expect(page).toMatch(/^\{\n {2}"id"/);
    expect(JSON.parse(page)).toEqual(JSON.parse(line));
  });
});
