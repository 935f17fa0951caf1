import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { BOOKS_FILE } from '../books.js';

/** Both databases of a run, to be read: integers are bigint. */
export type Databases = { readonly books: Database; readonly bank: Database };

/** Where the bank, which is in memory while it is played with, is written when the run is over. */
export const BANK_FILE = 'bank.db';
/** The files in the folder of a run. */
export const FILES = [BOOKS_FILE, BANK_FILE] as const;

/** Opens both databases beside those who work with them, reads, and closes them again. */
export async function readDatabases<T>(folder: string, read: (databases: Databases) => T): Promise<T> {
  const { default: Sqlite } = await import('better-sqlite3');
  const opened = FILES.map((file) => new Sqlite(join(folder, file), { readonly: true }).defaultSafeIntegers(true));
  const [books, bank] = opened;
  try {
    if (books === undefined || bank === undefined) throw new Error('a run has two databases');
    return read({ books, bank });
  } finally {
    for (const database of opened) database.close();
  }
}

/** In SQL: the day in Almaty of an instant, as days since 1970-01-01. UTC+5 all year since 2024-03-01, and runs begin later. */
export function dayOf(column: string): string {
  return `((${column} + 18000000) / 86400000)`;
}
