import { setImmediate as nextTick } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { Batcher, type Clock, DomainError, type Outcome, Unavailable } from '../../src/shared/index.js';
import { dayAt } from './days.js';
import type { Faults } from './faults.js';
import { whenFree } from './retry.js';
import type { Transfers } from './transfers.js';
import type { Turn } from './turn.js';

/** A piece of work inside a transaction. It checks everything before it writes anything. */
export type Work<T> = (turn: Turn) => T;

type WriterDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly transfers: Transfers;
};

/** Runs the work of the bank in transactions; what arrives in the same tick shares one. */
export class Writer {
  readonly #deps: WriterDeps;
  readonly #batcher: Batcher<Work<unknown>, unknown>;
  readonly #reading: (work: () => unknown) => unknown;
  readonly #together: (works: readonly Work<unknown>[]) => readonly Outcome<unknown>[];

  constructor(deps: WriterDeps) {
    this.#deps = deps;
    const reading = deps.db.transaction((work: () => unknown) => work());
    this.#reading = (work) => reading.deferred(work);
    // IMMEDIATE: a transaction that began as a reader could find that another process has written meanwhile.
    const transaction = deps.db.transaction((works: readonly Work<unknown>[]) => this.#run(works));
    this.#together = (works) => transaction.immediate(works);
    this.#batcher = new Batcher({
      flush: async (works) => {
        // Callers that the last flush has answered get the time to come back, and timers their turn.
        await nextTick();
        return whenFree(() => this.#together(works));
      },
      isTransient: (error) => !(error instanceof Unavailable),
    });
  }

  /**
   * Does the work in a transaction, after the reviews that have ended by now.
   *
   * @throws what the work throws
   * @throws bank.unavailable when the file cannot be used
   */
  write<T>(work: Work<T>): Promise<T> {
    return this.#batcher.submit(work) as Promise<T>;
  }

  /** Reads in one snapshot. */
  read<T>(work: () => T): Promise<T> {
    return whenFree(() => this.#reading(work) as T);
  }

  #run(works: readonly Work<unknown>[]): readonly Outcome<unknown>[] {
    const { clock, faults, transfers } = this.#deps;
    const now = clock.now();
    const turn = { nowMs: now.getTime(), today: dayAt(now) };
    faults.load();
    transfers.settleDue(turn);
    const outcomes = works.map((work) => outcomeOf(work, turn));
    faults.save();
    return outcomes;
  }
}

/** A refusal is the work's own result; a bug or a broken file is everybody's, and undoes the transaction. */
function outcomeOf(work: Work<unknown>, turn: Turn): Outcome<unknown> {
  try {
    return { status: 'completed', value: work(turn) };
  } catch (error) {
    if (error instanceof DomainError) return { status: 'refused', error };
    throw error;
  }
}
