import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseDesk, openJinaq } from '../../adapters/node/index.js';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { MIGRATIONS } from '../../adapters/postgres/migrations/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { isOutcomeUnknown } from '../../src/shared/index.js';
import { asLogin, createDatabase, onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { client, damageIn, openGoal, openSavingsWorld, staff, sumsOf, tenge } from '../support/savings-world.js';
import { startProxy } from '../support/tcp-proxy.js';
import { AIGERIM, book, client as storedClient, event, goal, post, seed } from './store-fixtures.js';

const CHILD = fileURLToPath(new URL('postgres-child.ts', import.meta.url));

let server: PostgresServer;
beforeAll(async () => {
  // Durable: some of these tests pull the plug.
  server = await startPostgres({ isDurable: true });
});
afterAll(() => server.close());

const newDatabase = () => createDatabase(server.address('postgres'));
const namesIn = (address: string) =>
  onDatabase(address, async (raw) => {
    const { rows } = await raw.query<{ id: string }>('SELECT id FROM clients ORDER BY id');
    return rows.map(({ id }) => id);
  });

describe('a server that is stopped at once and started again', () => {
  it('is found again by transactions under way and by those that come, and has what was committed', async () => {
    const address = await newDatabase();
    const store = await openPostgresStore({ address, digest, reconnectMs: 20_000 });
    const one = goal();
    await seed(store, one);
    let committed = 0;
    let isStopping = false;
    const paying = Array.from({ length: 8 }, async () => {
      while (!isStopping) {
        try {
          await book(store, one.id, post(AIGERIM, 1n));
          committed += 1;
        } catch (error) {
          // Whether it was kept is found out by whoever asked for it; here nobody does.
          if (!isOutcomeUnknown(error)) throw error;
        }
      }
    });
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await server.stopAtOnce();
      await server.start();
    }
    isStopping = true;
    await Promise.all(paying);
    const books = (await store.read((tx) => tx.books.load([{ goal: one.id, accounts: 'all' }]))).get(one.id);
    expect(committed).toBeGreaterThan(0);
    expect(books?.head.seq).toBeGreaterThanOrEqual(committed);
    await store.close();
  });

  it('is given up when it stays away', async () => {
    const address = await newDatabase();
    const store = await openPostgresStore({ address, digest, reconnectMs: 200 });
    await server.stopAtOnce();
    const work = store.read((tx) => tx.clients.page(null, 1));
    await expect(work).rejects.toMatchObject({ name: 'Unavailable', code: 'store.unavailable' });
    await server.start();
    expect(await store.read((tx) => tx.clients.page(null, 1))).toEqual([]);
    await store.close();
  });
});

