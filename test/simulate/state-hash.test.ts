import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { hashState } from '../../cli/simulate/state-hash.js';

const folder = mkdtempSync(join(tmpdir(), 'jinaq-state-hash-'));
let count = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The hash of a database with one table, into which these rows are put. */
async function hashOf(rows: readonly string[]): Promise<string> {
  const file = join(folder, `${(count += 1)}.db`);
  const db = new Sqlite(file);
  db.exec('CREATE TABLE things (a, b)');
  for (const row of rows) db.exec(`INSERT INTO things VALUES (${row})`);
  db.close();
  return hashState([file]);
}

describe('the hash of a state', () => {
  it('is the same for the same rows', async () => {
    expect(await hashOf(["1, 'x'", "NULL, x'00ff'"])).toBe(await hashOf(["1, 'x'", "NULL, x'00ff'"]));
  });

  it.each([
    ['a number and its text', ['1, 2'], ["'1', 2"]],
    ['nothing and the word for it', ['NULL, 1'], ["'NULL', 1"]],
    ['bytes and their digits', ["x'41', 1"], ["'41', 1"]],
    ['numbers beyond those that a double tells apart', ['9007199254740993, 1'], ['9007199254740992, 1']],
    ['where a value ends', ["'a,b', 'c'"], ["'a', 'b,c'"]],
    ['where a row ends', ['1, 2', '3, 4'], ['1, 23', '4, 4']],
    ['the order of the rows', ['1, 2', '3, 4'], ['3, 4', '1, 2']],
  ])('tells apart %s', async (_what, one, other) => {
    expect(await hashOf(one)).not.toBe(await hashOf(other));
  });
});
