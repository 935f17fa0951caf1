import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HTTP_FAULT_KINDS } from '../../adapters/bank-http/index.js';
import { type CliOptions, jsonOf, runCli, temporaryFolder } from '../support/cli.js';
import { serveInProcess } from '../support/served-bank.js';

const TIMEOUT_MS = 300_000;
const LINES = 1_500;
const RATE = 0.02;
const TOTAL = '150000.00';

it(
  'contributions through a bank that fails in every way agree with it to the tiyn when they are settled',
  async () => {
    const cwd = temporaryFolder();
    const faults = HTTP_FAULT_KINDS.flatMap((kind) => ['--fault', kind]);
    await jsonOf(['bank', 'fund', 'aigerim', '--amount', '1000000'], { cwd });
    const quiet = await serveInProcess([], { cwd });
    const goal = await openGoal({ cwd, env: { JINAQ_BANK: quiet.url } });
    await quiet.stop();

    const bank = await serveInProcess([...faults, '--rate', String(RATE), '--retry-after', '0'], { cwd });
    const options = { cwd, env: { JINAQ_BANK: bank.url } };
    const rows = Array.from({ length: LINES }, (_, index) => `aigerim,${goal},100,k${index}`);
    writeFileSync(join(cwd, 'c.csv'), ['client,goal,amount,key', ...rows].join('\n'));
    const imported = await runCli(['contributions', 'import', 'c.csv', '--json'], options);
    const { completed, pending, refused } = JSON.parse(imported.stdout);
    expect({ lines: completed + pending, refused }).toEqual({ lines: LINES, refused: [] });
    await settleAll(options);
    const { code, stdout } = await bank.stop();
    expect(code).toBe(0);
    // A test at which nothing went wrong would prove nothing.
    const { faults: met } = JSON.parse(stdout);
    for (const kind of HTTP_FAULT_KINDS) expect([kind, met[kind]]).toEqual([kind, expect.any(Number)]);

    // The bank in its own file, behind nothing, is the witness.
    expect(await jsonOf(['ledger', 'verify'], { cwd })).toMatchObject({ ok: true });
    expect(await jsonOf(['reconcile', 'run'], { cwd })).toMatchObject({ ok: true, matched: LINES, differences: [] });
    const { collected, account } = await jsonOf(['goals', 'show', goal], { cwd });
    expect(collected).toBe(TOTAL);
    expect(await jsonOf(['bank', 'show', account], { cwd })).toMatchObject({ balance: TOTAL });
    expect(await jsonOf(['bank', 'show', 'aigerim'], { cwd })).toMatchObject({ balance: '850000.00' });
  },
  TIMEOUT_MS,
);

async function openGoal(options: CliOptions): Promise<string> {
  await jsonOf(['clients', 'register', 'aigerim', '--name', 'Aigerim'], options);
  const terms = ['--title', 'Той', '--target', '300000', '--deadline', '2030-06-30', '--as', 'aigerim'];
  return (await jsonOf(['goals', 'create', ...terms], options)).id;
}

/** Settles until nothing is pending any more: the bank goes on failing meanwhile. */
async function settleAll(options: CliOptions): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await runCli(['transfers', 'settle'], options);
    if ((await jsonOf(['transfers', '--status', 'pending'], options)).length === 0) return;
  }
}
