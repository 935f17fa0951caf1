import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openJinaq } from '../../adapters/node/index.js';
import { asClientId, asGoalId, parseInstant } from '../../src/shared/index.js';
import { type Family, jsonOf, NOW, runCli, seedFamily, startCli, untilWritten } from '../support/cli.js';

const TIMEOUT_MS = 300_000;
const LINES = 3_000;
const LATER = '2026-01-05T12:00:00+05:00';
/** By now some pages are claimed, and most are not. */
const FIRST_BYTES = 100_000;
const EXPORT = ['transfers', 'export', '2026-01-05', '--out', 'files', '--now', LATER];

/** A family whose contributions have never arrived at the bank. */
async function familyWithPending(lines: number): Promise<Family> {
  const family = await seedFamily({ minContribution: '0.01' });
  const jinaq = await openJinaq({
    db: `sqlite:${join(family.cwd, 'jinaq.db')}`,
    bank: `sandbox:${join(family.cwd, 'jinaq-bank.db')}`,
    clock: { now: () => parseInstant(NOW) },
  });
  await jinaq.sandbox?.down();
  const aigerim = { kind: 'client', client: asClientId('aigerim') } as const;
  const goal = asGoalId(family.goal);
  await Promise.all(Array.from({ length: lines }, () => jinaq.goals.contribute(aigerim, { goal, amount: '10' })));
  await jinaq.sandbox?.up();
  await jinaq.close();
  return family;
}

function keysIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/<EndToEndId>(\w+)</g)])
    .map(([, key = '']) => key);
}

it(
  'an export that is killed in the middle and run again has each transfer once, and settling sends none of them',
  async () => {
    const family = await familyWithPending(LINES);
    const { child, done } = startCli([...EXPORT, '--json'], family);
    await untilWritten(family, FIRST_BYTES);
    child.kill('SIGKILL');
    expect(await done).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    const folder = join(family.cwd, 'files');
    expect(existsSync(folder) ? keysIn(folder) : []).toEqual([]);

    const again = await runCli([...EXPORT, '--json'], family);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toMatchObject({ count: LINES, total: '30000.00', left: { exported: 0 } });
    expect(new Set(keysIn(folder)).size).toBe(LINES);
    expect(keysIn(folder)).toHaveLength(LINES);

    const third = await runCli(EXPORT, family);
    expect(third).toMatchObject({ code: 0, stderr: '' });
    expect(third.stdout).toContain(`Nothing to export. ${LINES} exported before.`);
    expect(await jsonOf(['transfers', 'settle', '--now', LATER], family)).toMatchObject({ unanswered: LINES });
    const { account } = await jsonOf(['goals', 'show', family.goal], family);
    expect(await jsonOf(['bank', 'show', account], family)).toMatchObject({ balance: '0.00' });
  },
  TIMEOUT_MS,
);