describe('a connection that is cut', () => {
  /** The same database by a way that is cut once, when something with these words is sent. */
  const cutAt = async (address: string, words: string, how: 'cut' | 'cut-after') => {
    let isArmed = false;
    const proxy = await startProxy(address, {
      watch: (sent) => {
        if (!isArmed || !sent.includes(words)) return undefined;
        isArmed = false;
        return how;
      },
    });
    return { address: proxy.address(address), arm: () => (isArmed = true), close: () => proxy.close() };
  };

  it('before its commit is replaced, and the work is done again', async () => {
    const address = await newDatabase();
    const way = await cutAt(address, 'INSERT INTO clients', 'cut');
    const store = await openPostgresStore({ address: way.address, digest });
    way.arm();
    await store.transact(async (tx) => {
      await tx.clients.insertMany([storedClient('aigerim')]);
      // Waits for the answer, so that the insertion does not leave together with the commit.
      await tx.clients.page(null, 9);
    });
    expect(await namesIn(address)).toEqual(['aigerim']);
    await store.close();
    await way.close();
  });

  it('is replaced however often it is cut, and however long the work has taken, while the server is there', async () => {
    const address = await newDatabase();
    const way = await cutAt(address, 'INSERT INTO clients', 'cut');
    const store = await openPostgresStore({ address: way.address, digest, reconnectMs: 400 });
    let runs = 0;
    await store.transact(async (tx) => {
      runs += 1;
      if (runs < 4) way.arm();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await tx.clients.insertMany([storedClient('aigerim')]);
      await tx.clients.page(null, 9);
    });
    expect(runs).toBe(4);
    expect(await namesIn(address)).toEqual(['aigerim']);
    await store.close();
    await way.close();
  });

  it.each([
    ['cut', []],
    ['cut-after', ['aigerim']],
  ] as const)('at its commit leaves the outcome open, and says so (%s)', async (how, kept) => {
    const address = await newDatabase();
    const way = await cutAt(address, 'COMMIT', how);
    const store = await openPostgresStore({ address: way.address, digest });
    way.arm();
    const error: unknown = await store
      .transact((tx) => tx.clients.insertMany([storedClient('aigerim')]))
      .catch((thrown: unknown) => thrown);
    expect(isOutcomeUnknown(error)).toBe(true);
    await expect.poll(() => namesIn(address)).toEqual(kept);
    await store.close();
    await way.close();
  });

  it.each([
    ['intent', 'cut'],
    ['intent', 'cut-after'],
    ['posting', 'cut'],
    ['posting', 'cut-after'],
  ] as const)('at the commit of the %s of contributions (%s): each is made once and completed', async (step, how) => {
    const address = await newDatabase();
    const world = await openSavingsWorld({ db: address });
    const one = await openGoal(world, ['aigerim', 'bolat']);
    // The statement that only this step sends; it leaves in one packet with the commit.
    const way = await cutAt(address, step === 'intent' ? 'contribution.requested' : 'contribution.completed', how);
    const { sandbox: bank, clock } = world;
    const far = await openJinaq({ db: way.address, bank, clock });
    way.arm();
    const paid = await Promise.all([
      far.goals.contribute(client('aigerim'), { goal: one, amount: '7000' }),
      far.goals.contribute(client('bolat'), { goal: one, amount: '5000', key: 'k' }),
    ]);
    expect(paid.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await world.jinaq.transfers.list(staff('operations'))).toHaveLength(2);
    expect(await sumsOf(world, one)).toMatchObject({ held: tenge(12_000), owed: tenge(12_000), bank: tenge(12_000) });
    expect(await damageIn(world)).toEqual([]);
    await far.close();
    await world.jinaq.close();
    await way.close();
  });
});

describe('the schema', () => {
  it('is made once by ten processes that start at the same moment', async () => {
    const address = await newDatabase();
    const children = Array.from({ length: 10 }, () =>
      spawn(process.execPath, ['--import', 'tsx', CHILD, address], { stdio: ['pipe', 'pipe', 'pipe'] }),
    );
    const errors: string[] = [];
    for (const { stderr } of children) stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    for (const { stdin } of children) stdin.end('go\n');
    const codes = await Promise.all(children.map(async (child) => ((await once(child, 'close')) as [number])[0]));
    expect(errors.join('')).toBe('');
    expect(codes).toEqual(children.map(() => 0));
    const applied = await onDatabase(address, (raw) =>
      raw.query('SELECT version FROM jinaq_migrations ORDER BY version'),
    );
    expect(applied.rows.map((row: { version: number }) => row.version)).toEqual(
      MIGRATIONS.map((_, index) => index + 1),
    );
  });

  it('of a newer Jinaq is left alone; the error names both versions', async () => {
    const address = await newDatabase();
    await (await openPostgresStore({ address, digest })).close();
    await onDatabase(address, (raw) => raw.query("INSERT INTO jinaq_migrations (version, name) VALUES (999, 'later')"));
    await expect(openPostgresStore({ address, digest })).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'store.schema-too-new',
      message: expect.stringMatching(new RegExp(`999.*\\b${MIGRATIONS.length}\\b`)),
    });
  });

  it('is not made by a login that may not; the error says what to do', async () => {
    const address = await newDatabase();
    const login = { user: 'stranger', password: 'stranger' };
    await onDatabase(address, (raw) => raw.query(`CREATE ROLE ${login.user} LOGIN PASSWORD '${login.password}'`));
    await expect(openPostgresStore({ address: asLogin(address, login), digest })).rejects.toMatchObject({
      code: 'store.schema-too-old',
      hint: expect.stringContaining('db migrate'),
    });
  });
});

