import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseDesk, openJinaq } from '../../../adapters/node/index.js';
import { MIGRATIONS } from '../../../adapters/sqlite/migrations/index.js';

const LATEST = MIGRATIONS.length;

describe('whoever looks after a SQLite file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-desk-'));
    file = join(folder, 'jinaq.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const desk = () => openDatabaseDesk(`sqlite:${file}`);

  it('is told how far its schema is, and nothing is made by asking', async () => {
    expect(await desk().status()).toEqual({ database: 'sqlite', schema: 0, latest: LATEST, pending: LATEST });
    expect(await desk().check()).toMatchObject({ ok: false, problems: [expect.stringContaining('db migrate')] });
    expect(existsSync(file)).toBe(false);
  });

  it('brings it up to date, once', async () => {
    expect(await desk().migrate()).toEqual({ from: 0, to: LATEST, notes: [] });
    expect(await desk().migrate()).toEqual({ from: LATEST, to: LATEST, notes: [] });
    expect(await desk().status()).toMatchObject({ schema: LATEST, pending: 0 });
    expect(await desk().check()).toEqual({ ok: true, problems: [] });
  });

  it('finds a file whose rows do not belong together', async () => {
    await desk().migrate();
    const raw = new Sqlite(file);
    raw.pragma('foreign_keys = OFF');
    raw.exec('INSERT INTO paydays (client_id, day) VALUES (7, 1)');
    raw.close();
    expect(await desk().check()).toMatchObject({ ok: false, problems: [expect.stringContaining('paydays')] });
  });

  it('is refused a file of a newer Jinaq, and what is no database at all', async () => {
    await desk().migrate();
    const raw = new Sqlite(file);
    raw.pragma('user_version = 999');
    raw.close();
    await expect(desk().migrate()).rejects.toMatchObject({ code: 'store.schema-too-new' });
    const folderDesk = openDatabaseDesk(`sqlite:${folder}`);
    await expect(folderDesk.status()).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(openDatabaseDesk('mysql://root:secret@host/db').status()).rejects.toThrow(/^(?!.*secret)/);
  });

  it('has the desk of an opened Jinaq as well', async () => {
    const jinaq = await openJinaq({ db: `sqlite:${file}`, bank: 'sandbox::memory:' });
    expect(await jinaq.db.status({ kind: 'staff', role: 'operations' })).toMatchObject({ pending: 0 });
    await expect(jinaq.db.migrate({ kind: 'staff', role: 'analyst' })).rejects.toMatchObject({ code: 'access.denied' });
    await jinaq.close();
  });
});
