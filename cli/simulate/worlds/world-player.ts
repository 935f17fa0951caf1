import { type ChildProcess, fork } from 'node:child_process';
import { DomainError } from '../../../src/shared/index.js';
import type { SimulationProgress } from '../options.js';
import type { WorldOptions } from './divide.js';
import type { PlayedWorld } from './merge.js';
import type { ProcessCost } from './process-cost.js';
import type { Told } from './world-process.js';

export type OnProgress = (progress: SimulationProgress) => void;

/** Plays one world after the other. */
export type WorldPlayer = {
  play(options: WorldOptions, onProgress: OnProgress): Promise<PlayedWorld>;
  /** What it has taken so far. */
  cost(): ProcessCost;
  /** Ends what is under way, and waits until nothing of it is left. */
  end(): Promise<void>;
};

const NOTHING: ProcessCost = { cpuMs: 0, peakRssMb: 0 };

/** Starts a process of its own that plays worlds. The program is the one beside this file, unless a test has built it. */
export function startWorldPlayer(program: URL = new URL('./world-process.js', import.meta.url)): WorldPlayer {
  // Sums of money are bigint.
  const child = fork(program, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  let cost = NOTHING;
  return {
    cost: () => cost,
    play: async (options, onProgress) => {
      const told = await Promise.race([answerOf(child, options, onProgress), ended]);
      if (typeof told === 'string') throw died(options, told);
      if (told.type === 'refused') throw new DomainError(told.code, told.message);
      if (told.type === 'failed') throw new Error(`${worldText(options)} failed: ${told.text}`);
      cost = told.cost;
      return told.world;
    },
    end: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

type Ending = Exclude<Told, { readonly type: 'progress' }>;

function answerOf(child: ChildProcess, options: WorldOptions, onProgress: OnProgress): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const listen = (told: Told): void => {
      if (told.type === 'progress') return onProgress(told.progress);
      child.off('message', listen);
      resolve(told);
    };
    child.on('message', listen);
    child.send(options, (error) => {
      if (error !== null) reject(died(options, error.message));
    });
  });
}

function died({ seed, goals }: WorldOptions, how: string): DomainError {
  return new DomainError(
    'simulation.process-died',
    `The process that played the world with seed ${seed} (${goals} goals) ended before it was done: ${how}.`,
    { details: { seed, goals, how } },
  );
}

function worldText({ seed, goals }: WorldOptions): string {
  return `The world with seed ${seed} (${goals} goals)`;
}
