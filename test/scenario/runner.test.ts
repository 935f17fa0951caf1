import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readScenario } from '../../cli/scenario/read-scenario.js';
import { type RunOptions, runScenario } from '../../cli/scenario/run-scenario.js';
import type { Bank } from '../../src/savings/index.js';
import { formatInstant } from '../../src/shared/index.js';

const GOAL = '{ as: a, do: goals.create, with: { title: Tent, target: 100000, deadline: 2027-01-31 }, save: tent }';
const PAY = '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 40000, key: k }, save: paid }';

/** Plays steps with one client, a, who has 100,000 tenge. */
function play(steps: readonly string[], options?: RunOptions) {
  const head = 'scenario: A story\nnow: 2026-01-05T09:00:00+05:00\nclients: { a: { balance: 100000 } }\nsteps:\n';
  return runScenario(readScenario(head + steps.map((step) => `  - ${step}\n`).join(''), 'story.yaml'), options);
}

const failuresIn = (report: Awaited<ReturnType<typeof play>>) => report.steps.flatMap(({ failure }) => failure ?? []);
const problemsIn = (report: Awaited<ReturnType<typeof play>>) => report.checks.flatMap(({ problems }) => problems);

describe('a step', () => {
  test('that is as told leaves the story on its way', async () => {
    const report = await play([
      GOAL,
      PAY,
      '{ as: a, do: goals.show, with: { goal: $tent.id }, expect: { collected: 40000 } }',
    ]);
    expect(report).toMatchObject({ ok: true, file: 'story.yaml', scenario: 'A story', checks: { length: 11 } });
    expect(report.steps.map(({ number, line, title }) => [number, line, title])).toEqual([
      [1, 5, 'a goals.create { title: Tent, target: 100000, deadline: 2027-01-31 }'],
      [2, 6, 'a goals.contribute { goal: $tent.id, amount: 40000, key: k }'],
      [3, 7, 'a goals.show { goal: $tent.id }'],
    ]);
  });

  test('that is not as expected ends the story, with what differs', async () => {
    const show = '{ as: a, do: goals.show, with: { goal: $tent.id }, expect: { collected: 40000.01, status: active } }';
    const report = await play([GOAL, PAY, show, PAY]);
    expect(report.ok).toBe(false);
    expect(report.steps).toHaveLength(3);
    expect(failuresIn(report)).toEqual([
      {
        problem: 'It is not as expected.',
        differences: [{ path: 'collected', expected: '40000.01', actual: '40000.00' }],
      },
    ]);
  });

  test.each([
    [
      'is refused and should not be',
      '{ as: b, do: goals.show, with: { goal: $tent.id } }',
      'It was refused: There is no client b. (not-found)',
    ],
    [
      'is refused otherwise',
      '{ as: b, do: goals.show, with: { goal: $tent.id }, refused: access.denied }',
      'It should be refused with access.denied, but it was with not-found',
    ],
    [
      'is not refused',
      '{ as: a, do: goals.show, with: { goal: $tent.id }, refused: access.denied }',
      'It should be refused with access.denied, but it was done.',
    ],
    [
      'is refused by the bank and says nothing of it',
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 100000 } }',
      'It was refused with bank.insufficient-funds.',
    ],
    [
      'reads what was not saved',
      '{ as: a, do: goals.show, with: { goal: $tent.name }, refused: input.invalid }',
      '$tent.name: is not among the saved results',
    ],
    ['goes back in time', '{ until: 2026-01-04 }', 'It is 2026-01-05T09:00:00+05:00 already: time does not run back.'],
  ])('that %s ends the story', async (_how, step, problem) => {
    const spend = '{ bank: card, with: { client: a, amount: 1000 } }';
    const report = await play([GOAL, spend, step]);
    expect(failuresIn(report)).toEqual([expect.objectContaining({ problem: expect.stringContaining(problem) })]);
  });

  test('is refused as told by an error or by a result, and its details can be told, too', async () => {
    const report = await play([
      GOAL,
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 100001 }, refused: savings.over-target, expect: { details: { missing: 100000 } } }',
      '{ bank: card, with: { client: a, amount: 1000 } }',
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 100000 }, refused: bank.insufficient-funds, expect: { status: refused } }',
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 100000 }, expect: { reason: bank.insufficient-funds } }',
    ]);
    expect(failuresIn(report)).toEqual([]);
  });

  test('that is refused as told still has to be as expected', async () => {
    const step =
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: 100001 }, refused: savings.over-target, expect: { details: { missing: 1 } } }';
    const [failure] = failuresIn(await play([GOAL, step]));
    expect(failure?.differences).toEqual([{ path: 'details.missing', expected: '1', actual: '100000.00' }]);
  });

  test('works with saved results, in its input and in what it expects', async () => {
    const report = await play([
      GOAL,
      PAY,
      '{ as: a, do: goals.contribute, with: { goal: $tent.id, amount: $paid.amount, key: $paid.key }, expect: { id: $paid.id } }',
      '{ as: a, do: goals.edit, with: { goal: $tent.id, title: "$tent.title for $tent.members.0.client, $$5" }, expect: { title: "Tent for a, $$5" } }',
    ]);
    expect(failuresIn(report)).toEqual([]);
  });

  test('takes amounts to the tiyn, whatever a double would make of them', async () => {
    const report = await play([
      '{ bank: fund, with: { client: a, amount: 70368744177664.01 }, expect: { balance: 70368744277664.01 } }',
      '{ bank: card, with: { client: a, amount: 0.1 }, expect: { balance: 70368744277663.91 } }',
      '{ bank: card, with: { client: a, amount: 0.2 }, expect: { balance: 70368744277663.71 } }',
      // An integer is tenge as well, not tiyn.
      '{ bank: card, with: { client: a, amount: 70368744277663 }, expect: { balance: 0.71 } }',
    ]);
    expect(failuresIn(report)).toEqual([]);
  });
});

