import { createSandboxChannels, SANDBOX_CHANNELS } from '../../adapters/notify-sandbox/index.js';
import type { Channel } from '../../src/messaging/index.js';
import type { Fault, FaultKind } from './fault-plan.js';
import type { Death } from './process-crash.js';

/** A fault that has met something: a call of the bank, where it was one. */
export type Strike = Meeting & { readonly atMs: number; readonly kind: FaultKind };

/** What a fault has met, as far as a story needs it to let it happen again. */
export type Meeting = {
  readonly call?: string;
  readonly reason?: string;
  readonly isOver?: boolean;
  readonly death?: Death;
};

/** The faults that wait to meet something, and those that last for a while. */
export type FaultBoard = {
  /** From now on it meets the next call of its kind. */
  arm(fault: Fault): void;
  /** The fault of this kind that meets the call at hand, if one waits; it is used up by it. */
  take(kind: FaultKind, meeting?: Meeting): Fault | undefined;
  /** What they have met, in order. */
  readonly strikes: readonly Strike[];
  isBankDown(): boolean;
  setBankDown(isDown: boolean): void;
  channels(): readonly Channel[];
  setChannelsDown(isDown: boolean): void;
  /** Notes that a fault met something. */
  count(kind: FaultKind, meeting?: Meeting): void;
  /** How many of each kind have met something. */
  readonly met: ReadonlyMap<FaultKind, number>;
  /** Nothing goes wrong any more. */
  clear(): void;
};

/** A board with nothing on it. */
export function createFaultBoard({ nowMs }: { readonly nowMs: () => number }): FaultBoard {
  const waiting = new Map<FaultKind, Fault[]>();
  const met = new Map<FaultKind, number>();
  const strikes: Strike[] = [];
  const count = (kind: FaultKind, meeting: Meeting = {}): void => {
    met.set(kind, (met.get(kind) ?? 0) + 1);
    strikes.push({ ...meeting, kind, atMs: nowMs() });
  };
  const channels = createSandboxChannels();
  let downs = 0;

  const setChannels = (isDown: boolean): void => {
    for (const name of SANDBOX_CHANNELS) channels.set(name, isDown ? 'down' : 'delivers');
  };
  return {
    met,
    strikes,
    count,
    arm: (fault) => {
      const same = waiting.get(fault.kind);
      if (same === undefined) waiting.set(fault.kind, [fault]);
      else same.push(fault);
    },
    take: (kind, meeting) => {
      const fault = waiting.get(kind)?.shift();
      if (fault !== undefined) count(kind, meeting);
      return fault;
    },
    isBankDown: () => downs > 0,
    setBankDown: (isDown) => {
      downs = Math.max(0, downs + (isDown ? 1 : -1));
      if (isDown) count('bank-down');
      else strikes.push({ kind: 'bank-down', isOver: true, atMs: nowMs() });
    },
    channels: () => channels.channels,
    setChannelsDown: (isDown) => {
      setChannels(isDown);
      if (isDown) count('channel-down');
    },
    clear: () => {
      waiting.clear();
      downs = 0;
      setChannels(false);
    },
  };
}
