import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openPostgresStore, type PostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import type { SavingsTx } from '../../src/savings/index.js';
import { asLogin, createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';
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

describe('a store at Postgres', () => {
  let address: string;
  let store: PostgresStore;
  const one = goal();

  beforeEach(async () => {
    address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    store = await openPostgresStore({ address, digest, lockTimeoutMs: 100, statementTimeoutMs: 2_000 });
  });
  afterEach(async () => {
    await store.close();
    await dropDatabase(address);
  });

  const code = async (work: Promise<unknown>) =>
    work.then(
      () => 'nothing went wrong',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );

  describe('keeps what was written', () => {
    const fill = () => fillGrowing(store, one);

    it.each([
      'UPDATE transfers SET amount = 6',
      'UPDATE transfers SET reason = NULL WHERE seq = 1',
      'DELETE FROM transfers WHERE seq = 2',
      'TRUNCATE transfers',
      "UPDATE events SET type = 'forged'",
      'DELETE FROM events',
      "UPDATE rule_changes SET value = '2'",
      'DELETE FROM rule_changes',
      'UPDATE contributions SET amount = 6',
      "UPDATE contributions SET key = 'another'",
      'DELETE FROM contributions',
      `INSERT INTO transfers SELECT (t).* FROM transfers t WHERE seq = 1
         ON CONFLICT (id) DO UPDATE SET amount = transfers.amount + 1`,
    ])('against the very owner of the tables: %s', async (sql) => {
      await fill();
      await expect(onDatabase(address, (owner) => owner.query(sql))).rejects.toThrow(/append-only/);
    });

    it.each([
      ...['UPDATE transfers SET amount = 6', 'DELETE FROM transfers', 'TRUNCATE transfers', 'DROP TABLE transfers'],
      ...['ALTER TABLE transfers DISABLE TRIGGER ALL', 'SET session_replication_role = replica'],
      ...['DELETE FROM events', 'DELETE FROM goals', 'DELETE FROM clients', 'UPDATE rule_changes SET version = 2'],
      ...['UPDATE contributions SET amount = 6', 'UPDATE interest_postings SET due = 0'],
      'INSERT INTO jinaq_migrations (version, name) VALUES (99, $$forged$$)',
    ])('against an application server, which has no right to: %s', async (sql) => {
      await fill();
      const app = asLogin(address, inject('postgresApp'));
      const refused = await code(onDatabase(app, (server) => server.query(sql)));
      expect(refused).toBe('42501');
    });

    it.each([
      `INSERT INTO transfers (goal_id, seq, id, phase, code, debit_kind, credit_kind, credit_client, amount, value_date,
         recorded_at, body_hash, hash)
       SELECT goal_id, 3, gen_random_uuid(), 'posted', code, debit_kind, credit_kind, credit_client, 0, value_date, recorded_at,
         body_hash, hash FROM transfers WHERE seq = 1`,
      "UPDATE accounts SET debits_posted = credits_posted + 1 WHERE kind = 'principal'",
      'UPDATE accounts SET debits_pending = -1',
      "UPDATE accounts SET kind = 'pocket'",
    ])('and takes no money that is not there: %s', async (sql) => {
      await fill();
      expect(await code(onDatabase(address, (owner) => owner.query(sql)))).toBe('23514');
    });
  });

  describe('says what went wrong in the words of the core', () => {
    it('when a pending transfer is resolved a second time', async () => {
      await seed(store, one);
      const [held] = await book(store, one.id, hold(AIGERIM, 5n), hold(AIGERIM, 5n));
      if (held === undefined) throw new Error('nothing was held');
      await book(store, one.id, postPending(held));
      expect(await code(book(store, one.id, postPending(held)))).toBe('ledger.pending-resolved');
    });

    it('when books moved on since they were loaded', async () => {
      await seed(store, one);
      await book(store, one.id, post(BOLAT, 1n));
      const stale = await store.transact((tx) => recordAll(tx, one.id, [post(AIGERIM, 1n)]));
      await book(store, one.id, post(BOLAT, 1n));
      expect(await code(store.transact((tx) => tx.books.save(stale)))).toBe('conflict');
    });

    it('when somebody else holds a goal for too long, and serves again once it is free', async () => {
      await seed(store, one);
      await onDatabase(address, async (other) => {
        await other.query('BEGIN');
        await other.query('SELECT FROM goals FOR UPDATE');
        expect(await code(book(store, one.id, post(AIGERIM, 1n)))).toBe('store.unavailable');
        // Readers wait for nobody.
        expect((await store.read((tx) => tx.goals.findMany([one.id]))).size).toBe(1);
        await other.query('ROLLBACK');
      });
      await book(store, one.id, post(AIGERIM, 1n));
    });

    it('when a statement takes too long', async () => {
      await seed(store, one);
      const patient = await openPostgresStore({ address, digest, lockTimeoutMs: 60_000, statementTimeoutMs: 100 });
      await onDatabase(address, async (other) => {
        await other.query('BEGIN');
        await other.query('SELECT FROM goals FOR UPDATE');
        expect(await code(book(patient, one.id, post(AIGERIM, 1n)))).toBe('store.unavailable');
        await other.query('ROLLBACK');
      });
      await patient.close();
    });

    it('when the store was closed', async () => {
      const closed = await openPostgresStore({ address, digest });
      await closed.close();
      expect(await code(closed.transact(() => Promise.resolve()))).toBe('store.unavailable');
    });

    it.each([
      ['the database does not exist', (url: URL) => (url.pathname = '/no_such_database')],
      ['the password is wrong', (url: URL) => (url.password = 'wrong')],
      ['nobody listens there', (url: URL) => (url.port = '1')],
    ])('when %s', async (_, spoil) => {
      const url = new URL(address);
      spoil(url);
      expect(await code(openPostgresStore({ address: url.href, digest }))).toBe('store.unavailable');
    });
  });

  describe('is protected from its own callers', () => {
    it('a read cannot write', async () => {
      await expect(store.read((tx) => tx.clients.insertMany([client('smuggled')]))).rejects.toThrow();
      expect(await store.read((tx) => tx.clients.page(null, 9))).toEqual([]);
    });

    it('a transaction that has ended takes no more work, not even by a repository that was kept', async () => {
      const { tx, clients } = await store.transact((running) =>
        Promise.resolve({ tx: running, clients: running.clients }),
      );
      await expect(tx.clients.insertMany([client('late')])).rejects.toThrow('ended');
      await expect(clients.findMany([AIGERIM])).rejects.toThrow('ended');
      expect(await store.read((reading) => reading.clients.page(null, 9))).toEqual([]);
    });

    it('a transaction inside another one is refused, not waited for for ever', async () => {
      const nested = store.transact(() => store.transact(() => Promise.resolve('done')));
      await expect(nested).rejects.toMatchObject({ name: 'InvariantViolation' });
    });

    it('a read inside a transaction or another read does not wait for it', async () => {
      const read = () => store.read((tx) => tx.clients.page(null, 9));
      expect(await store.transact(read)).toEqual([]);
      expect(await store.read(read)).toEqual([]);
    });

    it('two that lock each other out are both done, one after the other', async () => {
      const other = goal();
      await seed(store, one, other);
      const patient = await openPostgresStore({ address, digest });
      const pay = (first: typeof one, second: typeof one) =>
        patient.transact(async (tx: SavingsTx) => {
          for (const { id } of [first, second]) {
            await tx.books.save(await recordAll(tx, id, [post(AIGERIM, 1n)]));
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        });
      await Promise.all([pay(one, other), pay(other, one)]);
      await patient.close();
      const loaded = await store.read((tx) =>
        tx.books.load([one, other].map(({ id }) => ({ goal: id, accounts: 'all' }))),
      );
      expect([...loaded.values()].map(({ head }) => head.seq)).toEqual([2, 2]);
    });

    it('a contribution that is resolved keeps its answer', async () => {
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