describe('time', () => {
  test('brings the jobs that are due, each at its time', async () => {
    const report = await play([
      GOAL,
      '{ bank: fault, with: { on: transfer, kind: timeout-after-debit } }',
      PAY.replace('save: paid', 'expect: { status: pending }'),
      '{ advance: 14m }',
      PAY.replace('save: paid', 'expect: { status: pending }'),
      '{ advance: 1m }',
      PAY.replace('save: paid', 'expect: { status: completed }'),
    ]);
    const everyQuarter = { 'transfers.settle': 1, 'messages.plan': 1, 'messages.send': 1 };
    expect(report.ok).toBe(true);
    expect(report.steps.map(({ jobs }) => jobs)).toEqual([{}, {}, {}, {}, {}, everyQuarter, {}]);
    expect(formatInstant(report.steps.at(-1)?.at ?? new Date(0))).toBe('2026-01-05T09:15:00+05:00');
  });

  test('brings interest on the first of the month, which the books explain', async () => {
    const report = await play([
      GOAL,
      PAY,
      '{ until: 2026-02-01 }',
      '{ advance: 1h }',
      '{ bank: show, with: { account: $tent.account }, expect: { balance: 40414.25 } }',
    ]);
    expect(report.ok).toBe(true);
    expect(report.steps[3]?.jobs).toMatchObject({ 'bank.run-interest': 1 });
  });

  test.each([
    ['45m', '2026-01-05T09:45'],
    ['26h', '2026-01-06T11:00'],
    ['2d', '2026-01-07T09:00'],
    ['1w', '2026-01-12T09:00'],
    ['1M', '2026-02-05T09:00'],
  ])('advances by %s to %s', async (by, end) => {
    const report = await play([`{ advance: ${by} }`]);
    expect(formatInstant(report.steps[0]?.at ?? new Date(0)).slice(0, 16)).toBe(end);
  });

  test('a month after the 31st is the last of the next month', async () => {
    const report = await play(['{ until: 2026-01-31T10:00:00+05:00 }', '{ advance: 1M }']);
    expect(formatInstant(report.steps[1]?.at ?? new Date(0))).toBe('2026-02-28T10:00:00+05:00');
  });

  test('ends the story when a job fails, but not when the bank is down', async () => {
    const broken = (bank: Bank): Bank => ({ ...bank, transferStatus: () => Promise.reject(new Error('no paper')) });
    const steps = [GOAL, '{ bank: down }', PAY, '{ advance: 15m }', '{ bank: up }'];
    const report = await play(steps, { decorate: ({ store, bank }) => ({ store, bank: broken(bank) }) });
    expect(report.steps).toHaveLength(4);
    expect(failuresIn(report)).toEqual([
      expect.objectContaining({ problem: expect.stringMatching(/^The job transfers.settle failed at .*no paper/) }),
    ]);
    expect(problemsIn(report)).toEqual([expect.stringContaining('no paper')]);
    expect((await play(steps)).ok).toBe(true);
  });
});

