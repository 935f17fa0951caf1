import { join } from 'node:path';
import type { Jinaq } from '../../adapters/node/index.js';
import { openSqliteStore } from '../../adapters/sqlite/index.js';
import { sha256Digest } from '../../adapters/system/index.js';
import { isLarge } from './large-world.js';
import type { SimulationOptions } from './options.js';

type Store = Jinaq['ports']['store'];

/** The file of Jinaq's database in the folder of a run. */
export const BOOKS_FILE = 'jinaq.db';

/** Where the books of a world are, and how each of its processes comes to them. */
export type WorldBooks = {
  /** The address that a process opens. */
  readonly db: string;
  /** What a process works with, of what it has opened. */
  readonly storeOf: (opened: Store) => Store;
  /** Sees to it that they are in their file. */
  readonly save: () => Promise<void>;
  readonly close: () => void;
};

/**
 * Opens books for a world. Those of a small one are in a file, and each process has its own connections to it, as at a bank.
 * In a large one all share the connection to a database in memory, which outlives them: pages need not be read anew after
 * another one has written, nor be written to a log.
 */
export async function openBooks(options: Pick<SimulationOptions, 'goals'>, folder: string): Promise<WorldBooks> {
  const file = join(folder, BOOKS_FILE);
  if (!isLarge(options)) {
    return { db: `sqlite:${file}`, storeOf: (opened) => opened, save: () => Promise.resolve(), close: () => undefined };
  }
  const shared = await openSqliteStore({ path: ':memory:', digest: sha256Digest });
  return { db: 'sqlite::memory:', storeOf: () => shared, save: () => shared.copyTo(file), close: () => shared.close() };
}
