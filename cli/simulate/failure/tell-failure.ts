import { countOf } from '../../render/text.js';
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

/**
 * Looks for the fewest goals, faults and people that break a run in the same way, and writes them down as a scenario.
 * Whatever keeps it from that is told, and hides nothing of what was found.
 *
 * @returns the file; undefined when there is none
 */
export async function tellFailure(
  options: SimulationOptions,
  { out, maxReplays, note }: TellOptions,
): Promise<string | undefined> {
  if (maxReplays === 0) return undefined;
  note(
    `Looking for the fewest goals, faults and people that still break it, in at most ${countOf(maxReplays, 'run')} …`,
  );
  try {
    const broken = await playRun({ ...options, onProgress: undefined });
    const explanation = await explainFailure(options, broken, { out, maxReplays });
    for (const line of explanationLines(explanation)) note(line);
    return explanation.file;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    note(
      options.signal?.aborted === true ? 'The fewest were not looked for to the end.' : `It cannot be told: ${reason}`,
    );
    return undefined;
  }
}

function explanationLines({ file, shrunk, isShown, words }: Explanation): readonly string[] {
  const { goals, faults, people, replays } = shrunk;
  const who = people.length === 1 ? '1 person' : `${people.length} people`;
  const fewest = `${countOf(goals.length, 'goal')}, ${countOf(faults.length, 'fault')} and ${who}`;
  const story = isShown ? `played as a story it shows: ${words}` : `played as a story alone it does not show: ${words}`;
  return [`It still breaks with ${fewest} (${countOf(replays, 'run')}).`, `Written to ${file}; ${story}`];
}
