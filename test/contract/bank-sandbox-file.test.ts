import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { parseInstant } from '../../src/shared/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

const CHILD = fileURLToPath(new URL('bank-sandbox-child.ts', import.meta.url));

describe('the file of the sandbox bank', () => {
  const clock = testClock();
  let folder: string;
  let path: string;
  let bank: SandboxBank;
  let main: string;
  let goal: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jinaq-bank-'));
    path = join(folder, 'bank.db');
    bank = openSandboxBank({ path, clock });
    main = (await bank.fund('aigerim', tenge(100_000))).account;
    goal = (await bank.openSavingsAccount({ key: 'goal', client: 'aigerim', product: PRODUCT })).account;
  });
  afterEach(async () => {
    bank.close();
    await rm(folder, { recursive: true });
  });

  const pay = (key: string, by = bank, amount = 1n) => by.transfer({ key, from: main, to: goal, amount });
  const reopen = () => {
    bank.close();
    bank = openSandboxBank({ path, clock });
  };
  const startChild = (prefix: string, count: number, inFlight: number) => {
    const args = ['--import', 'tsx', CHILD, path, main, goal, prefix, String(count), String(inFlight)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return { child, lines: createInterface({ input: child.stdout }) };
  };
  const ended = async (child: ChildProcess) => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };

  test('a copy has the books of its moment, also of a bank in memory, and never goes over another file', async () => {
    const copied = join(folder, 'copy.db');
    const inMemory = openSandboxBank({ path: ':memory:', clock });
    await inMemory.fund('dana', tenge(70_000));
    await inMemory.copyTo(copied);
    await inMemory.fund('dana', tenge(1));
    inMemory.close();
    const copy = openSandboxBank({ path: copied, clock });
    expect((await copy.show('dana')).balance).toBe(tenge(70_000));
    expect((await copy.check()).problems).toEqual([]);
    copy.close();
    await expect(bank.copyTo(copied)).rejects.toMatchObject({ code: 'bank.unavailable' });
  });

  test('accounts, transfers and their keys, waiting faults and reviews are there after reopening', async () => {
    const first = await pay('first');
    const refused = await pay('refused', bank, tenge(1_000_000));
    await bank.injectFault({ on: 'transfer', kind: 'held' });
    await pay('held');
    await bank.injectFault({ on: 'transfer', kind: 'refuse', nth: 2 });
    await pay('second');
    reopen();
    expect(await pay('first')).toEqual(first);
    expect(await bank.transferStatus('refused')).toEqual(refused);
    expect(await bank.transferStatus('held')).toEqual({ status: 'held' });
    expect(await bank.faults()).toEqual([]);
    await bank.injectFault({ on: 'transfer', kind: 'refuse', nth: 2 });
    await pay('third');
    reopen();
    expect(await pay('fourth')).toEqual({ status: 'refused', reason: 'blocked' });
    clock.set(parseInstant('2026-02-01T00:00:00+05:00'));
    expect(await bank.transferStatus('held')).toMatchObject({ status: 'completed' });
    expect(await bank.balance(goal)).toBe(4n);
    clock.set(parseInstant('2026-01-05T09:00:00+05:00'));
  });

  test('a bank that was down is down after reopening', async () => {
    await bank.down();
    reopen();
    await expect(bank.balance(main)).rejects.toMatchObject({ code: 'bank.unavailable' });
    await bank.up();
    expect(await bank.balance(main)).toBe(tenge(100_000));
  });

  test('two connections see each other, and share keys, balances and faults', async () => {
    const other = openSandboxBank({ path, clock });
    const keys = Array.from({ length: 200 }, (_, index) => `k-${index}`);
    const results = await Promise.all(keys.flatMap((key) => [pay(key), pay(key, other)]));
    expect(results.every(({ status }) => status === 'completed')).toBe(true);
    expect(await other.balance(goal)).toBe(200n);
    await bank.injectFault({ on: 'transfer', kind: 'refuse' });
    expect(await pay('once', other)).toMatchObject({ status: 'refused' });
    expect(await pay('twice')).toMatchObject({ status: 'completed' });
    other.close();
  });

  test('two processes at once pay each key once, and none of them sees a busy file', async () => {
    const children = [startChild('same', 1_500, 20), startChild('same', 1_500, 20)];
    const counts = await Promise.all(
      children.map(async ({ child, lines }) => {
        let completed = 0;
        for await (const line of lines) if (line.startsWith('completed ')) completed += 1;
        return [completed, await ended(child)];
      }),
    );
    expect(counts).toEqual([
      [1_500, 0],
      [1_500, 0],
    ]);
    expect(await bank.balance(goal)).toBe(1_500n);
    expect((await bank.check()).problems).toEqual([]);
  });

  test('a process killed in the middle loses nothing that it was told', async () => {
    const { child, lines } = startChild('k', 1_000_000, 50);
    const told: string[] = [];
    for await (const line of lines) {
      told.push(line.replace('completed ', ''));
      if (told.length === 1_000) child.kill('SIGKILL');
    }
    await ended(child);
    expect(child.signalCode).toBe('SIGKILL');
    reopen();
    const statuses = await Promise.all(told.map((key) => bank.transferStatus(key)));
    expect(statuses.every(({ status }) => status === 'completed')).toBe(true);
    expect(await bank.balance(goal)).toBeGreaterThanOrEqual(1_000n);
    expect((await bank.check()).problems).toEqual([]);
    expect(await pay('after')).toMatchObject({ status: 'completed' });
  });

  test('while another process holds the file a call waits and then succeeds', async () => {
    const holder = new Database(path);
    holder.exec('BEGIN IMMEDIATE');
    setTimeout(() => holder.exec('COMMIT'), 300);
    const began = performance.now();
    expect(await pay('k')).toMatchObject({ status: 'completed' });
    expect(performance.now() - began).toBeGreaterThan(250);
    holder.close();
  });

  test('a closed bank is unavailable', async () => {
    bank.close();
    await expect(bank.balance(main)).rejects.toMatchObject({ code: 'bank.unavailable' });
    await expect(pay('k')).rejects.toMatchObject({ code: 'bank.unavailable' });
  });

  test('a file that is something else is not touched', async () => {
    const [text, database] = [join(folder, 'text'), join(folder, 'other.db')];
    await writeFile(text, 'This is a letter and no bank. '.repeat(100));
    const other = new Database(database);
    other.exec('CREATE TABLE goals (id INTEGER)');
    other.close();
    for (const wrong of [text, database]) {
      expect(() => openSandboxBank({ path: wrong, clock })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    }
  });

  test('a file of a newer program is refused', () => {
    const file = new Database(path);
    file.pragma('user_version = 2');
    file.close();
    const error = expect.objectContaining({ code: 'store.schema-too-new' });
    expect(() => openSandboxBank({ path, clock })).toThrow(error);
  });
});
