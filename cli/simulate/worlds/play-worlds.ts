import type { SimulationProgress } from '../options.js';
import { playRun } from '../play-run.js';
import type { WorldOptions } from './divide.js';
import type { PlayedWorld } from './merge.js';
import type { ProcessCost } from './process-cost.js';
import { startWorldPlayer, type WorldPlayer } from './world-player.js';

export type PlayOptions = {
  readonly processes: number;
  /** The program of such a process; the one that belongs to this one when absent. */
  readonly program?: URL | undefined;
  /** Days of all worlds together. */
  readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
  /** Is told at the end what each process has taken. */
  readonly onProcess?: ((cost: ProcessCost) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Plays worlds, as many at once as there are processes: whoever is free takes the next one.
 *
 * @returns them in their order, up to the first that found what must not be: how fast each was decides nothing
 */
export async function playWorlds(
  worlds: readonly WorldOptions[],
  { processes, program, onProgress, onProcess, signal }: PlayOptions,
): Promise<readonly PlayedWorld[]> {
  const played: PlayedWorld[] = [];
  const count = Math.min(processes, worlds.length);
  const players = Array.from({ length: count }, () => (count === 1 ? playHere(signal) : startWorldPlayer(program)));
  const tell = progressOf(worlds.length, onProgress);
  let [next, end] = [0, worlds.length];
  const work = async (player: WorldPlayer): Promise<void> => {
    for (let index = next++; index < end; index = next++) {
      const world = worlds[index];
      if (world === undefined) return;
      const own = await player.play(world, (progress) => tell(index, progress));
      played[index] = own;
      if (own.report.violations.length > 0) end = Math.min(end, index + 1);
    }
  };
  try {
    await untilAborted(signal, Promise.all(players.map(work)));
  } finally {
    await Promise.all(players.map((player) => player.end()));
  }
  for (const player of players) onProcess?.(player.cost());
  return played.slice(0, end);
}

/** In this process: nothing has to be ended, and what it takes is counted with everything else. */
function playHere(signal: AbortSignal | undefined): WorldPlayer {
  return {
    play: (options, onProgress) => playRun({ ...options, signal, onProgress }),
    cost: () => ({ cpuMs: 0, peakRssMb: 0 }),
    end: () => Promise.resolve(),
  };
}

/** Adds up how far the worlds are. */
function progressOf(worlds: number, onProgress: PlayOptions['onProgress']) {
  const latest = new Map<number, SimulationProgress>();
  return (index: number, progress: SimulationProgress): void => {
    latest.set(index, progress);
    const all = [...latest.values()];
    const sum = (numberOf: (one: SimulationProgress) => number) => all.reduce((total, one) => total + numberOf(one), 0);
    onProgress?.({
      day: sum(({ day }) => day),
      days: progress.days * worlds,
      contributions: sum(({ contributions }) => contributions),
    });
  };
}

/** Waits for the work, or fails with the reason of the signal as soon as it is aborted. */
async function untilAborted(signal: AbortSignal | undefined, work: Promise<unknown>): Promise<void> {
  if (signal === undefined) return void (await work);
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(() => resolve(), reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