describe('whoever looks after a database', () => {
  it('is told how far its schema is, brings it up to date, and finds it in order', async () => {
    const desk = openDatabaseDesk(await newDatabase());
    const latest = MIGRATIONS.length;
    expect(await desk.status()).toEqual({ database: 'postgres', schema: 0, latest, pending: latest });
    expect(await desk.check()).toMatchObject({ ok: false });
    expect(await desk.migrate()).toEqual({ from: 0, to: latest, notes: [] });
    expect(await desk.migrate()).toEqual({ from: latest, to: latest, notes: [] });
    expect(await desk.check()).toEqual({ ok: true, problems: [] });
  });

  it.each([
    ['ALTER TABLE transfers DISABLE TRIGGER transfers_append_only', 'transfers_append_only'],
    ['DROP TRIGGER contributions_keep_body ON contributions', 'contributions_keep_body'],
    ['GRANT UPDATE, DELETE ON transfers TO jinaq_app', 'transfers (delete, update)'],
    ['GRANT TRUNCATE ON goals TO jinaq_app', 'goals (truncate)'],
    [
      `INSERT INTO events (goal_id, type, at, actor, rules_version, data)
       VALUES (gen_random_uuid(), 'x', now(), 'system', 0, '{}')`,
      '1 rows of events',
    ],
    ['ALTER TABLE members ADD CONSTRAINT unchecked CHECK (client_number > 0) NOT VALID', 'unchecked'],
  ])('finds that %s', async (sql, named) => {
    const address = await newDatabase();
    const desk = openDatabaseDesk(address);
    await desk.migrate();
    await onDatabase(address, (raw) => raw.query(sql));
    expect(await desk.check()).toEqual({ ok: false, problems: [expect.stringContaining(named)] });
  });

  it('may migrate without the right to make roles, and is told what is left to do', async () => {
    const lonely = await startPostgres({ isDurable: true });
    try {
      const address = await createDatabase(lonely.address('postgres'));
      const login = { user: 'builder', password: 'builder' };
      await onDatabase(address, async (raw) => {
        await raw.query(`CREATE ROLE ${login.user} LOGIN PASSWORD '${login.password}'`);
        await raw.query(`GRANT CREATE ON DATABASE ${new URL(address).pathname.slice(1)} TO ${login.user}`);
      });
      const desk = openDatabaseDesk(asLogin(address, login));
      const { to, notes } = await desk.migrate();
      expect([to, notes]).toEqual([MIGRATIONS.length, [expect.stringContaining('CREATE ROLE jinaq_app')]]);
      expect(await desk.check()).toMatchObject({ ok: false, problems: [expect.stringContaining('jinaq_app')] });
    } finally {
      await lonely.close();
    }
  });
});

describe('the feed of events', () => {
  it('never skips an event that is committed late, and keeps the order of each goal', async () => {
    const address = await newDatabase();
    const store = await openPostgresStore({ address, digest });
    const [slow, quick] = [goal(), goal()];
    await seed(store, slow, quick);
    const next = () =>
      store.transact(async (tx) => {
        const events = await tx.feed.next('test', 100);
        const last = events.at(-1);
        if (last !== undefined) await tx.feed.advance('test', last.position);
        return events.map(({ goal: of }) => (of === slow.id ? 'slow' : 'quick'));
      });
    let [written, finish] = [(): void => undefined, (): void => undefined];
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    const writing = store.transact(async (tx) => {
      await tx.events.append([event(slow)]);
      await tx.events.ofGoal(slow.id, 0, 1);
      written();
      await mayFinish;
    });
    await isWritten;
    await store.transact((tx) => tx.events.append([event(quick)]));
    // The later position is committed, the earlier one is not: a reader that went on would never come back.
    expect(await next()).toEqual([]);
    finish();
    await writing;
    expect(await next()).toEqual(['slow', 'quick']);
    expect(await next()).toEqual([]);
    await store.close();
  });
});
