import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** A number in which every row of every table of these SQLite files has its part: equal states, equal hashes. */
export async function hashState(files: readonly string[]): Promise<string> {
  const { default: Sqlite } = await import('better-sqlite3');
  const hash = createHash('sha256');
  for (const file of files) {
    const db = new Sqlite(file, { readonly: true });
    try {
      const tables = namesIn(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
      for (const table of tables) {
        hash.update(`\n${table}\n`);
        // Written out by SQLite itself, as literals: no integer is rounded, and a text is no number that looks like it.
        const columns = namesIn(db, 'SELECT name FROM pragma_table_info(?)', table).map((name) => `quote("${name}")`);
        const rows = db.prepare<[], string>(`SELECT ${columns.join(` || ',' || `)} || ';' FROM "${table}"`).pluck();
        for (const row of rows.iterate()) hash.update(row);
      }
    } finally {
      db.close();
    }
  }
  return hash.digest('hex');
}

/** Tables or columns, in an order of their own. */
function namesIn(db: Database, query: string, ...given: string[]): readonly string[] {
  return db
    .prepare<string[], string>(`${query} ORDER BY name`)
    .pluck()
    .all(...given);
}
