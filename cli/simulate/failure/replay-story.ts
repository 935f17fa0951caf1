import { readScenario } from '../../scenario/read-scenario.js';
import { type RunOptions, runScenario } from '../../scenario/run-scenario.js';
import type { ScenarioReport } from '../../scenario/report.js';
import type { Story } from './tell-story.js';
import { type ToldStep, withoutDeath } from './told-step.js';
import { writeStory } from './write-story.js';

export type Replayed = { readonly story: Story; readonly report: ScenarioReport };

/** A story goes another way than its run at so many places at most before it is given up. */
const MAX_REPAIRS = 40;

/**
 * Plays a story. What ends otherwise than in the run, since nothing happens at once in a story, is told as it ends there.
 */
export async function replayStory(title: string, told: Story, options: RunOptions): Promise<Replayed> {
  let story = told;
  for (let repairs = 0; ; repairs += 1) {
    const report = await runScenario(readScenario(writeStory(title, story, []), 'story.yaml'), options);
    const unmet = report.steps.find(({ failure }) => failure !== null);
    const next =
      repairs < MAX_REPAIRS && unmet?.failure ? repair(story, unmet.number, unmet.failure.problem) : undefined;
    if (next === undefined) return { story, report };
    story = next;
  }
}

/** The story in which this step ends as it did; undefined when it cannot be told. */
function repair(story: Story, number: number, problem: string): Story | undefined {
  const steps = story.steps.flatMap((told, index) => (told.kind === 'step' ? [index] : []));
  const index = steps[number - 1];
  const told = index === undefined ? undefined : story.steps[index];
  if (index === undefined || told?.kind !== 'step') return undefined;
  // In a story alone the process may not come that far in this step.
  if (told.step.dies === true) return { ...story, steps: withoutDeath(story.steps, index) };
  const { refused, ...step } = told.step;
  const code =
    /\(([a-z-]+(?:\.[a-z-]+)*)\)$/.exec(problem)?.[1] ?? /(?:refused|was) with ([a-z.-]+)[.:]/.exec(problem)?.[1];
  const wasDone = refused !== undefined && problem.includes('but it was done');
  const isRead = told.step.save !== undefined;
  let next: ToldStep;
  if (wasDone) next = { kind: 'step', step };
  else if (code !== undefined && code !== refused && !isRead) next = { kind: 'step', step: { ...step, refused: code } };
  else if (isRead) return undefined;
  else next = { kind: 'comment', text: `${JSON.stringify(told.step)}: ${problem}` };
  return { ...story, steps: story.steps.map((other, at) => (at === index ? next : other)) };
}
