import { z } from 'zod';
import { type Call, ROUTES } from './routes.js';
import { read } from './zod-problems.js';

/** What a served bank can do wrong on the wire; `HttpFault` says what each of them means. */
export const HTTP_FAULT_KINDS = [
  'slow',
  'reset',
  'reset-after',
  'half-answer',
  'error-500',
  'overloaded',
  'conflict',
  'wrong-json',
  'wrong-shape',
  'duplicate-delivery',
] as const;

const CALLS = [...(Object.keys(ROUTES) as Call[]), 'any'] as const;

const schema = z.strictObject({
  on: z.enum(CALLS).default('any'),
  kind: z.enum(HTTP_FAULT_KINDS),
  times: z.union([z.int().min(1), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  rate: z.number().min(0).max(1).default(1),
  delayMs: z.int().min(0).default(50),
  retryAfterSeconds: z.int().min(0).default(1),
});

/**
 * A fault to come, for tests and for practice with the sandbox.
 *
 * Nothing is done by the bank: `reset` (the connection breaks at once), `error-500`, `overloaded` (503 with
 * Retry-After), `conflict` (409, as for a key that came with another body).
 * It is done, but the answer is lost: `reset-after`, `half-answer` (the connection breaks in the middle of it),
 * `wrong-json`, `wrong-shape` (JSON of something else).
 * It is done and answered: `slow` (`delayMs` later), `duplicate-delivery` (the request reaches the bank twice at once).
 */
export type HttpFault = {
  /** The call that it meets; any when absent. */
  readonly on?: Call | 'any' | undefined;
  readonly kind: (typeof HTTP_FAULT_KINDS)[number];
  /** How many calls it meets: 1 when absent, without end when `rate` is given. */
  readonly times?: number | undefined;
  /** Meets each call only with this probability, 0 to 1; which ones is fixed by the seed of the server. */
  readonly rate?: number | undefined;
  /** `slow`: milliseconds, 50 when absent. */
  readonly delayMs?: number | undefined;
  /** `overloaded`: seconds that the client should wait, 1 when absent. */
  readonly retryAfterSeconds?: number | undefined;
};

/** A fault that meets a call. */
export type MetFault = z.output<typeof schema>;

/** How many calls a served bank got, and how many of them each kind of fault met. */
export type CallCounts = {
  readonly calls: number;
  readonly faults: { readonly [Kind in HttpFault['kind']]?: number };
};

/** The faults of a served bank: the oldest that meets a call decides. */
export class HttpFaults {
  readonly #random: () => number;
  readonly #met = new Map<HttpFault['kind'], number>();
  #calls = 0;
  #waiting: { fault: MetFault; left: number }[] = [];

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** @throws input.invalid when the fault makes no sense */
  add(fault: HttpFault): void {
    const complete = read(schema, fault, 'fault');
    const left = complete.times ?? (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY);
    this.#waiting.push({ fault: complete, left });
  }

  clear(): void {
    this.#waiting = [];
  }

  counts(): CallCounts {
    return { calls: this.#calls, faults: Object.fromEntries(this.#met) };
  }

  /** Counts a call and says what meets it. */
  next(call: Call): MetFault | undefined {
    this.#calls += 1;
    const met = this.#waiting.find(
      ({ fault: { on, rate } }) => (on === 'any' || on === call) && (rate === 1 || this.#random() < rate),
    );
    if (met === undefined) return undefined;
    met.left -= 1;
    this.#met.set(met.fault.kind, (this.#met.get(met.fault.kind) ?? 0) + 1);
    if (met.left === 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== met);
    return met.fault;
  }
}

/** Numbers from 0 to below 1, always the same ones after the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
