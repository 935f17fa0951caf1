import { performance } from 'node:perf_hooks';
import { countOf } from '../render/text.js';

/** How fast this machine was; it is told beside the report, which is the same on all machines. */
export type Timing = { text(contributions: number): string };

/** Begins to measure. */
export function startTiming(): Timing {
  const started = performance.now();
  return {
    text: (contributions) => {
      const seconds = (performance.now() - started) / 1_000;
      const memory = Math.round(process.resourceUsage().maxRSS / 1_024);
      const each = contributions === 0 ? '' : `, ${((seconds * 1_000) / contributions).toFixed(2)} ms each`;
      return `${countOf(contributions, 'payment')} in ${seconds.toFixed(1)} s${each}; at most ${memory} MB of memory.`;
    },
  };
}
