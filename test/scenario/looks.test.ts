import { expect, test } from 'vitest';
import { readScenario } from '../../cli/scenario/read-scenario.js';
import { type RunOptions, runScenario, runScenarioFile } from '../../cli/scenario/run-scenario.js';
import { makeIban } from '../../src/shared/index.js';
import { BUGS } from '../simulate/bugs/index.js';
import { ROOT } from '../support/architecture.js';

/** What is found after a story that is told of a right Jinaq and played with one that is wrong. */
async function problemsOf(file: string, bug: string): Promise<readonly string[]> {
  const decorate = BUGS.find(({ name }) => name === bug)?.decorate;
  expect(decorate).toBeDefined();
  const { checks } = await runScenarioFile(`${ROOT}/test/scenario/${file}`, { decorate });
  return checks.flatMap(({ problems }) => problems);
}

test('a payout that was sent while a dispute was open is found', async () => {
  expect(await problemsOf('325-a-dispute-before-the-payout.yaml', 'lets a frozen goal pay out')).toEqual([
    expect.stringMatching(/^150000.00 was sent at .* although dispute .* was open$/),
  ]);
});

test('a date of a plan that was paid and is none of its dates is found', async () => {
  const problems = await problemsOf('410-the-last-transfer-of-a-goal.yaml', 'pays a due date twice');
  expect(problems).toContainEqual(expect.stringMatching(/^plan .*: .* was paid and is none of its dates$/));
});

test('that the bank does not know the account of a goal is found, and does not end the report', async () => {
  const decorate: RunOptions['decorate'] = ({ store, bank }) => ({
    store,
    bank: {
      ...bank,
      openSavingsAccount: async (command) => {
        const opened = await bank.openSavingsAccount(command);
        return { ...opened, account: makeIban('099', '0'.repeat(13)) };
      },
    },
  });
  const story = `scenario: A story
now: 2026-01-05T09:00:00+05:00
clients: { a: { balance: 100000 } }
steps:
  - { as: a, do: goals.create, with: { title: Tent, target: 100000, deadline: 2027-01-31 } }
`;
  const { checks, ok } = await runScenario(readScenario(story, 'story.yaml'), { decorate });
  expect(ok).toBe(false);
  expect(checks.filter(({ problems }) => problems.length > 0).map(({ name }) => name)).toEqual([
    'books agree with the bank',
    'every movement at the bank can be looked at',
  ]);
});
