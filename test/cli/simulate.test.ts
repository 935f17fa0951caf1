import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runCli, startCli, temporaryFolder } from '../support/cli.js';

const TIMEOUT_MS = 120_000;
const POLL_MS = 20;
const LARGE = ['simulate', '--goals', '1100', '--months', '12', '--processes', '2'];

/** A place for what a run keeps while it is played. */
function places() {
  const cwd = temporaryFolder();
  const temporary = join(cwd, 'temporary');
  mkdirSync(temporary);
  const worlds = () => readdirSync(temporary).filter((name) => name.startsWith('jinaq-simulation'));
  return { cwd, env: { TMPDIR: temporary }, worlds };
}

it(
  'a simulation that is stopped by Ctrl-C ends all its processes and leaves nothing behind',
  async () => {
    const { worlds, ...options } = places();
    const { child, done } = startCli(LARGE, options);
    while (worlds().length < 2) await sleep(POLL_MS);
    child.kill('SIGINT');
    const stopped = await done;
    expect(stopped).toMatchObject({ code: 130, signal: null, stdout: '' });
    expect(stopped.stderr).toContain('Stopping');
    expect(worlds()).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'the processes of a simulation end with the one that has started them',
  async () => {
    const { worlds, ...options } = places();
    const { child } = startCli(LARGE, options);
    while (worlds().length < 2) await sleep(POLL_MS);
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (worlds().length > 0) await sleep(POLL_MS);
  },
  TIMEOUT_MS,
);

it('a simulation by no process or by too many is refused before it begins', async () => {
  for (const processes of ['0', '257', 'all']) {
    const run = await runCli(['simulate', '--processes', processes], { cwd: temporaryFolder() });
    expect(run, processes).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('processes: ');
  }
});
