import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exitCodeOf } from '../../cli/exit-codes.js';
import { scenarioCommand } from '../../cli/scenario/command.js';
import type { DomainError } from '../../src/shared/index.js';

const STORY = (steps: string) =>
  `scenario: A tent\nnow: 2026-01-05T09:00:00+05:00\nclients: { a: { balance: 100000 } }\nsteps:\n${steps}`;
const CREATE =
  '  - { as: a, do: goals.create, with: { title: Tent, target: 100000, deadline: 2027-01-31 }, save: tent }\n';
const SHOW = '  - { as: a, do: goals.show, with: { goal: $tent.id }, expect: { collected: 5, title: Tent } }\n';
const FILES = {
  'good.yaml': STORY(CREATE),
  'unmet.yaml': STORY(`${CREATE}\n${SHOW}${CREATE}`),
  'wrong.yaml': STORY('  - { as: a, doo: goals.list }\n'),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jinaq-scenario-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls the command as the program does: what it prints, and the error that the program would tell. */
async function call(...args: readonly string[]): Promise<{ text: string; error?: DomainError; exitCode: number }> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const program = new Command('jinaq')
    .addOption(new Option('--db <address>').env('JINAQ_DB'))
    .addCommand(scenarioCommand());
  const paths = args.map((arg) => (arg.endsWith('.yaml') ? join(folder, arg) : arg));
  try {
    await program.parseAsync(paths, { from: 'user' });
    return { text, exitCode: 0 };
  } catch (error) {
    return { text, error: error as DomainError, exitCode: exitCodeOf(error) };
  }
}

test('a story that goes as it is told ends with 0 and shows each step with a tick', async () => {
  const { text, exitCode } = await call('scenario', 'run', 'good.yaml');
  expect(exitCode).toBe(0);
  expect(text).toContain(`A tent ${folder}/good.yaml\n✓   1 a goals.create { title: Tent,`);
  expect(text).not.toContain('\u001b');
});

test('an unmet expectation ends with 3 and shows the line and what differs', async () => {
  const { text, error, exitCode } = await call('scenario', 'run', 'unmet.yaml');
  expect(exitCode).toBe(3);
  expect(error).toMatchObject({ code: 'scenario.unmet', details: { files: [`${folder}/unmet.yaml`] } });
  expect(text).toContain(
    [
      '✗   2 a goals.show { goal: $tent.id } (line 7)',
      '        It is not as expected.',
      '        collected',
      '          - expected 5',
      '          + actual   0.00\n',
    ].join('\n'),
  );
  expect(text.match(/expected/g)).toEqual(['expected', 'expected']);
  expect(text).not.toContain('  3 a');
});

test('of several files all are played, and the summary names those that are not as told', async () => {
  const { text, error, exitCode } = await call('scenario', 'run', 'unmet.yaml', 'good.yaml');
  expect(exitCode).toBe(3);
  expect(error?.message).toBe(`Not as told: ${folder}/unmet.yaml.`);
  expect(text).toContain(`2 scenarios: 1 as told, 1 not:\n  ${folder}/unmet.yaml\n`);
  expect(text).toContain('good.yaml\n✓   1');
});

test('a file that is no scenario ends with 2 and names the place, and the others are played', async () => {
  const { text, error, exitCode } = await call('scenario', 'run', 'wrong.yaml', 'good.yaml', 'missing.yaml');
  expect(exitCode).toBe(2);
  expect(error?.details.problems).toEqual([
    expect.objectContaining({ path: `${folder}/wrong.yaml:5:5` }),
    { path: `${folder}/missing.yaml`, message: 'cannot be read (ENOENT)' },
  ]);
  expect(text).toContain('good.yaml\n✓   1');
  expect(text).toContain('3 scenarios: 1 as told, 2 not:');
});

test('--json prints the reports as one JSON object and nothing else', async () => {
  const { text, exitCode } = await call('scenario', 'run', '--json', 'good.yaml', 'unmet.yaml');
  expect(exitCode).toBe(3);
  expect(JSON.parse(text)).toMatchObject({
    ok: false,
    problems: [],
    scenarios: [
      { ok: true, scenario: 'A tent', steps: [{ number: 1, failure: null }], checks: Array(11).fill({}) },
      {
        ok: false,
        steps: [{}, { line: 7, failure: { differences: [{ path: 'collected', expected: '5', actual: '0.00' }] } }],
      },
    ],
  });
});

test('a database is played in only when it is named, before the command or after it', async () => {
  vi.stubEnv('JINAQ_DB', 'postgres://production');
  expect((await call('scenario', 'run', 'good.yaml')).exitCode).toBe(0);
  const bank = ['--bank', 'sandbox::memory:'];
  const before = await call('--db', 'nonsense', 'scenario', 'run', ...bank, 'good.yaml');
  const after = await call('scenario', 'run', ...bank, 'good.yaml', '--db', 'nonsense');
  for (const { error, exitCode } of [before, after]) {
    expect(exitCode).toBe(2);
    expect(error?.details.problems).toEqual([expect.objectContaining({ path: 'db' })]);
  }
});

test('a database that stays is not played in with a bank that is gone afterwards', async () => {
  const { error } = await call('scenario', 'run', 'good.yaml', '--db', `sqlite:${folder}/jinaq.db`);
  expect(error?.details.problems).toEqual([expect.objectContaining({ path: 'bank' })]);
});
