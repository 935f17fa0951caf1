import type { Database, Statement } from 'better-sqlite3';
import type { Bank, BankRefusal } from '../../src/savings/index.js';
import { checkFault, type FaultKind, type FaultSpec } from './fault-spec.js';

type FaultRow = {
  readonly id: number;
  readonly on: FaultSpec['on'];
  readonly kind: FaultKind;
  readonly nth: number;
  /** null: without end. */
  readonly times: number | null;
  readonly rate: number | null;
  readonly seed: number;
  readonly reason: BankRefusal | null;
  readonly delayMs: number | null;
  seen: number;
  fired: number;
};

/** What meets one call. */
export type Verdict = {
  readonly kind?: Exclude<FaultKind, 'slow'> | undefined;
  readonly reason?: BankRefusal | undefined;
  /** How late the answer comes, in real milliseconds. */
  readonly lateMs: number;
  /** How long a held transfer is held; undefined: as long as the bank usually takes. */
  readonly heldMs?: number | undefined;
};

const NOTHING: Verdict = { lateMs: 0 };
const DEFAULT_SLOW_MS = 50;

/** The faults in the file. A batch loads them once, asks for each call, and saves what it has used up. */
export class Faults {
  readonly #seed: number;
  readonly #insert: Statement;
  readonly #all: Statement<[], FaultRow>;
  readonly #concerning: Statement<[string]>;
  readonly #update: Statement;
  readonly #delete: Statement;
  readonly #clear: Statement;
  readonly #clearDown: Statement;
  #active: FaultRow[] = [];

  constructor(db: Database, seed: number) {
    this.#seed = seed;
    this.#insert = db.prepare(
      'INSERT INTO faults (on_call, kind, nth, times, rate, seed, reason, delay_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#all = db.prepare<[], FaultRow>(
      `SELECT id, on_call AS "on", kind, nth, times, rate, seed, reason, delay_ms AS delayMs, seen, fired
       FROM faults ORDER BY kind <> 'down', id`,
    );
    this.#all.safeIntegers(false);
    this.#concerning = db.prepare<[string]>("SELECT 1 FROM faults WHERE on_call IN (?, 'any') LIMIT 1");
    this.#update = db.prepare('UPDATE faults SET seen = ?, fired = ? WHERE id = ?');
    this.#delete = db.prepare('DELETE FROM faults WHERE id = ?');
    this.#clear = db.prepare('DELETE FROM faults');
    this.#clearDown = db.prepare("DELETE FROM faults WHERE kind = 'down'");
  }

  /** Whether a fault waits for this call. */
  concern(call: keyof Bank): boolean {
    return this.#concerning.get(call) !== undefined;
  }

  /** Reads the faults at the beginning of a transaction. */
  load(): void {
    this.#active = this.#all.all();
  }

  /**
   * Counts a call and says what meets it. Of several faults the oldest decides, and delays add up; but a call to a bank
   * that is down never arrives, so that no other fault sees it.
   */
  verdictOn(call: keyof Bank): Verdict {
    if (this.#active.length === 0) return NOTHING;
    let verdict = NOTHING;
    for (const fault of this.#active) {
      if ((fault.on !== call && fault.on !== 'any') || !fires(fault)) continue;
      if (fault.kind === 'slow') verdict = { ...verdict, lateMs: verdict.lateMs + (fault.delayMs ?? DEFAULT_SLOW_MS) };
      else if (verdict.kind === undefined) verdict = { ...verdict, ...decided(fault) };
      if (verdict.kind === 'down') break;
    }
    return verdict;
  }

  /** Writes what the transaction has counted; a fault that is used up goes. */
  save(): void {
    for (const { id, seen, fired, times } of this.#active) {
      if (times !== null && fired >= times) this.#delete.run(id);
      else this.#update.run(seen, fired, id);
    }
    this.#active = [];
  }

  add(spec: FaultSpec): void {
    checkFault(spec);
    const { on, kind, nth = 1, rate = null, reason = null, delayMs = null } = spec;
    const times = spec.times ?? (rate === null ? 1 : Number.POSITIVE_INFINITY);
    this.#insert.run(
      on,
      kind,
      nth,
      times === Number.POSITIVE_INFINITY ? null : times,
      rate,
      this.#seed,
      reason,
      delayMs,
    );
    // The same transaction may go on with calls, which this fault has to meet as well.
    this.#reload();
  }

  clear(what: 'all' | 'down'): void {
    (what === 'all' ? this.#clear : this.#clearDown).run();
    this.#reload();
  }

  list(): readonly FaultSpec[] {
    return this.#all.all().map(({ on, kind, nth, seen, fired, times, ...fault }) => ({
      on,
      kind,
      nth: Math.max(1, nth - seen),
      times: times === null ? Number.POSITIVE_INFINITY : times - fired,
      reason: fault.reason ?? undefined,
      delayMs: fault.delayMs ?? undefined,
      rate: fault.rate ?? undefined,
    }));
  }

  #reload(): void {
    this.save();
    this.load();
  }
}

function decided(fault: FaultRow): Partial<Verdict> {
  const kind = fault.kind as Exclude<FaultKind, 'slow'>;
  return {
    kind,
    reason: fault.reason ?? undefined,
    heldMs: kind === 'held' ? (fault.delayMs ?? undefined) : undefined,
  };
}

/** Counts the call on the fault and says whether it meets it. */
function fires(fault: FaultRow): boolean {
  fault.seen += 1;
  if (fault.seen < fault.nth || (fault.times !== null && fault.fired >= fault.times)) return false;
  if (fault.rate !== null && chance(fault.seed, fault.id, fault.seen) >= fault.rate) return false;
  fault.fired += 1;
  return true;
}

/**
 * A number from 0 to below 1 that depends only on its arguments, so that a restart does not change which calls fail
 * (the mixing function of MurmurHash3, three times).
 */
function chance(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) {
    hash = Math.imul(hash ^ number, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}
