import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { MAIN, runCli, startCli, temporaryFolder } from '../support/cli.js';

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

it.each([
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGHUP', code: 129 },
] as const)(
  'a simulation that is stopped by $signal ends all its processes and leaves nothing behind',
  async ({ signal, code }) => {
    const { worlds, ...options } = places();
    const { child, done } = startCli(LARGE, options);
    while (worlds().length < 2) await sleep(POLL_MS);
    child.kill(signal);
    const stopped = await done;
    expect(stopped).toMatchObject({ code, signal: null, stdout: '' });
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

it(
  'a simulation whose databases cannot be kept ends with the reason, not with figures',
  async () => {
    const { cwd, env, worlds } = places();
    const args = ['simulate', '--goals', '5', '--months', '2', '--faults', 'none', '--json'];
    const nowhere = await runCli(args, { cwd, env: { TMPDIR: join(cwd, 'nowhere') } });
    // No file may grow beyond so many blocks of 1,024 bytes: an empty database does not fit, or the first days do.
    const full = [50, 700].map((blocks) => {
      const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
      const { status, stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, MAIN, ...args], {
        ...{ cwd, encoding: 'utf8', env: { ...process.env, ...env } },
      });
      return { code: status, stdout, stderr };
    });
    for (const { code, stdout, stderr } of [nowhere, ...full]) {
      expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'simulation.machine-failed' } });
    }
    expect(worlds()).toEqual([]);
  },
  TIMEOUT_MS,
);

it('a place where the end of a simulation cannot be written is told before it begins', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'file'), '');
  for (const place of [
    ['--html', 'missing/page.html'],
    ['--html', '.'],
    ['--out', 'file'],
    ['--out', 'missing/folder'],
  ]) {
    const run = await runCli(['simulate', ...place], { cwd });
    expect(run, place.join(' ')).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('cannot be written');
  }
});

it('a simulation by no process or by too many is refused before it begins', async () => {
  for (const processes of ['0', '257', 'all']) {
    const run = await runCli(['simulate', '--processes', processes], { cwd: temporaryFolder() });
    expect(run, processes).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('processes: ');
  }
});
