import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, jsonOf, NOW, runCli, seedFamily, startCli, untilWritten } from '../support/cli.js';
import { paidDates, seedDuePlans } from '../support/due-plans.js';

const TIMEOUT_MS = 300_000;
/** More than a run has in hand at once. */
const MANY = 800;
const START = ['plans', 'start', '--amount', '10000', '--on', '5', '--now', NOW, '--as', 'bolat', '--json'];

describe('a plan on the command line', () => {
  it('needs the consent of its client, and is started once by a button that is pressed twice', async () => {
    const { cwd, goal } = await seedFamily();
    const silent = await runCli([...START, '--goal', goal], { cwd });
    expect([silent.code, errorOf(silent).details.problems[0].path]).toEqual([2, 'consent']);
    const started = await runCli([...START, '--goal', goal, '--consent'], { cwd });
    expect(JSON.parse(started.stdout)).toMatchObject({ status: 'active', floor: '5000.00', next: [{}, {}, {}] });
    const again = await runCli([...START, '--goal', goal, '--consent'], { cwd });
    expect([again.code, errorOf(again).code]).toEqual([5, 'plans.already-running']);
    expect(await jsonOf(['plans', 'list', '--as', 'bolat'], { cwd })).toHaveLength(1);
    expect((await runCli(['plans', 'list', '--client', 'bolat', '--as', 'aigerim'], { cwd })).code).toBe(6);
  });

  it('comes in by a file: bad lines are named, and the file can come again', async () => {
    const { cwd, goal } = await seedFamily();
    const lines = [`bolat,${goal},paper-1,10000,5`, `dana,${goal},paper-2,10000,5`, `bolat,${goal},paper-3,10000,35`];
    writeFileSync(join(cwd, 'plans.csv'), ['client,goal,consent,amount,on', ...lines].join('\n'));
    const first = await runCli(['plans', 'import', 'plans.csv', '--json', '--now', NOW], { cwd });
    expect(first.code).toBe(8);
    expect(JSON.parse(first.stdout)).toMatchObject({
      imported: 1,
      known: 0,
      refused: [
        { line: 3, error: { code: 'savings.not-a-member' } },
        { line: 4, error: { code: 'input.invalid' } },
      ],
    });
    const second = await runCli(['plans', 'import', 'plans.csv', '--json', '--now', NOW], { cwd });
    expect(JSON.parse(second.stdout)).toMatchObject({ imported: 0, known: 1 });
  });
});

describe('a run on the command line', () => {
  it('pays nothing when it is dry, and reports every date as CSV and as JSON', async () => {
    const due = await seedDuePlans(12, 0);
    const { cwd } = due;
    const dry = await jsonOf(['transfers', 'run', '--dry-run', '--report', 'dry.json', '--now', NOW], { cwd });
    expect(dry).toMatchObject({ dryRun: true, moved: '0.00', counts: [{ outcome: 'payable', count: 12 }] });
    expect(await paidDates(due)).toMatchObject({ paid: 0, waiting: 0 });
    const report = JSON.parse(readFileSync(join(cwd, 'dry.json'), 'utf8')) as { outcome: string }[];
    expect(report.map(({ outcome }) => outcome)).toEqual(Array(12).fill('payable'));
    const real = await jsonOf(['transfers', 'run', '--report', 'real.csv', '--now', NOW], { cwd });
    expect(real).toMatchObject({ due: 12, moved: '24000.00', stopped: null });
    expect(readFileSync(join(cwd, 'real.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(13);
    expect(existsSync(join(cwd, 'real.csv.part'))).toBe(false);
    const other = await runCli(['transfers', 'run', '--report', 'real.txt', '--now', NOW, '--json'], { cwd });
    expect([other.code, errorOf(other).details.problems[0].path]).toEqual([2, 'report']);
  });

  it('stops after so many errors, says so, and ends with 8', async () => {
    const due = await seedDuePlans(40, 0);
    const fault = ['bank', 'fault', '--on', 'transfer', '--kind', 'refuse', '--times', '1000', '--reason', 'limit'];
    await jsonOf(fault, due);
    const args = ['transfers', 'run', '--max-errors', '1', '--concurrency', '1', '--json', '--now', NOW];
    const run = await runCli(args, due);
    expect(run.code).toBe(8);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: [{ outcome: 'refused', reason: 'bank.refused' }] });
  });

  it(
    'finishes what is in flight on Ctrl-C, and the next run pays the rest',
    async () => {
      const due = await seedDuePlans(MANY, 20);
      const args = ['transfers', 'run', '--concurrency', '4', '--json', '--now', NOW];
      const { child, done } = startCli(args, due);
      await untilWritten(due, 50_000);
      child.kill('SIGINT');
      const { code, stdout } = await done;
      expect(code).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ stopped: 'interrupted', due: MANY });
      const between = await paidDates(due);
      expect(between).toMatchObject({ waiting: 0, ledger: true, bank: true });
      expect(between.paid).toBeLessThan(MANY);
      await jsonOf(['transfers', 'run', '--concurrency', '256', '--now', NOW], due);
      expect(await paidDates(due)).toEqual({ paid: MANY, plans: MANY, waiting: 0, ledger: true, bank: true });
    },
    TIMEOUT_MS,
  );
});
