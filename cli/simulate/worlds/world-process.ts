import { DomainError } from '../../../src/shared/index.js';
import { bugText } from '../../bug-text.js';
import type { SimulationProgress } from '../options.js';
import { playRun } from '../play-run.js';
import type { WorldOptions } from './divide.js';
import type { PlayedWorld } from './merge.js';
import { costSoFar, type ProcessCost } from './process-cost.js';

/** What a process that plays worlds tells the one that has started it. */
export type Told =
  | { readonly type: 'progress'; readonly progress: SimulationProgress }
  | { readonly type: 'played'; readonly world: PlayedWorld; readonly cost: ProcessCost }
  | { readonly type: 'refused'; readonly code: DomainError['code']; readonly message: string }
  | { readonly type: 'failed'; readonly text: string };

const ending = new AbortController();

/** Plays the world that it is given, and tells what came of it. */
async function play(options: WorldOptions): Promise<Told> {
  try {
    const onProgress = (progress: SimulationProgress) => tell({ type: 'progress', progress });
    const { report, details } = await playRun({ ...options, signal: ending.signal, onProgress });
    return { type: 'played', world: { report, details }, cost: costSoFar() };
  } catch (error) {
    if (error instanceof DomainError) return { type: 'refused', code: error.code, message: error.message };
    return { type: 'failed', text: bugText(error) };
  }
}

function tell(told: Told): void {
  if (process.connected) process.send?.(told);
}

if (process.send !== undefined) {
  // Ctrl-C comes to all processes of a terminal; the one that has started this one decides, and ends the connection.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => ending.abort());
  process.on('message', (options: WorldOptions) => void play(options).then(tell));
}
