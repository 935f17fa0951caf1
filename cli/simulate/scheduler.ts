import { setImmediate as nextTurn } from 'node:timers/promises';
import TinyQueue from 'tinyqueue';
import type { Clock } from '../../src/shared/index.js';
import type { Random } from './random.js';

/** Something that can die: what it waits for then never comes, and what it had begun is told to nobody. */
export type Life = { isAlive: boolean };

/** The life of the world outside of Jinaq: the bank, people, the weather. */
export const OUTSIDE: Life = { isAlive: true };

export type SchedulerOptions = {
  readonly startMs: number;
  readonly random: Random;
  /** How many of those who wait go on at once: `few` weaves the same threads in ever other ways. */
  readonly width: 'all' | 'few';
  /** Is asked between any two steps; true ends the run. */
  readonly isOver?: () => boolean;
};

type Entry = { readonly atMs: number; readonly order: number; readonly work: () => Promise<void> };
type Waiting = { readonly life: Life; readonly lane: string; readonly go: () => Promise<() => void> };

/** With `few`: the most that go on at once. */
const FEW = 4;

/**
 * Virtual time, and who goes on next. Whatever touches a store or the bank waits here until it is let through, so that
 * neither the order of promises nor the speed of the machine decides anything: the seed does.
 */
export class Scheduler {
  readonly clock: Clock = { now: () => new Date(this.nowMs()) };
  readonly #options: SchedulerOptions;
  readonly #agenda = new TinyQueue<Entry>([], (a, b) => a.atMs - b.atMs || a.order - b.order);
  readonly #failures: unknown[] = [];
  #waiting: Waiting[] = [];
  #nowMs: number;
  #order = 0;
  #steps = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#nowMs = options.startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** How many calls were let through. */
  steps(): number {
    return this.#steps;
  }

  /** Begins this work at that moment, or now when it is over already. Work that throws ends the run with its error. */
  at(atMs: number, work: () => Promise<void>): void {
    this.#order += 1;
    this.#agenda.push({ atMs: Math.max(atMs, this.#nowMs), order: this.#order, work });
  }

  /** Ends the run with this error. */
  fail(error: unknown): void {
    this.#failures.push(error);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.#nowMs + ms, async () => resolve());
    });
  }

  /**
   * Waits to be let through, then does the work; calls of one lane that are let through together run side by side. What
   * comes of all that were let through is told when all of them have ended, in the order of the lot: how long one took
   * by the clock of this machine decides nothing.
   */
  pass<T>(life: Life, lane: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const go = (): Promise<() => void> =>
        work().then(
          (value) => () => resolve(value),
          (error: unknown) => () => reject(error instanceof Error ? error : new Error(String(error))),
        );
      this.#waiting.push({ life, lane, go });
    });
  }

  /** Lets time run up to and including this moment. */
  async runUntil(untilMs: number): Promise<void> {
    for (;;) {
      // By the next turn of the event loop everybody who was let through waits again or has come to an end.
      await nextTurn();
      if (this.#failures.length > 0) throw this.#failures[0];
      if (this.#options.isOver?.() === true) return;
      if (this.#waiting.length > 0) await this.#letThrough();
      else if ((this.#agenda.peek()?.atMs ?? Number.POSITIVE_INFINITY) > untilMs) break;
      else this.#begin();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** Takes some of those who wait, by lot, and lets one lane after the other go. */
  async #letThrough(): Promise<void> {
    const { random, width } = this.#options;
    const drawn = random.shuffled(this.#waiting.filter(({ life }) => life.isAlive));
    this.#waiting = drawn.splice(width === 'all' ? drawn.length : random.int(1, FEW));
    this.#steps += drawn.length;
    const ended = new Map<Waiting, () => void>();
    for (const lane of new Set(drawn.map((call) => call.lane))) {
      const calls = drawn.filter((call) => call.lane === lane && call.life.isAlive);
      await Promise.all(calls.map(async (call) => ended.set(call, await call.go())));
    }
    for (const call of drawn) if (call.life.isAlive) ended.get(call)?.();
  }

  /** Time goes on to the next moment at which something begins. */
  #begin(): void {
    const first = this.#agenda.peek();
    if (first === undefined) return;
    this.#nowMs = first.atMs;
    for (let due = this.#agenda.peek(); due?.atMs === this.#nowMs; due = this.#agenda.peek()) {
      this.#agenda.pop();
      due.work().catch((error: unknown) => this.fail(error));
    }
  }
}
