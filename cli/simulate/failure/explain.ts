import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOutputFolder } from '../../output-files.js';
import { countOf } from '../../render/text.js';
import type { ScenarioReport } from '../../scenario/report.js';
import type { SimulationOptions } from '../options.js';
import type { Run } from '../play-run.js';
import { changedPeople, commandText, settingsText } from '../run-text.js';
import { replayStory } from './replay-story.js';
import { shrink, type Shrunk } from './shrink.js';
import { tellStory } from './tell-story.js';
import { writeStory } from './write-story.js';

/** What was made of a run that has broken. */
export type Explanation = {
  readonly file: string;
  readonly shrunk: Pick<Shrunk, 'months' | 'goals' | 'faults' | 'people' | 'replays'>;
  /** Whether the story alone, played by `jinaq scenario run`, shows that something is wrong. */
  readonly isShown: boolean;
  /** The words of the story's end, or what keeps a story from telling it. */
  readonly words: string;
};

export type ExplainOptions = {
  /** The folder of the file. */
  readonly out: string;
  readonly maxReplays: number;
  readonly onReplay?: (replays: number, isBroken: boolean) => void;
};

/** Finds the fewest goals, faults and people with which a run still breaks, and writes them down as a scenario. */
export async function explainFailure(
  options: SimulationOptions,
  broken: Run,
  { out, ...limits }: ExplainOptions,
): Promise<Explanation> {
  const shrunk = await shrink(options, broken, limits);
  const [violation] = shrunk.run.report.violations;
  const title = `Seed ${options.seed}: ${violation?.oracle ?? 'nothing'}`;
  const { story, report } = await replayStory(title, tellStory(shrunk.run), { decorate: options.decorate });
  const isShown = !report.ok;
  const words = isShown ? whatIsWrong(report) : untellable(story.untold);
  const { months, goals, faults, people, replays } = shrunk;
  const comments = [
    `${violation?.oracle ?? ''}: ${violation?.message.split('\n')[0] ?? ''}`,
    `Found with ${commandText(options)}${settingsText(options.rules ?? {}, changedPeople(options.people))}`,
    `It still breaks with goals ${listOf(goals)}, faults ${listOf(faults)} and people ${listOf(people)} in ${countOf(months, 'month')}.`,
    isShown ? `Played as a story it shows: ${words}` : `Played as a story it does not show: ${words}`,
    ...story.untold.map((what) => `Not told: ${what}`),
  ];
  await makeOutputFolder(out);
  const file = join(out, `seed-${options.seed}.yaml`);
  await writeFile(file, writeStory(title, story, comments));
  return { file, shrunk: { months, goals, faults, people, replays }, isShown, words };
}

function whatIsWrong({ steps, checks }: ScenarioReport): string {
  const [step] = steps.flatMap(({ failure, number }) =>
    failure === null ? [] : [`step ${number}: ${failure.problem}`],
  );
  const [check] = checks.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`));
  return step ?? check ?? '';
}

function untellable(untold: readonly string[]): string {
  if (untold.length === 0) return 'in a story nothing happens at once, and its checks look at the end only.';
  return `${untold.length} things happened that no step can tell, and nothing happens at once in a story.`;
}

function listOf(items: readonly (number | string)[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
