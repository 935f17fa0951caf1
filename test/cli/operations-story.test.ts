import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/cli.js';

const run = promisify(execFile);
const TIMEOUT_MS = 300_000;
const TSX = import.meta.resolve('tsx');
const MAIN = new URL('../../examples/operations/main.ts', import.meta.url).pathname;

it(
  'a day of operations ends with books and bank agreeing, though the run was killed and the bank failed',
  async () => {
    const { stdout } = await run(process.execPath, ['--import', TSX, MAIN, '200'], { cwd: temporaryFolder() });
    expect(stdout).toContain('200 lines: 200 imported, 0 refused.');
    expect(stdout).toContain('200 lines: 200 started, 0 running already, 0 refused.');
    expect(stdout).toMatch(/It was killed after \d+ lines/);
    // One client in eight has too little; every other date was paid, and paid once.
    expect(stdout).toMatch(/entries\s+175\n/);
    expect(stdout).toContain('✔ 50 goals, 175 matched: books and bank agree.');
    expect(stdout).toContain('✔ 50 goals, 350 transfers: books and hash chains hold.');
  },
  TIMEOUT_MS,
);
