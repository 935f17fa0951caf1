import type { Gate } from './concurrent.js';
import { InvariantViolation } from './errors.js';

/** What became of one item of a batch; a refused one does not disturb its neighbours. */
export type Outcome<Result> =
  | { readonly status: 'completed'; readonly value: Result }
  | { readonly status: 'refused'; readonly error: unknown };

/** How a batcher works off its items. */
export type BatcherOptions<Item, Result> = {
  /** The most items in one flush. */
  readonly maxBatch?: number;
  /** Does the work of many items at once: one outcome for each, in their order. All of it happens, or it throws. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  /** Whether a failed flush is worth repeating item by item; by default each is. */
  readonly isTransient?: (error: unknown) => boolean;
  /** Is passed by each flush: batchers that share one take turns, and what arrives while one waits goes along. */
  readonly gate?: Gate;
};

/** The most items in one flush unless the batcher is told otherwise. */
export const DEFAULT_MAX_BATCH = 1000;

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Lets commands that arrive together share one transaction, so that one durable commit serves many.
 * Natural batching: while one flush is running, arrivals queue up for the next; there is no timer, and a lone command
 * does not wait.
 */
export class Batcher<Item, Result> {
  readonly #maxBatch: number;
  readonly #flush: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  readonly #isTransient: (error: unknown) => boolean;
  readonly #gate: Gate;
  /** Batches, not items: taking the next one costs the same however many are waiting. */
  readonly #queue: Waiting<Item, Result>[][] = [];
  #running = false;

  constructor({
    maxBatch = DEFAULT_MAX_BATCH,
    flush,
    isTransient = () => true,
    gate = (work) => work(),
  }: BatcherOptions<Item, Result>) {
    this.#maxBatch = maxBatch;
    this.#flush = flush;
    this.#isTransient = isTransient;
    this.#gate = gate;
  }

  /**
   * Hands in one item; it goes with the next flush.
   *
   * @returns the item's own result
   * @throws the item's own refusal, or the failure of the flush
   */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const last = this.#queue.at(-1);
      if (last !== undefined && last.length < this.#maxBatch) last.push({ item, resolve, reject });
      else this.#queue.push([{ item, resolve, reject }]);
      if (!this.#running) {
        this.#running = true;
        // A microtask later, so that callers of the same tick share the flush.
        void Promise.resolve().then(() => this.#drain());
      }
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) await this.#gate(() => this.#work(this.#queue.shift() ?? []));
    this.#running = false;
  }

  async #work(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      settle(batch, await this.#flush(batch.map(({ item }) => item)));
    } catch (error) {
      // A lone item's failure is its own. Of a batch one item may have failed all the others: each is tried alone.
      if (batch.length > 1 && this.#isTransient(error)) for (const waiting of batch) await this.#work([waiting]);
      else for (const { reject } of batch) reject(error);
    }
  }
}

/** Gives each item its outcome. With a wrong number of them nobody can say whose is whose. */
function settle<Item, Result>(batch: readonly Waiting<Item, Result>[], outcomes: readonly Outcome<Result>[]): void {
  if (outcomes.length !== batch.length) {
    const miscounted = new InvariantViolation(`a flush of ${batch.length} items gave ${outcomes.length} outcomes`);
    for (const { reject } of batch) reject(miscounted);
    return;
  }
  for (const [index, outcome] of outcomes.entries()) {
    const waiting = batch[index];
    if (outcome.status === 'completed') waiting?.resolve(outcome.value);
    else waiting?.reject(outcome.error);
  }
}
