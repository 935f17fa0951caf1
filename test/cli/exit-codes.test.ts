import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Family, jsonOf, MAIN, NOW, runCli, seedFamily, temporaryFolder } from '../support/cli.js';

describe('the exit code', () => {
  let family: Family;
  beforeAll(async () => {
    family = await seedFamily();
  });
  const contribute = (amount: string, client: string, ...more: readonly string[]) =>
    runCli(
      ['goals', 'contribute', family.goal, '--amount', amount, '--as', client, '--now', NOW, '--json', ...more],
      family,
    );

  it('is 0 when it is done, and nothing stands on standard error', async () => {
    const run = await contribute('5000', 'bolat', '--key', 'first');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.endsWith('}\n')).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('is 2 where the result cannot be written, and the error is one object', () => {
    const command = '"$0" "$@" > /dev/full';
    const { status, stderr } = spawnSync('bash', ['-c', command, process.execPath, MAIN, 'goals', 'list', '--json'], {
      ...{ cwd: family.cwd, encoding: 'utf8' },
    });
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'input.invalid', message: expect.stringContaining('cannot be written') },
    });
  });

  it('is 2 for a command, a flag or a word that does not exist', async () => {
    for (const args of [['goal'], ['goals', 'shwo'], ['goals', '--colour'], ['ledger'], ['ledger', 'verfy']]) {
      const run = await runCli([...args, '--json'], family);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(errorOf(run).code).toBe('input.invalid');
    }
  });

  it('is 3 when a rule refuses, and the details say by how much', async () => {
    const run = await contribute('4999', 'bolat');
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(errorOf(run)).toMatchObject({
      code: 'savings.below-min-contribution',
      details: { amount: '4999.00', minimum: '5000.00' },
    });
  });

  it('is 3 when the bank refuses: the contribution is printed and the refusal told', async () => {
    const run = await contribute('90000', 'bolat');
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'refused', reason: 'bank.insufficient-funds' });
    expect(errorOf(run).code).toBe('bank.insufficient-funds');
  });

  it('is 5 when the same key comes with another amount', async () => {
    await contribute('5000', 'aigerim', '--key', 'same');
    const run = await contribute('6000', 'aigerim', '--key', 'same');
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(errorOf(run)).toMatchObject({ code: 'idempotency.key-reused', details: { field: 'amount' } });
  });

  it('is 6 for somebody who may not, and says who may', async () => {
    const run = await runCli(['goals', 'edit', family.goal, '--target', '400000', '--as', 'bolat', '--json'], family);
    expect(run).toMatchObject({ code: 6, stdout: '' });
    expect(errorOf(run)).toMatchObject({ code: 'access.denied', details: { permitted: ['organiser'] } });
  });

  it('is 7 when the bank is down and the work cannot go on without it', async () => {
    const own = await seedFamily();
    await jsonOf(['bank', 'down'], own);
    const terms = ['--title', 'Car', '--target', '50000', '--deadline', '2026-06-30', '--as', 'aigerim', '--now', NOW];
    const run = await runCli(['goals', 'create', ...terms, '--json'], own);
    expect(run).toMatchObject({ code: 7, stdout: '' });
    expect(errorOf(run).code).toBe('bank.unavailable');
  });

  it('is 7 when a newer program has made the database', async () => {
    const own = await seedFamily();
    const db = new Database(join(own.cwd, 'jinaq.db'));
    db.pragma('user_version = 999999');
    db.close();
    const run = await runCli(['goals', '--json'], own);
    expect(run).toMatchObject({ code: 7, stdout: '' });
    expect(errorOf(run).code).toBe('store.schema-too-new');
  });

  it('is 8 when some of a batch failed', async () => {
    writeFileSync(join(family.cwd, 'c.csv'), `client,goal,amount,key\ndana,${family.goal},5000,x\n`);
    const run = await runCli(['contributions', 'import', 'c.csv'], family);
    expect(run).toMatchObject({ code: 8, stderr: '' });
    expect(run.stdout).toContain('1 line: 0 completed, 1 refused.');
  });

  const runWith = async (args: readonly string[]) => {
    const own = await seedFamily();
    mkdirSync(join(own.cwd, 'folder'));
    writeFileSync(join(own.cwd, 'text.db'), 'This is text and no database, whatever its name may say.\n'.repeat(99));
    return runCli(['goals', '--json', ...args], own);
  };

  it.each([
    ['a folder for a database', ['--db', 'sqlite:folder']],
    ['a database that is none', ['--db', 'sqlite:text.db']],
    ['a bank that is none', ['--bank', 'sandbox:text.db']],
    ['a kind of database that is not there', ['--db', 'mysql://localhost']],
    ['a signing key that is none', ['--signing-key', 'text.db']],
    ['a database in a folder that does not exist', ['--db', 'sqlite:no/folder/x.db']],
    ['a bank in a folder that does not exist', ['--bank', 'sandbox:no/folder/x.db']],
    ['a signing key in a folder that does not exist', ['--signing-key', 'no/folder/key.pem']],
    ['the bank’s file for the database', ['--db', 'sqlite:jinaq-bank.db']],
  ])('is never that of a bug for %s', async (_what, args) => {
    const run = await runWith(args);
    expect(run).toMatchObject({ stdout: '' });
    expect([2, 7]).toContain(run.code);
    expect(errorOf(run).code).toMatch(/^(input\.invalid|store\.|bank\.)/);
  });
});

