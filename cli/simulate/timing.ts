import { performance } from 'node:perf_hooks';
import { countOf } from '../render/text.js';
import { costSoFar, type ProcessCost } from './worlds/process-cost.js';

/** How fast this machine was; it is told beside the report, which is the same on all machines. */
export type Timing = {
  /** Another process had its part in the work, and has taken so much for it. */
  readonly addProcess: (cost: ProcessCost) => void;
  text(contributions: number): string;
};

/** Begins to measure. */
export function startTiming(): Timing {
  const [started, before] = [performance.now(), costSoFar()];
  const others: ProcessCost[] = [];
  return {
    addProcess: (cost) => void others.push(cost),
    text: (contributions) => {
      const [seconds, own] = [(performance.now() - started) / 1_000, costSoFar()];
      const cpuMs = others.reduce((sum, cost) => sum + cost.cpuMs, own.cpuMs - before.cpuMs);
      const memory = others.reduce((sum, { peakRssMb }) => sum + peakRssMb, own.peakRssMb);
      const each = contributions === 0 ? '' : ` (${(cpuMs / contributions).toFixed(2)} ms of CPU time each)`;
      const shared = others.length === 0 ? '' : ` in ${others.length + 1} processes`;
      return `${countOf(contributions, 'payment')} in ${seconds.toFixed(1)} s${each}; at most ${Math.round(memory)} MB of memory${shared}.`;
    },
  };
}
