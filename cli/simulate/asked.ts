import type { Bank } from '../../src/savings/index.js';
import type { Clock } from '../../src/shared/index.js';

/** What was asked of the bank, noted at its door: the bank itself only knows when it acted. */
export type Asked = {
  note(key: string, now: Date): void;
  /** When somebody first asked for the transfer with this key; undefined when nobody did. */
  at(key: string): Date | undefined;
  /** Notes that the bank has begun to review a transfer. */
  hold(key: string): void;
  /** Keys of transfers that the bank has reviewed. */
  readonly held: ReadonlySet<string>;
};

/** Makes notes of a world in which nothing was asked yet. */
export function createAsked(): Asked {
  const first = new Map<string, Date>();
  const held = new Set<string>();
  return {
    held,
    note: (key, now) => {
      if (!first.has(key)) first.set(key, now);
    },
    at: (key) => first.get(key),
    hold: (key) => void held.add(key),
  };
}

/** A bank at whose door is noted when it is asked for a transfer. */
export function noteAsked(bank: Bank, asked: Pick<Asked, 'note'>, clock: Clock): Bank {
  return {
    ...bank,
    transfer: (command) => {
      asked.note(command.key, clock.now());
      return bank.transfer(command);
    },
  };
}
