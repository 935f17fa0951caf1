import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { errorOf, NOW, runCli, startCli, temporaryFolder } from '../support/cli.js';
import { seedDuePlans } from '../support/due-plans.js';
import { asLogin, createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';
import { startWorker } from '../support/worker.js';

describe('jinaq worker', () => {
  const made: string[] = [];
  afterEach(async () => {
    for (const address of made.splice(0)) await dropDatabase(address);
  });
  const database = async (): Promise<string> => {
    const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    made.push(address);
    return address;
  };

  it('works until it is told to stop, by SIGINT and by SIGTERM, and says what it has done', async () => {
    const cwd = temporaryFolder();
    const env = { JINAQ_DB: await database() };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const worker = await startWorker([], { cwd, env });
      const { code, stdout } = await worker.stop(signal);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ completed: 0, failed: 0 });
    }
  });

  it('works with the rights of an application server once the owner has migrated', async () => {
    const cwd = temporaryFolder();
    const owner = await database();
    const env = { JINAQ_DB: asLogin(owner, inject('postgresApp')) };
    const early = await runCli(['worker', '--json'], { cwd, env });
    expect(early.code).toBe(7);
    expect(errorOf(early)).toMatchObject({ code: 'store.schema-too-old' });
    expect((await runCli(['db', 'migrate'], { cwd, env: { JINAQ_DB: owner } })).code).toBe(0);
    const worker = await startWorker([], { cwd, env });
    expect((await worker.stop()).code).toBe(0);
  });

  it('finds one queue and one set of tables when ten processes have migrated at once', async () => {
    const cwd = temporaryFolder();
    const env = { JINAQ_DB: await database() };
    await onDatabase(env.JINAQ_DB, (client) => client.query('DROP SCHEMA jinaq CASCADE'));
    const migrate = () => runCli(['db', 'migrate', '--json'], { cwd, env });
    const runs = await Promise.all(Array.from({ length: 10 }, migrate));
    expect(runs.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array.from({ length: 10 }, () => '0'));
    const reports = runs.map(({ stdout }) => JSON.parse(stdout) as { from: number; to: number; notes: string[] });
    expect(reports.filter(({ from }) => from === 0)).toHaveLength(1);
    expect(reports.filter(({ from, to }) => from === to)).toHaveLength(9);
    expect(reports.flatMap(({ notes }) => notes)).toEqual([]);
    const worker = await startWorker([], { cwd, env });
    expect((await worker.stop()).code).toBe(0);
  });

  it('is not waited for by a run that Ctrl-C stops; the next run takes what was left', async () => {
    const address = await database();
    const due = await seedDuePlans(3, 0, address);
    expect((await runCli(['db', 'migrate'], due)).code).toBe(0);
    const run = ['transfers', 'run', '--distributed', '--json', '--now', NOW];
    const { child, done } = startCli(run, due);
    const shared = () => onDatabase(address, async (raw) => (await raw.query('SELECT FROM shared_runs')).rowCount);
    await expect.poll(shared, { timeout: 60_000 }).toBe(1);
    child.kill('SIGINT');
    const stopped = await done;
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ due: 3, done: 0, counts: [], stopped: 'interrupted' });
    const worker = await startWorker(['--now', NOW], due);
    const next = await runCli(run, due);
    expect(JSON.parse(next.stdout)).toMatchObject({ due: 3, done: 3, stopped: null });
    expect((await worker.stop()).code).toBe(0);
  });

  it('is refused on SQLite, and leaves no file', async () => {
    const cwd = temporaryFolder();
    const refused = await runCli(['worker', '--json'], { cwd });
    expect(refused.code).toBe(2);
    expect(errorOf(refused)).toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'db' }] } });
    expect(existsSync(join(cwd, 'jinaq.db'))).toBe(false);
  });
});
