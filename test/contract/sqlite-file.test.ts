import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../../adapters/sqlite/index.js';
import { MIGRATIONS } from '../../adapters/sqlite/migrations/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { accountIn, BANK } from '../../src/ledger/index.js';
import type { SavingsTx } from '../../src/savings/index.js';
import {
  AIGERIM,
  BOLAT,
  book,
  client,
  contribution,
  fillGrowing,
  goal,
  hold,
  post,
  postPending,
  recordAll,
  seed,
} from './store-fixtures.js';

describe('a SQLite file', () => {
  let folder: string;
  let path: string;
  let opened: SqliteStore[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-store-'));
    path = join(folder, 'jinaq.db');
    opened = [];
  });
  afterEach(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (at = path, lockTimeoutMs?: number): Promise<SqliteStore> => {
    const store = await openSqliteStore({ path: at, digest, lockTimeoutMs });
    opened.push(store);
    return store;
  };
  const withRaw = <T>(use: (db: Sqlite.Database) => T, at = path): T => {
    const db = new Sqlite(at);
    try {
      return use(db);
    } finally {
      db.close();
    }
  };

  describe('is opened', () => {
    it('and everything committed is there again', async () => {
      const one = goal();
      const store = await open();
      await seed(store, one);
      await book(store, one.id, post(AIGERIM, 5n));
      store.close();
      const again = await open();
      const books = (await again.read((tx) => tx.books.load([{ goal: one.id, accounts: 'all' }]))).get(one.id);
      expect(books && accountIn(books, BANK).debitsPosted).toBe(5n);
    });

    it('for transactions that survive a power cut: a log that is synced at each commit', async () => {
      await open();
      expect(withRaw((db) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
    });

    it('in tables that check the type of each value', async () => {
      await open();
      const loose = withRaw((db) =>
        db
          .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
          )
          .pluck()
          .all(),
      );
      expect(loose).toEqual([]);
    });

    it('not when a newer Jinaq made it; the error names both versions', async () => {
      (await open()).close();
      opened = [];
      withRaw((db) => db.pragma('user_version = 999'));
      await expect(open()).rejects.toMatchObject({
        name: 'Unavailable',
        code: 'store.schema-too-new',
        message: expect.stringMatching(new RegExp(`999.*\\b${MIGRATIONS.length}\\b`)),
      });
    });

    it('not when it is no database, and the file stays as it was', async () => {
      const text = 'id,name\naigerim,Айгерим\n'.repeat(100);
      writeFileSync(path, text);
      await expect(open()).rejects.toMatchObject({ name: 'Unavailable', code: 'store.unavailable' });
      expect(readFileSync(path, 'utf8')).toBe(text);
    });

    it.runIf(process.platform === 'linux')('and closed again when it cannot be used', async () => {
      writeFileSync(path, 'no database '.repeat(1_000));
      await expect(open()).rejects.toThrow();
      const files = readdirSync('/proc/self/fd').map((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`);
        } catch {
          // The descriptor of the listing itself.
          return '';
        }
      });
      expect(files).not.toContain(path);
    });

    it('not when it is a folder', async () => {
      await expect(open(folder)).rejects.toMatchObject({ code: 'store.unavailable' });
    });

    it('not when its folder does not exist', async () => {
      await expect(open(join(folder, 'no', 'jinaq.db'))).rejects.toMatchObject({ code: 'input.invalid' });
    });

    it('not when it is the database of another program, and stays as it was', async () => {
      withRaw((db) => db.exec('CREATE TABLE notes (text)'));
      await expect(open()).rejects.toMatchObject({ code: 'input.invalid' });
      expect(withRaw((db) => db.prepare('SELECT name FROM sqlite_schema').pluck().all())).toEqual(['notes']);
    });
  });

  describe('keeps what was written', () => {
    const fill = async (): Promise<void> => fillGrowing(await open(), goal());
    const attempt = (sql: string) => withRaw((db) => db.prepare(sql).run().changes);

    it.each([
      'UPDATE transfers SET amount = 6',
      'UPDATE transfers SET reason = NULL WHERE seq = 1',
      'DELETE FROM transfers WHERE seq = 2',
      'INSERT OR REPLACE INTO transfers SELECT * FROM transfers WHERE seq = 1',
      "UPDATE events SET type = 'forged'",
      'DELETE FROM events',
      "UPDATE rule_changes SET value = '2'",
      'DELETE FROM rule_changes',
      'UPDATE contributions SET amount = 6',
      "UPDATE contributions SET key = 'another'",
      'DELETE FROM contributions',
    ])('against %s', async (sql) => {
      await fill();
      expect(() => attempt(sql)).toThrow(/append-only/);
    });

    // INSERT OR REPLACE deletes the earlier row, and that fires no trigger of deletion.
    it.each([
      "INSERT OR REPLACE INTO events SELECT position, goal_id, 'forged', at, actor, client_id, rules_version, data FROM events",
      "INSERT OR REPLACE INTO rule_changes SELECT version, name, '2', holds_from, set_at, set_by FROM rule_changes",
      `INSERT OR REPLACE INTO contributions (public_id, goal_id, client_id, amount, key, status, value_date, created_at)
         SELECT public_id, goal_id, client_id, amount + 1, key, status, value_date, created_at FROM contributions`,
    ])('against %s', async (sql) => {
      await fill();
      expect(() => attempt(sql)).toThrow(/append-only/);
    });

    it.each([
      'INSERT INTO transfers (goal_id, seq, public_id, phase, code, debit_kind, debit_client, credit_kind, credit_client, amount, value_date, recorded_at, body_hash, hash) SELECT goal_id, 3, randomblob(16), 1, code, debit_kind, debit_client, credit_kind, credit_client, 0, value_date, recorded_at, body_hash, hash FROM transfers WHERE seq = 1',
      'UPDATE accounts SET debits_posted = credits_posted + 1 WHERE kind = 2',
      'UPDATE accounts SET debits_pending = -1',
      'UPDATE accounts SET kind = 5',
    ])('and takes no money that is not there: %s', async (sql) => {
      await fill();
      expect(() => attempt(sql)).toThrow(/CHECK constraint failed/);
    });
  });

  describe('that many transactions wait for', () => {
    it('lets timers and sockets have their turn between them', async () => {
      const store = await open();
      let done = 0;
      let doneAtTimer: number | undefined;
      setTimeout(() => (doneAtTimer = done), 1);
      const blocking = () =>
        store.transact(async () => {
          for (const end = performance.now() + 2; performance.now() < end; );
          done += 1;
        });
      await Promise.all(Array.from({ length: 20 }, blocking));
      expect(doneAtTimer).toBeLessThan(20);
    });
  });

  describe('that another process has locked', () => {
    it('is waited for, and the event loop goes on meanwhile', async () => {
      const store = await open();
      const other = new Sqlite(path);
      other.exec('BEGIN IMMEDIATE');
      let ticks = 0;
      const ticking = setInterval(() => (ticks += 1), 5);
      const writing = store.transact((tx) => tx.clients.insertMany([client('aigerim')]));
      await new Promise((resolve) => setTimeout(resolve, 150));
      other.exec('COMMIT');
      await writing;
      clearInterval(ticking);
      other.close();
      expect(ticks).toBeGreaterThan(5);
      expect(await store.read(async (tx) => (await tx.clients.page(null, 9)).length)).toBe(1);
    });

    it('is given up after the time-out, and serves again once it is free', async () => {
      const store = await open(path, 60);
      const other = new Sqlite(path);
      other.exec('BEGIN IMMEDIATE');
      const writing = store.transact((tx) => tx.clients.insertMany([client('aigerim')]));
      await expect(writing).rejects.toMatchObject({ name: 'Unavailable', code: 'store.unavailable' });
      // Readers wait for no writer.
      expect(await store.read((tx) => tx.clients.page(null, 9))).toEqual([]);
      other.exec('COMMIT');
      other.close();
      await store.transact((tx) => tx.clients.insertMany([client('aigerim')]));
    });
  });

  describe('says what went wrong in the words of the core', () => {
    const code = async (work: Promise<unknown>) =>
      work.then(
        () => 'nothing went wrong',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );

    // The trigger against replacing fires before the uniqueness it doubles, and its error is not translated.
    it('when a pending transfer is resolved a second time', async () => {
      const one = goal();
      const store = await open();
      await seed(store, one);
      const [held] = await book(store, one.id, hold(AIGERIM, 5n), hold(AIGERIM, 5n));
      if (held === undefined) throw new Error('nothing was held');
      await book(store, one.id, postPending(held));
      expect(await code(book(store, one.id, postPending(held)))).toBe('ledger.pending-resolved');
    });

    it('when books moved on since they were loaded', async () => {
      const one = goal();
      const store = await open();
      await seed(store, one);
      await book(store, one.id, post(BOLAT, 1n));
      const stale = await store.transact((tx) => recordAll(tx, one.id, [post(AIGERIM, 1n)]));
      await book(store, one.id, post(BOLAT, 1n));
      expect(await code(store.transact((tx) => tx.books.save(stale)))).toBe('conflict');
    });

    it('when the store was closed', async () => {
      const store = await open();
      store.close();
      expect(await code(store.transact(() => Promise.resolve()))).toBe('store.unavailable');
    });
  });

  describe('is protected from its own callers', () => {
    it.each([':memory:', 'jinaq.db'])('in %s a read cannot write', async (name) => {
      const store = await open(name === ':memory:' ? name : path);
      await expect(store.read((tx) => tx.clients.insertMany([client('smuggled')]))).rejects.toThrow();
      expect(await store.read((tx) => tx.clients.page(null, 1))).toEqual([]);
    });

    it.each([':memory:', 'jinaq.db'])(
      'a copy of %s has what was committed, and goes over no other file',
      async (name) => {
        const store = await open(name === ':memory:' ? name : path);
        await store.transact((tx) => tx.clients.insertMany([client('aigerim')]));
        const copied = `${path}.copy`;
        await store.copyTo(copied);
        await store.transact((tx) => tx.clients.insertMany([client('bolat')]));
        const copy = await open(copied);
        expect((await copy.read((tx) => tx.clients.page(null, 9))).map(({ id }) => id)).toEqual(['aigerim']);
        await expect(store.copyTo(copied)).rejects.toMatchObject({ code: 'store.unavailable' });
      },
    );

    it('a transaction that has ended takes no more work', async () => {
      const store = await open();
      const ended = await store.transact((tx) => Promise.resolve({ tx }));
      // Without a transaction this would be committed at once, or become part of somebody else's.
      await expect((async () => ended.tx.clients.insertMany([client('late')]))()).rejects.toThrow();
    });

    it('a transaction inside another one is refused, not waited for for ever', async () => {
      const store = await open();
      const never = new Promise((resolve) => setTimeout(() => resolve('still waiting'), 200));
      const nested = store.transact(() => store.transact(() => Promise.resolve('done'))).catch(() => 'refused');
      expect(await Promise.race([nested, never])).toBe('refused');
    });

    it.each([
      [':memory:', 'transact', 'read'],
      [':memory:', 'read', 'transact'],
      [':memory:', 'read', 'read'],
      ['jinaq.db', 'read', 'read'],
    ] as const)('in %s a %s does not wait for ever for the %s inside it', async (name, outer, inner) => {
      const store = await open(name === ':memory:' ? name : path);
      const never = new Promise((resolve) => setTimeout(() => resolve('still waiting'), 200));
      const nested = store[outer](() => store[inner](() => Promise.resolve('done'))).catch(() => 'refused');
      expect(await Promise.race([nested, never])).toBe('refused');
    });

    it('a repository that was kept takes no more work after the end of its transaction', async () => {
      const store = await open();
      const { clients } = await store.transact((tx) => Promise.resolve({ clients: tx.clients }));
      await expect((async () => clients.insertMany([client('late')]))()).rejects.toThrow();
    });

    it('a contribution that is resolved keeps its answer', async () => {
      const store = await open();
      const one = goal();
      const made = contribution(one, AIGERIM);
      await seed(store, one);
      await store.transact((tx) => tx.contributions.insertMany([made]));
      const resolve = (status: 'completed' | 'refused') => (tx: SavingsTx) =>
        tx.contributions.resolveMany([{ ...made, status }]);
      await store.transact(resolve('completed'));
      await expect(store.transact(resolve('refused'))).rejects.toMatchObject({ code: 'conflict' });
    });
  });
});
