import type { SimulationOptions } from '../options.js';
import { playRun } from '../play-run.js';
import { type Explanation, explainFailure } from './explain.js';

/** So many runs are played at most, unless somebody says otherwise, to find the fewest that still break. */
export const DEFAULT_REPLAYS = 60;

export type TellOptions = {
  /** The folder of the file. */
  readonly out: string;
  readonly maxReplays: number;
  /** Is told what is going on, line by line. */
  readonly note: (line: string) => void;
};

/** Looks for the fewest goals, faults and people that break a run in the same way, and writes them down as a scenario. */
export async function tellFailure(options: SimulationOptions, { out, maxReplays, note }: TellOptions): Promise<void> {
  if (maxReplays === 0) return;
  note(`Looking for the fewest goals, faults and people that still break it, in at most ${maxReplays} runs …`);
  const broken = await playRun({ ...options, onProgress: undefined });
  note(explanationText(await explainFailure(options, broken, { out, maxReplays })));
}

function explanationText({ file, shrunk, isShown, words }: Explanation): string {
  const { goals, faults, people, replays } = shrunk;
  const fewest = `${goals.length} goals, ${faults.length} faults and ${people.length} people (${replays} runs)`;
  const story = isShown ? `played as a story it shows: ${words}` : `played as a story alone it does not show: ${words}`;
  return `It still breaks with ${fewest}.\nWritten to ${file}; ${story}`;
}
