import { describe, expect, test } from 'vitest';
import { readScenario } from '../../cli/scenario/read-scenario.js';
import type { Action } from '../../cli/scenario/scenario.js';
import { DomainError } from '../../src/shared/index.js';

const HEAD = 'scenario: A story\nnow: 2026-01-05T09:00:00+05:00\n';
const withSteps = (...steps: readonly string[]) => `${HEAD}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;

/** What is wrong with a scenario, as `line:column message`. */
function problemsOf(text: string): string[] {
  try {
    readScenario(text, 'story.yaml');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('input.invalid');
    const problems = error.details.problems as { path: string; message: string }[];
    return problems.map(({ path, message }) => `${path} ${message}`);
  }
  return [];
}

describe('a scenario is refused, by line and column,', () => {
  test.each([
    ['for an unknown key at the top', `${HEAD}step: []\nsteps: []`, '3:1 the key step is not known'],
    ['for an unknown key of a client', `${HEAD}clients:\n  a: { ballance: 5 }\nsteps: []`, '4:8 the key ballance'],
    ['for an unknown key of a step', withSteps('{ do: goals.list, wiht: {} }'), '4:23 the key wiht is not known'],
    ['for an unknown field', withSteps('{ do: goals.show, with: { gaol: x } }'), '4:31 the key gaol is not known'],
    ['for a key of another kind of step', withSteps('{ advance: 1h, expect: {} }'), '4:20 the key expect'],
    ['for a key that stands twice', `${HEAD}steps: []\nnow: 2026-01-06`, '4:1 Map keys must be unique'],
    ['for broken YAML', `${HEAD}steps: [`, '3:9 Flow sequence'],
    ['for a second document', `${HEAD}steps: []\n---\na: b`, '4:1 Source contains multiple documents'],
    ['for an alias', withSteps('&a { do: goals.list }', '*a'), '5:5 aliases are not taken here'],
    ['for a tag', withSteps('{ do: !secret goals.list }'), '4:11 Unresolved tag'],
    ['for a missing part', 'scenario: A story\nsteps: []', '1:1 the key now is missing'],
    ['without anything', '', '1:1 a scenario is a map of names and values'],
    ['for a day that does not exist', 'scenario: A\nnow: 2026-02-31\nsteps: []', '2:6 now: '],
    ['for an instant without an offset', 'scenario: A\nnow: 2026-02-01T09:00:00\nsteps: []', '2:6 now: has no offset'],
    ['for steps that are no list', `${HEAD}steps: { do: goals.list }`, '3:8 steps are a list'],
    ['for a step that does nothing', withSteps('{ as: a }'), '4:5 a step has exactly one of do, bank, advance, until'],
    ['for a step that does two things', withSteps('{ advance: 1h, until: 2026-02-01 }'), '4:5 a step has exactly one'],
    ['for an operation that is none', withSteps('{ do: goals.destroy }'), '4:11 there is no operation goals.destroy'],
    ['for a bank that cannot do this', withSteps('{ bank: rob }'), '4:13 there is no operation bank.rob'],
    [
      'for a refusal that is none',
      withSteps('{ do: goals.list, refused: savings.no }'),
      '4:32 no operation is refused',
    ],
    ['for a role that is none', withSteps('{ do: goals.list, role: king }'), '4:29 a role is one of admin'],
    ['for two actors', withSteps('{ do: goals.list, as: a, role: admin }'), '4:36 a step is done either'],
    ['for a client that cannot be', withSteps('{ do: goals.list, as: "a b" }'), '4:27 as: is not a client id'],
    ['for a duration that is none', withSteps('{ advance: 1 hour }'), '4:16 time advances by a number'],
    ['for no time at all', withSteps('{ advance: 0m }'), '4:16 time advances by a number'],
    ['for an end that does not exist', withSteps('{ until: 2026-02-30 }'), '4:14 until: '],
    ['for a name that nothing was saved under', withSteps('{ do: goals.show, with: { goal: $g.id } }'), '4:29 nothing'],
    ['for a process that sleeps', withSteps('{ process: sleep }'), '4:16 a process has a crash or a restart'],
    ['for a crash at nothing', withSteps('{ process: crash }'), '4:5 a crash says at what'],
    [
      'for a crash at what no process touches',
      withSteps('{ process: crash, with: { on: paper, when: after } }'),
      '4:35 on is one of mainAccount',
    ],
    [
      'for a crash during',
      withSteps('{ process: crash, with: { on: transfer, when: during } }'),
      '4:51 when is one of before, after',
    ],
    [
      'for a crash at no call',
      withSteps('{ process: crash, with: { on: transfer, when: after, nth: 0 } }'),
      '4:63 nth is a whole number',
    ],
    [
      'for a restart with conditions',
      withSteps('{ process: restart, with: { on: transfer } }'),
      '4:25 a restart is told',
    ],
    ['for a death that may be', withSteps('{ advance: 1h, dies: false }'), '4:26 dies is true, or not there'],
    [
      'for the answer of a process that dies',
      withSteps('{ do: goals.list, dies: true, save: list }'),
      '4:41 a process that dies answers nothing: no save',
    ],
    ['for a name that cannot be read again', withSteps('{ do: goals.list, save: a.b }'), '4:29 a name to save under'],
  ])('%s', (_why, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(`story.yaml:${problem}`)]);
  });

  test('with every problem at once', () => {
    const text = `${HEAD}clients: { a: { age: 5 } }\nsteps:\n  - { do: goals.destroy, wiht: {} }\n  - { advance: soon }\n`;
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('3:17 the key age'),
      expect.stringContaining('5:26 the key wiht'),
      expect.stringContaining('5:11 there is no operation'),
      expect.stringContaining('6:16 time advances'),
    ]);
  });

  test('unless an unknown field is what the story is about', () => {
    expect(problemsOf(withSteps('{ do: goals.show, with: { gaol: x }, refused: input.invalid }'))).toEqual([]);
  });
});

test('numbers keep every digit that was written', () => {
  const numbers = ['0.1', '0.10', '90071992547409.93', '12345678901234567890', '-0.00', '1e3', '007', '+77011234567'];
  const { steps } = readScenario(
    withSteps(`{ do: goals.list, with: { client: [${numbers.join(', ')}] }, expect: [${numbers.join(', ')}] }`),
    'story.yaml',
  );
  const [step] = steps as readonly Action[];
  expect(step?.input).toEqual({ client: numbers });
  expect(step?.expect).toEqual(numbers);
});

test('days, switches and nothing are what they look like', () => {
  const { steps } = readScenario(
    withSteps('{ do: goals.list, expect: [2026-02-01, true, null, no, "true"] }'),
    'story.yaml',
  );
  expect((steps[0] as Action).expect).toEqual(['2026-02-01', true, null, 'no', 'true']);
});