describe('a bug', () => {
  it('ends with 1 and a short message; the stack comes with JINAQ_DEBUG=1', async () => {
    const family = await seedFamily();
    const db = new Database(join(family.cwd, 'jinaq.db'));
    db.exec('DROP TABLE members');
    db.close();
    const run = await runCli(['goals'], family);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^error internal: no such table: members\nhint .*JINAQ_DEBUG=1.*\n$/);
    const traced = await runCli(['goals'], { ...family, env: { JINAQ_DEBUG: '1' } });
    expect(traced.stderr).toMatch(/\n\s+at .*\.js/);
    const json = await runCli(['goals', '--json'], family);
    expect(json.code).toBe(1);
    expect(errorOf(json)).toMatchObject({ code: 'internal', details: {} });
  });
});

describe('a receipt', () => {
  it('is checked where there is no database, and none is made there', async () => {
    const family = await seedFamily();
    await runCli(['goals', 'contribute', family.goal, '--amount', '5000', '--as', 'bolat', '--now', NOW], family);
    const elsewhere = temporaryFolder();
    const file = join(elsewhere, 'r.json');
    expect((await runCli(['receipts', 'issue', family.goal, '--as', 'bolat', '--out', file], family)).code).toBe(0);
    writeFileSync(join(elsewhere, 'key.pem'), (await runCli(['receipts', 'key'], family)).stdout);
    const good = await runCli(['receipts', 'verify', 'r.json', '--key', 'key.pem'], { cwd: elsewhere });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('genuine') });
    expect(existsSync(join(elsewhere, 'jinaq.db'))).toBe(false);
    expect(existsSync(join(elsewhere, 'jinaq-bank.db'))).toBe(false);

    const receipt = await jsonOf(['receipts', 'issue', family.goal, '--client', 'bolat'], family);
    writeFileSync(file, JSON.stringify({ ...receipt, principal: '500000.00' }));
    const forged = await runCli(['receipts', 'verify', 'r.json', '--key', 'key.pem', '--json'], { cwd: elsewhere });
    expect(forged).toMatchObject({ code: 8, stderr: '' });
    expect(JSON.parse(forged.stdout)).toMatchObject({ ok: false });
  });

  it('goes to standard output as the file it is when no file is named', async () => {
    const family = await seedFamily();
    const run = await runCli(['receipts', 'issue', family.goal, '--as', 'bolat'], family);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ format: 'jinaq-receipt/1', client: 'bolat' });
  });
});