describe('a process', () => {
  const crash = (on: string, when: string, nth = 1) =>
    `{ process: crash, with: { on: ${on}, when: ${when}, nth: ${nth} } }`;
  const dying = PAY.replace('save: paid', 'dies: true');

  test.each([
    [
      'dies unannounced',
      [GOAL, crash('transfer', 'after'), PAY],
      'The process died: a step that says so has dies: true.',
    ],
    ['does not die', [GOAL, crash('transfer', 'after', 2), dying], 'was to die in this step, and it did not'],
    ['is dead', [GOAL, crash('transfer', 'after'), dying, '{ do: goals.list }'], 'No process runs'],
    ['dies twice', [GOAL, crash('transfer', 'after'), dying, crash('read', 'before')], 'No process runs'],
  ])('that %s ends the story', async (_how, steps, problem) => {
    const report = await play(steps);
    expect(failuresIn(report)).toEqual([expect.objectContaining({ problem: expect.stringContaining(problem) })]);
    // One is started for the checks: the books are right whenever it died.
    expect(problemsIn(report)).toEqual([]);
  });

  test('that is dead does no jobs, and the bank goes on without it', async () => {
    const up = '{ bank: fund, with: { client: a, amount: 1 }, expect: { balance: 60001 } }';
    const report = await play([GOAL, crash('transfer', 'after'), dying, '{ advance: 1h }', up, '{ process: restart }']);
    expect(failuresIn(report)).toEqual([]);
    expect(report.steps[3]?.jobs).toEqual({});
    expect(report.ok).toBe(true);
  });

  test('that forgets what it has sent pays twice, and the books tell', async () => {
    const steps = [GOAL, crash('transfer', 'after'), dying, '{ process: restart }', '{ advance: 1h }'];
    // What the bank has once done is asked for under a new key by the next process.
    let processes = 0;
    const decorate: RunOptions['decorate'] = ({ store, bank }) => {
      const name = `process-${(processes += 1)}`;
      const key = (given: string): string => `${given}/${name}`;
      const transfer: Bank['transfer'] = (command) => bank.transfer({ ...command, key: key(command.key) });
      return { store, bank: { ...bank, transfer, transferStatus: (given) => bank.transferStatus(key(given)) } };
    };
    expect((await play(steps)).ok).toBe(true);
    const report = await play(steps, { decorate });
    expect(failuresIn(report)).toEqual([]);
    expect(problemsIn(report)).toEqual([
      expect.stringContaining('the bank has 80000.00, the ledger says 40000.00'),
      expect.stringContaining('the bank took 40000.00 under the key'),
      expect.stringContaining('the bank took 40000.00 under the key'),
      expect.stringContaining('is completed, but the bank moved nothing'),
      expect.stringMatching(/was taken from a under the key .*process-1, which nobody has ordered/),
      expect.stringMatching(/was taken from a under the key .*process-2, which nobody has ordered/),
    ]);
  });

  test('dies in the job that was named, and not in those before it', async () => {
    const inJob = "{ process: crash, with: { on: any, when: before, during: 'messages.plan' } }";
    const report = await play([
      GOAL,
      inJob,
      '{ advance: 15m, dies: true }',
      '{ process: restart }',
      '{ advance: 15m }',
    ]);
    expect(failuresIn(report)).toEqual([]);
    expect(report.steps.map(({ jobs }) => Object.keys(jobs))).toEqual([
      ...[[], [], ['transfers.settle'], []],
      ['transfers.settle', 'messages.plan', 'messages.send'],
    ]);
  });

  test('keeps nothing in mind over a restart, but the database, the bank, its faults and the channels stay', async () => {
    const report = await play([
      GOAL,
      '{ do: channels.set, with: { channel: sms, mode: down } }',
      '{ bank: fault, with: { on: transfer, kind: refuse, reason: account-closed } }',
      '{ process: restart }',
      PAY.replace('save: paid', 'refused: bank.account-closed'),
      '{ do: channels.show, expect: { sms: down, push: delivers } }',
    ]);
    expect(failuresIn(report)).toEqual([]);
  });
});

