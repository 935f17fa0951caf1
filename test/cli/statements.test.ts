import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openJinaq } from '../../adapters/node/index.js';
import { asClientId, asGoalId, parseInstant } from '../../src/shared/index.js';
import { errorOf, type Family, jsonOf, NOW, runCli, seedFamily, startCli, untilWritten } from '../support/cli.js';

const TIMEOUT_MS = 300_000;
const LINES = 3_000;
const TOTAL = '30000.00';
/** By now some pages are kept, and most are not. */
const FIRST_BYTES = 200_000;

/** A family with contributions that the bank has carried out and never answered, and the bank's statement of them. */
async function familyWithStatement(lines: number): Promise<Family> {
  const family = await seedFamily({ minContribution: '0.01' });
  const jinaq = await openJinaq({
    db: `sqlite:${join(family.cwd, 'jinaq.db')}`,
    bank: `sandbox:${join(family.cwd, 'jinaq-bank.db')}`,
    clock: { now: () => parseInstant(NOW) },
  });
  await jinaq.sandbox?.injectFault({ on: 'transfer', kind: 'timeout-after-debit', times: Number.POSITIVE_INFINITY });
  const aigerim = { kind: 'client', client: asClientId('aigerim') } as const;
  const goal = asGoalId(family.goal);
  await Promise.all(Array.from({ length: lines }, () => jinaq.goals.contribute(aigerim, { goal, amount: '10' })));
  await jinaq.sandbox?.clearFaults();
  await jinaq.close();
  const range = ['--from', '2026-01-01', '--to', '2026-01-31'];
  await jsonOf(['bank', 'statement', ...range, '--out', 'camt.xml', '--now', NOW], family);
  return family;
}

it(
  'a statement finishes what is pending, also when its import is killed in the middle and run again',
  async () => {
    const family = await familyWithStatement(LINES);
    const { child, done } = startCli(['statements', 'import', 'camt.xml', '--json', '--now', NOW], family);
    await untilWritten(family, FIRST_BYTES);
    child.kill('SIGKILL');
    expect(await done).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    const pending = (await jsonOf(['transfers', '--status', 'pending'], family)).length;
    expect(pending).toBeGreaterThan(0);
    expect(pending).toBeLessThan(LINES);

    const again = await runCli(['statements', 'import', 'camt.xml', '--json', '--now', NOW], family);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const { lines, completed, known, noted } = JSON.parse(again.stdout);
    expect({ lines, completed, known, noted }).toEqual({
      ...{ lines: LINES, completed: pending, known: LINES - pending, noted: 0 },
    });
    expect(await jsonOf(['goals', 'show', family.goal], family)).toMatchObject({ collected: TOTAL, pending: '0.00' });
    expect(await jsonOf(['ledger', 'verify'], family)).toMatchObject({ ok: true });
    expect(await jsonOf(['reconcile', 'run', '--now', NOW], family)).toMatchObject({ ok: true, matched: LINES });
  },
  TIMEOUT_MS,
);

it(
  'what differs from a statement is listed with exit code 8, put right where that is safe, and left to the bank otherwise',
  async () => {
    const family = await familyWithStatement(2);
    const reconcile = (...args: string[]) => runCli(['reconcile', ...args, '--now', NOW], family);
    const run = await reconcile('run', '--statement', 'camt.xml');
    expect(run).toMatchObject({ code: 8, stderr: '' });
    expect(run.stdout).toContain('2 differences');
    expect(run.stdout).toContain('only-at-bank');
    const apply = await reconcile('apply', family.goal, '--statement', 'camt.xml');
    expect(apply).toMatchObject({ code: 0, stderr: '' });
    expect(apply.stdout).toContain('2 differences put right. Books and bank agree.');
    expect((await reconcile('run')).code).toBe(0);

    await jsonOf(['bank', 'interest', family.goal, '--amount', '77', '--now', NOW], family);
    const left = await reconcile('apply', family.goal, '--json');
    expect(left).toMatchObject({ code: 8, stderr: '' });
    expect(JSON.parse(left.stdout)).toMatchObject({
      ok: false,
      applied: [],
      left: [{ action: 'post-interest', atBank: '77.00' }],
    });
  },
  TIMEOUT_MS,
);

it(
  'a line that nobody knows is told, with exit code 8; a broken file is refused by its line',
  async () => {
    const family = await familyWithStatement(2);
    const text = readFileSync(join(family.cwd, 'camt.xml'), 'utf8');
    writeFileSync(join(family.cwd, 'strange.xml'), text.replace(/<EndToEndId>[^<]*/, '<EndToEndId>RENT'));
    const strange = await runCli(['statements', 'import', 'strange.xml', '--now', NOW], family);
    expect(strange).toMatchObject({ code: 8, stderr: '' });
    expect(strange.stdout).toContain('2 lines: 1 completed, 0 refused, 0 known before');
    expect(strange.stdout).toMatch(/unknown +RENT/);

    writeFileSync(join(family.cwd, 'broken.xml'), text.replace('</Ntry>', '</Entry>'));
    const broken = await runCli(['statements', 'import', 'broken.xml', '--json', '--now', NOW], family);
    expect(broken.code).toBe(2);
    expect(errorOf(broken).details.problems).toMatchObject([{ line: expect.any(Number) }]);
    const other = await runCli(
      ['bank', 'statement', '--from', '2026-01-02', '--to', '2026-01-31', '--out', 'camt.xml', '--json', '--now', NOW],
      family,
    );
    expect(other.code).toBe(5);
    expect(readFileSync(join(family.cwd, 'camt.xml'), 'utf8')).toBe(text);
  },
  TIMEOUT_MS,
);
