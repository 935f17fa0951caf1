import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { runOperation } from '../../adapters/operations/index.js';
import { createIds, createSigner } from '../../adapters/system/index.js';
import type { Actor } from '../../src/access/index.js';
import type { EventSubscriber } from '../../src/outbox/index.js';
import type { Surroundings } from './surroundings.js';
import { faultyBank } from './faulty-bank.js';
import { faultyStore } from './faulty-store.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import type { Random } from './random.js';
import { type Life, OUTSIDE } from './scheduler.js';

export type ServerOptions = Surroundings & {
  readonly db: string;
  readonly random: Random;
  readonly subscribers: readonly EventSubscriber[];
  /** Wraps the ports once more; what a test breaks on purpose is put in here. */
  readonly decorate?: ((ports: Jinaq['ports']) => Jinaq['ports']) | undefined;
};

type Process = {
  readonly life: Life;
  readonly jinaq: Jinaq;
  /** Those who wait for its answer. */
  readonly inFlight: Set<(error: ProcessDied) => void>;
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
    const { db, subscribers, decorate, faults } = this.#options;
    this.#generation += 1;
    this.#skewMs = 0;
    const life: Life = { isAlive: true };
    const random = this.#options.random.fork(String(this.#generation));
    const clock = { now: () => this.now() };
    const hooks = { life, isLastCall: () => this.#isLastCall(), random: random.fork('crash') };
    const jinaq = await openJinaq({
      ...{ db, isDurable: false, clock, subscribers, signer: SIGNER },
      ids: createIds({ nowMs: () => clock.now().getTime(), fill: filledBy(random.fork('ids')) }),
      bank: faultyBank(this.#options, hooks),
      channels: faults.channels(),
      decorate: ({ store, bank }) => {
        const ports = { store: faultyStore(store, this.#options, hooks), bank };
        return decorate?.(ports) ?? ports;
      },
    });
    this.#current = { life, jinaq, inFlight: new Set() };
  }

  /** Does work inside the process. @throws ProcessDied when it dies before the work has ended */
  run<T>(work: (jinaq: Jinaq) => Promise<T>): Promise<T> {
    const process = this.#current;
    if (process === undefined) return Promise.reject(new ProcessDied(`${this.name} is down`));
    return new Promise<T>((resolve, reject) => {
      process.inFlight.add(reject);
      void work(process.jinaq)
        .then(resolve, reject)
        .finally(() => process.inFlight.delete(reject));
    });
  }

  call(operation: string, actor: Actor, input: unknown): Promise<unknown> {
    return this.run(({ context }) => runOperation(context, operation, actor, input));
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

  #isLastCall(): boolean {
    if (this.#ending === undefined) return false;
    this.#ending.calls -= 1;
    if (this.#ending.calls > 0) return false;
    this.#die(this.#ending.downMs);
    return true;
  }

  #die(downMs: number): void {
    const { scheduler } = this.#options;
    const dead = this.#current;
    this.#ending = undefined;
    if (dead === undefined) return;
    dead.life.isAlive = false;
    this.#current = undefined;
    for (const reject of dead.inFlight) reject(new ProcessDied(`${this.name} died`));
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
