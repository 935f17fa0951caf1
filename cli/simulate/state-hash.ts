import { createHash } from 'node:crypto';

/** A number in which every row of every table of these SQLite files has its part: equal states, equal hashes. */
export async function hashState(files: readonly string[]): Promise<string> {
  const { default: Sqlite } = await import('better-sqlite3');
  const hash = createHash('sha256');
  for (const file of files) {
    const db = new Sqlite(file, { readonly: true });
    try {
      db.defaultSafeIntegers(true);
      const tables = db
        .prepare<[], string>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .pluck()
        .all();
      for (const table of tables) {
        hash.update(`\n${table}\n`);
        for (const row of db.prepare<[], readonly unknown[]>(`SELECT * FROM "${table}"`).raw().iterate()) {
          hash.update(row.map(textOf).join('\u0000'));
        }
      }
    } finally {
      db.close();
    }
  }
  return hash.digest('hex');
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}
