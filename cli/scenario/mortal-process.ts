import { FAULT_CALLS } from '../../adapters/bank-sandbox/index.js';
import type { Jinaq } from '../../adapters/node/index.js';
import type { Bank } from '../../src/savings/index.js';

/** What a process can touch when it dies: a call of the bank, a transaction, a read, or whatever comes. */
export const CRASH_TOUCHES = [...FAULT_CALLS, 'transact', 'read'] as const;
type Touch = (typeof CRASH_TOUCHES)[number];

/**
 * Before: the call was not sent, the transaction is not kept. After: the bank has acted, the transaction is kept, and the
 * process never hears of it.
 */
export const CRASH_TIMES = ['before', 'after'] as const;
type CrashTime = (typeof CRASH_TIMES)[number];

/** When a process dies: before or after the nth touch of this kind from now on, or the nth that this job makes. */
export type Crash = {
  readonly on: Touch;
  readonly when: CrashTime;
  readonly nth: number;
  readonly during?: string | undefined;
};

/** The process died before it answered: nobody can say whether it did what it was asked. */
export class ProcessDied extends Error {}

type Ports = Jinaq['ports'];

/** A process that can be told when to die. What it was doing then comes to no end, and it touches nothing any more. */
export class MortalProcess {
  readonly #crashes: { readonly crash: Crash; left: number }[] = [];
  readonly #waiting = new Set<(error: ProcessDied) => void>();
  readonly #underWay = new Set<Promise<unknown>>();
  #isAlive = true;
  #job: string | undefined;

  isAlive(): boolean {
    return this.#isAlive;
  }

  dieAt(crash: Crash): void {
    this.#crashes.push({ crash, left: crash.nth });
  }

  /** Does work inside the process. @throws ProcessDied as soon as it is dead */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isAlive) return Promise.reject(absent());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      void work()
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** Does the work of a job; jobs come one after the other. */
  async runJob<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#job = name;
    try {
      return await this.run(work);
    } finally {
      this.#job = undefined;
    }
  }

  /** One touch of a port; `work` is told when the process dies at it, and does not begin when that is before. */
  async touch<T>(name: Touch, work: (dies: CrashTime | undefined) => Promise<T>): Promise<T> {
    if (!this.#isAlive) throw absent();
    const dies = this.#timeToDie(name);
    const done = work(dies);
    this.#underWay.add(done);
    // Of a call that failed a dead process hears as little as of any other.
    await done.catch(() => undefined);
    this.#underWay.delete(done);
    if (dies === 'after') this.die();
    if (!this.#isAlive) throw new ProcessDied(DIED);
    return done;
  }

  die(): void {
    this.#isAlive = false;
    for (const reject of this.#waiting) reject(new ProcessDied(DIED));
  }

  /** Waits until bank and database have done with what a dead process has left behind. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  #timeToDie(name: Touch): CrashTime | undefined {
    let time: CrashTime | undefined;
    for (const planned of this.#crashes) {
      const { on, during } = planned.crash;
      if ((on !== 'any' && on !== name) || (during !== undefined && during !== this.#job)) continue;
      planned.left -= 1;
      if (planned.left === 0) time = planned.crash.when;
    }
    return time;
  }
}

const DIED = 'The process died.';

function absent(): ProcessDied {
  return new ProcessDied('No process runs: it died, and none was started.');
}

/** The ports as a process has them that can die at each touch of them. */
export function mortalPorts(process: MortalProcess, { store, bank }: Ports): Ports {
  return { store: mortalStore(process, store), bank: mortalBank(process, bank) };
}

function mortalStore(process: MortalProcess, store: Ports['store']): Ports['store'] {
  return {
    ...store,
    transact: (work) =>
      process.touch('transact', (dies) =>
        store.transact(async (tx) => {
          const result = await work(tx);
          if (dies === 'before') process.die();
          // Also when it died at another touch meanwhile: what it had not kept by then is not kept.
          if (!process.isAlive()) throw new ProcessDied(DIED);
          return result;
        }),
      ),
    read: (work) => touchWhole(process, 'read', () => store.read(work)),
  };
}

function mortalBank(process: MortalProcess, bank: Bank): Bank {
  const call = <T>(name: keyof Bank, work: () => Promise<T>): Promise<T> => touchWhole(process, name, work);
  return {
    mainAccount: (client) => call('mainAccount', () => bank.mainAccount(client)),
    openSavingsAccount: (command) => call('openSavingsAccount', () => bank.openSavingsAccount(command)),
    closeSavingsAccount: (account) => call('closeSavingsAccount', () => bank.closeSavingsAccount(account)),
    transfer: (command) => call('transfer', () => bank.transfer(command)),
    transferStatus: (key) => call('transferStatus', () => bank.transferStatus(key)),
    balance: (account) => call('balance', () => bank.balance(account)),
    statement: (range) => call('statement', () => bank.statement(range)),
    transactions: (range) => call('transactions', () => bank.transactions(range)),
  };
}

function touchWhole<T>(process: MortalProcess, name: Touch, work: () => Promise<T>): Promise<T> {
  return process.touch(name, async (dies) => {
    if (dies !== 'before') return work();
    process.die();
    throw new ProcessDied(DIED);
  });
}