describe('after every story', () => {
  test('a bank that is still down is brought up, and what is pending is settled', async () => {
    const report = await play([
      GOAL,
      '{ bank: fault, with: { on: any, kind: slow, times: 100 } }',
      '{ bank: down }',
      PAY,
    ]);
    expect(report.ok).toBe(true);
  });

  test('books that say less than the bank has are found', async () => {
    const list = '{ as: a, do: ledger.statement, with: { goal: $tent.id }, save: entries }';
    const reverse = '{ do: ledger.reverse, with: { transfer: $entries.1.id, reason: a mistake } }';
    const report = await play([GOAL, PAY, list, reverse]);
    expect(failuresIn(report)).toEqual([]);
    expect(report.ok).toBe(false);
    expect(problemsIn(report)).toEqual([expect.stringContaining('the bank has 40000.00, the ledger says 0.00')]);
  });

  test('a bank that says it has paid and has not is found', async () => {
    const lying = (bank: Bank): Bank => ({
      ...bank,
      transfer: async ({ valueDate }) => ({ status: 'completed', reference: 'x', valueDate: valueDate as never }),
    });
    const report = await play([GOAL, PAY], { decorate: ({ store, bank }) => ({ store, bank: lying(bank) }) });
    expect(problemsIn(report)).toEqual([
      expect.stringContaining('the bank has 0.00, the ledger says 40000.00'),
      expect.stringContaining('of 40000.00 is completed, but the bank moved nothing'),
    ]);
  });

  test('money from elsewhere on the account of a goal is found', async () => {
    const generous = (bank: Bank): Bank => ({
      ...bank,
      transfer: (command) => bank.transfer({ ...command, amount: command.amount + 1n }),
    });
    const report = await play([GOAL, PAY], { decorate: ({ store, bank }) => ({ store, bank: generous(bank) }) });
    expect(problemsIn(report)).toEqual([
      expect.stringContaining('the bank has 40000.01, the ledger says 40000.00'),
      expect.stringMatching(/the bank took 40000.01 for contribution .* of 40000.00/),
    ]);
  });

  test('interest of a month that is over and that nobody has booked is found, that of this month is waited for', async () => {
    const hiding = (bank: Bank): Bank => ({
      ...bank,
      statement: async (range) => {
        const told = await bank.statement(range);
        return { ...told, entries: [], closing: told.opening };
      },
    });
    const decorate: RunOptions['decorate'] = ({ store, bank }) => ({ store, bank: hiding(bank) });
    const month = '{ until: 2026-02-01T02:00:00+05:00 }';
    const report = await play([GOAL, PAY, month], { decorate });
    expect(problemsIn(report)).toEqual([expect.stringContaining('the ledger says 40000.00')]);
    const early = '{ bank: interest, with: { goal: $tent.id, amount: 10, date: 2026-01-06 } }';
    expect(problemsIn(await play([GOAL, PAY, '{ advance: 3d }', early]))).toEqual([]);
  });

  test('the books are looked at even when the story has ended early', async () => {
    const report = await play([GOAL, PAY, '{ as: b, do: goals.list }']);
    expect(report.checks).toHaveLength(11);
  });
});

describe('in files', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'jinaq-scenario-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a story is played on what is there, and money that came from nowhere is found', async () => {
    const options = { db: `sqlite:${folder}/jinaq.db`, bank: `sandbox:${folder}/bank.db` };
    expect((await play([GOAL, PAY], options)).ok).toBe(true);
    const again = await play(['{ as: a, do: goals.list, expect: [{ collected: 40000 }] }'], options);
    expect(again.ok).toBe(true);
    const file = new Database(`${folder}/bank.db`);
    file.prepare('UPDATE accounts SET balance = balance - 1 WHERE kind = 1').run();
    file.close();
    const report = await play(['{ do: goals.list }'], options);
    expect(problemsIn(report)).toEqual(expect.arrayContaining([expect.stringContaining('not zero')]));
  });
});
