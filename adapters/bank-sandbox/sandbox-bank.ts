import type { Bank } from '../../src/savings/index.js';
import type { Clock } from '../../src/shared/index.js';
import { createBankFace } from './bank-face.js';
import { createControls, type SandboxControls } from './controls.js';
import { assemble } from './parts.js';
import { openDatabase } from './schema.js';

/** How to open a sandbox bank. */
export type SandboxBankOptions = {
  /** The bank's own SQLite file, or ':memory:'. Several processes may have it open at once. */
  readonly path: string;
  readonly clock: Clock;
  /** Decides which calls a fault with a `rate` meets; the same seed, the same calls. */
  readonly seed?: number | undefined;
};

/** A small real bank for tests, scenarios and trying things out: the bank port, and what a tester can make happen. */
export type SandboxBank = Bank &
  SandboxControls & {
    /** Closes the file. Calls still under way fail with `bank.unavailable`. */
    close(): void;
  };

/**
 * Opens the bank that keeps its accounts, movements and coming faults in one file of its own.
 *
 * @throws input.invalid when the file is something else
 * @throws store.schema-too-new when a newer Jinaq made it
 */
export function openSandboxBank({ path, clock, seed = 1 }: SandboxBankOptions): SandboxBank {
  const db = openDatabase(path);
  const parts = assemble(db, clock, seed);
  return { ...createBankFace(parts), ...createControls(parts), close: () => void db.close() };
}
