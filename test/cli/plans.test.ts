import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, jsonOf, NOW, runCli, temporaryFolder } from '../support/cli.js';

const PROPOSE = ['plans', 'propose', '--db', 'sqlite::memory:', '--now', NOW];
const cwd = temporaryFolder();
const run = (...args: readonly string[]) => runCli([...PROPOSE, ...args], { cwd });

describe('plans propose', () => {
  it('tells the amount first, then the terms, the chart and every line of the schedule', async () => {
    const { code, stdout, stderr } = await run('--target', '1200000', '--months', '12', '--rate', '14');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('93,744.55 ₸ a month saves 1,200,000.00 ₸ by 2027-01-05.');
    expect(stdout).toContain('1,200,000.12 ₸ with the last contribution in full');
    expect(stdout).toContain('█ put in   ▒ interest');
    expect(lines.at(-2)).toBe('12  2027-01-05   93,744.43 ₸  12,757.48 ₸  1,200,000.00 ₸');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('writes sums in the reader’s way', async () => {
    const { stdout } = await run('--target', '1200000', '--months', '12', '--locale', 'kk');
    expect(stdout.split('\n')[0]).toBe(
      '93\u00a0744,55\u00a0₸ a month saves 1\u00a0200\u00a0000,00\u00a0₸ by 2027-01-05.',
    );
  });

  it('says what stops a plan and what would not', async () => {
    const { code, stdout } = await run('--target', '5000', '--months', '12');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Not feasible\./);
    expect(stdout).toContain('✘ A contribution of 390.61 ₸ is below 1,000.00 ₸, the minimum of an automatic transfer.');
    expect(stdout).toMatch(/another target +12,801\.00 ₸ +1,000\.02 ₸ +12 +2027-01-05/);
  });

  it('says how missed contributions are caught up', async () => {
    const { stdout } = await run('--target', '1200000', '--months', '12', '--rate', '0', '--missed', '3');
    expect(stdout).toContain(
      'Contribution 3 was missed; to catch up in the rest of the term, from 2026-05-05 on it is 111,111.12 ₸ a month instead of 100,000.00 ₸.',
    );
    expect(stdout).toMatch(/^ 3 {2}2026-04-05 +missed /m);
  });

  it('shows plans side by side', async () => {
    const whatIf = 'months=24; every=week,amount=20000';
    const { stdout } = await run('--target', '1200000', '--months', '12', '--rate', '0', '--what-if', whatIf);
    const rows = stdout.trimEnd().split('\n').slice(-4);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['what if', 'every', 'each time', 'times', 'until', 'put in', 'interest', 'feasible'],
      ['as asked', 'month', '100,000.00 ₸', '12', '2027-01-05', '1,200,000.00 ₸', '0.00 ₸', 'yes'],
      ['months 24', 'month', '50,000.00 ₸', '24', '2028-01-05', '1,200,000.00 ₸', '0.00 ₸', 'yes'],
      ['amount 20,000.00 ₸, every week', 'week', '20,000.00 ₸', '60', '2027-03-01', '1,200,000.00 ₸', '0.00 ₸', 'yes'],
    ]);
  });

  it('leaves lines of a long schedule out, and writes all of them to a file', async () => {
    const file = 'schedule.csv';
    const { stdout } = await run('--target', '9000000', '--months', '120', '--every', 'week', '--csv', file);
    expect(stdout).toContain('503 lines left out');
    const rows = readFileSync(join(cwd, file), 'utf8').trimEnd().split('\r\n');
    expect(rows[0]).toBe('number,date,contribution,interest,balance');
    expect(rows).toHaveLength(522);
    expect(rows.at(-1)).toMatch(/^521,2035-12-31,\d+\.\d\d,\d+\.\d\d,9000000\.00$/);
  });

  it('as JSON has the plan and the plans beside it', async () => {
    const args = [...PROPOSE, '--target', '1200000', '--months', '12', '--what-if', 'months=24'];
    const plan = await jsonOf(args, { cwd });
    expect(plan).toMatchObject({ amount: '93744.55', total: '1200000.12', count: 12, every: 'month', feasible: true });
    expect(plan.schedule).toHaveLength(12);
    expect(plan.whatIf).toMatchObject([{ changes: { months: 24 }, proposal: { count: 24 } }]);
  });

  it('is refused as input by the flag that makes no sense', async () => {
    const refused = await run('--target', '1200000', '--months', '10000', '--json');
    expect(refused.code).toBe(2);
    expect(errorOf(refused).details.problems).toMatchObject([{ path: 'months' }]);
    expect((await run('--target', '1200000', '--missed', 'x', '--months', '12')).stderr).toContain('--missed: must be');
  });
});
