import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Family, jsonOf, NOW, runCli, seedFamily, startCli, untilWritten } from '../support/cli.js';

const TIMEOUT_MS = 300_000;
const LINES = 8_000;
const TOTAL = '80000.00';
/** By now some lines are paid, and most are not. */
const FIRST_BYTES = 200_000;
const IMPORT = ['contributions', 'import', 'c.csv', '--json', '--now', NOW];

async function familyWithFile(): Promise<Family> {
  const family = await seedFamily({ minContribution: '0.01' });
  const rows = Array.from({ length: LINES }, (_, index) => `aigerim,${family.goal},10,k${index}`);
  writeFileSync(join(family.cwd, 'c.csv'), ['client,goal,amount,key', ...rows].join('\n'));
  return family;
}

async function requirePaidOnce({ cwd, goal }: Family): Promise<void> {
  const { collected, pending, account } = await jsonOf(['goals', 'show', goal], { cwd });
  expect({ collected, pending }).toEqual({ collected: TOTAL, pending: '0.00' });
  expect(await jsonOf(['bank', 'show', account], { cwd })).toMatchObject({ balance: TOTAL });
  expect(await jsonOf(['transfers'], { cwd })).toHaveLength(LINES);
  expect(await jsonOf(['ledger', 'verify'], { cwd })).toMatchObject({ ok: true });
}

it(
  'an import that is killed in the middle and run again pays each line once',
  async () => {
    const family = await familyWithFile();
    const { child, done } = startCli(IMPORT, family);
    await untilWritten(family, FIRST_BYTES);
    child.kill('SIGKILL');
    expect(await done).toMatchObject({ code: null, signal: 'SIGKILL', stdout: '' });

    const made = await jsonOf(['transfers'], family);
    expect(made.length).toBeGreaterThan(0);
    expect(made.length).toBeLessThan(LINES);

    const again = await runCli(IMPORT, family);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toMatchObject({ lines: LINES, completed: LINES, pending: 0, refused: [] });
    await requirePaidOnce(family);
  },
  TIMEOUT_MS,
);

it(
  'an import that is stopped by Ctrl-C finishes what is in flight, says so, and goes on when run again',
  async () => {
    const family = await familyWithFile();
    const { child, done } = startCli(IMPORT, family);
    await untilWritten(family, FIRST_BYTES);
    child.kill('SIGINT');
    const stopped = await done;
    expect(stopped).toMatchObject({ code: 130, signal: null, stderr: expect.stringContaining('Stopping') });
    const { lines, completed, pending } = JSON.parse(stopped.stdout);
    expect(lines).toBeLessThan(LINES);
    expect({ completed, pending }).toEqual({ completed: lines, pending: 0 });
    expect(await jsonOf(['transfers'], family)).toHaveLength(lines);

    expect((await runCli(IMPORT, family)).code).toBe(0);
    await requirePaidOnce(family);
  },
  TIMEOUT_MS,
);

it(
  'a second Ctrl-C ends at once, and what the bank was asked is settled later',
  async () => {
    const family = await seedFamily();
    const slow = ['--on', 'transfer', '--kind', 'slow', '--delay-ms', '600000'];
    await jsonOf(['bank', 'fault', ...slow], family);
    const args = ['goals', 'contribute', family.goal, '--amount', '5000', '--as', 'bolat', '--now', NOW];
    const { child, done } = startCli(args, family);
    await untilWritten(family, 1);
    child.stderr?.once('data', () => child.kill('SIGINT'));
    child.kill('SIGINT');
    expect(await done).toMatchObject({ code: 130, signal: null, stdout: '' });

    await jsonOf(['transfers', 'settle'], family);
    expect(await jsonOf(['goals', 'show', family.goal], family)).toMatchObject({
      collected: '5000.00',
      pending: '0.00',
    });
  },
  TIMEOUT_MS,
);
