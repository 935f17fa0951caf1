import { type Jinaq, type JinaqOptions, openJinaq } from '../../adapters/node/index.js';
import { runOperation } from '../../adapters/operations/index.js';
import { createIds, createSigner } from '../../adapters/system/index.js';
import type { EventSubscriber } from '../../src/outbox/index.js';
import type { WorldBooks } from './books.js';
import type { Surroundings } from './surroundings.js';
import { faultyBank } from './faulty-bank.js';
import { faultyStore } from './faulty-store.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import type { JournalEntry } from './journal.js';
import type { Death, Doing, Hooks } from './process-crash.js';
import type { Random } from './random.js';
import { type Life, OUTSIDE } from './scheduler.js';

export type ServerOptions = Surroundings & {
  readonly books: WorldBooks;
  readonly random: Random;
  readonly subscribers: readonly EventSubscriber[];
  /** Wraps the ports once more; what a test breaks on purpose is put in here. */
  readonly decorate?: JinaqOptions['decorate'];
};

type Process = {
  readonly life: Life;
  readonly jinaq: Jinaq;
  /** Those who wait for its answer. */
  readonly inFlight: Set<Flight>;
};

type Flight = {
  readonly doing: Doing;
  readonly reject: (error: ProcessDied) => void;
  /** How often it has touched what, as far as that can be told: others may be under way. */
  readonly touches: Map<string, number>;
};

/** A process of Jinaq over the database and the bank that all of them share. It can die at any await. */
export class Server {
  readonly name: string;
  readonly #options: ServerOptions;
  #current: Process | undefined;
  #generation = 0;
  #skewMs = 0;
  #ending: { calls: number; readonly downMs: number } | undefined;

  constructor(options: ServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** What the clock of its machine says. */
  now(): Date {
    return new Date(this.#options.scheduler.nowMs() + this.#skewMs);
  }

  isUp(): boolean {
    return this.#current !== undefined;
  }

  async start(): Promise<void> {
    const { books, subscribers, decorate, faults } = this.#options;
    this.#generation += 1;
    this.#skewMs = 0;
    const life: Life = { isAlive: true };
    const random = this.#options.random.fork(String(this.#generation));
    const clock = { now: () => this.now() };
    const dies: Hooks['dies'] = (on, isBefore) => this.#touch(on, isBefore);
    const hooks = { life, dies, random: random.fork('crash') };
    const jinaq = await openJinaq({
      ...{ db: books.db, isDurable: false, clock, subscribers, signer: SIGNER },
      ids: createIds({ nowMs: () => clock.now().getTime(), fill: filledBy(random.fork('ids')) }),
      bank: faultyBank(this.#options, hooks),
      channels: faults.channels(),
      decorate: ({ store, bank }) => {
        const ports = { store: faultyStore(books.storeOf(store), this.#options, hooks), bank };
        return decorate?.(ports) ?? ports;
      },
    });
    this.#current = { life, jinaq, inFlight: new Set() };
  }

  /** Does work inside the process. @throws ProcessDied when it dies before the work has ended */
  run<T>(doing: Doing, work: (jinaq: Jinaq) => Promise<T>): Promise<T> {
    const process = this.#current;
    if (process === undefined) return Promise.reject(new ProcessDied(`${this.name} is down`));
    return new Promise<T>((resolve, reject) => {
      const flight = { doing, reject, touches: new Map() };
      process.inFlight.add(flight);
      void work(process.jinaq)
        .then(resolve, reject)
        .finally(() => process.inFlight.delete(flight));
    });
  }

  call(entry: JournalEntry): Promise<unknown> {
    const { operation, actor, input } = entry;
    return this.run(entry, ({ context }) => runOperation(context, operation, actor, input));
  }

  /** From now on, until the process starts again, the machine's clock is wrong by this much. */
  stepClock(ms: number): void {
    this.#skewMs += ms;
  }

  /** The process dies at so many calls of a port from now, and is started again some time later. */
  crashAfter(calls: number, downMs: number): void {
    this.#ending ??= { calls, downMs };
  }

  async close(): Promise<void> {
    await this.#current?.jinaq.close();
    this.#current = undefined;
  }

  #touch(on: Death['on'], isBefore: () => boolean): Death['when'] | undefined {
    const inFlight = this.#current?.inFlight ?? new Set<Flight>();
    for (const { touches } of inFlight) touches.set(on, (touches.get(on) ?? 0) + 1);
    if (this.#ending === undefined) return undefined;
    this.#ending.calls -= 1;
    if (this.#ending.calls > 0) return undefined;
    const when: Death['when'] = isBefore() ? 'before' : 'after';
    // Where several were under way one of them is told: what somebody asked for rather than a job.
    const [last] = [...inFlight].sort(
      (a, b) => Number(typeof a.doing === 'string') - Number(typeof b.doing === 'string'),
    );
    const nth = last?.touches.get(on) ?? 1;
    this.#options.faults.count('process-crash', last && { death: { on, when, nth, during: last.doing } });
    this.#die(this.#ending.downMs);
    return when;
  }

  #die(downMs: number): void {
    const { scheduler } = this.#options;
    const dead = this.#current;
    this.#ending = undefined;
    if (dead === undefined) return;
    dead.life.isAlive = false;
    this.#current = undefined;
    for (const { reject } of dead.inFlight) reject(new ProcessDied(`${this.name} died`));
    // Time waits meanwhile: how long a start takes by the clock of this machine decides nothing.
    const restart = async (): Promise<void> => {
      await dead.jinaq.close();
      await this.start();
    };
    scheduler.at(scheduler.nowMs() + downMs, () => scheduler.pass(OUTSIDE, `start of ${this.name}`, restart));
  }
}

/** Receipts are no part of what is compared, so the key need not be the same in each run. */
const SIGNER = createSigner();

/** Fills bytes by chance that repeats itself. */
export function filledBy(random: Random): (bytes: Buffer) => void {
  return (bytes) => {
    for (let offset = 0; offset < bytes.length; offset += 1) bytes[offset] = random.int(0, 255);
  };
}
