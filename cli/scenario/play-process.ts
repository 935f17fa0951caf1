import type { Failure } from './report.js';
import type { Action, ProcessStep, Wait } from './scenario.js';
import type { World } from './world.js';

/** Says when the process dies, or starts it anew: over the same database, at the same bank, with nothing in mind. */
export async function playProcess(world: World, step: ProcessStep): Promise<Failure | undefined> {
  if (step.crash === null) await world.restart();
  else if (world.process.isAlive()) world.process.dieAt(step.crash);
  else return failureOf('No process runs that could die: it died before, and none was started.');
  return undefined;
}

/**
 * Plays a step during which the process may die.
 *
 * @returns why it is not as the story says; undefined when it is
 */
export async function playMortally(
  { process }: World,
  { dies }: Action | Wait,
  play: () => Promise<Failure | undefined>,
): Promise<Failure | undefined> {
  const wasAlive = process.isAlive();
  const failure = await play();
  const hasDied = wasAlive && !process.isAlive();
  if (hasDied) await process.idle();
  if (hasDied === dies) return hasDied ? undefined : failure;
  return failureOf(hasDied ? 'The process died: a step that says so has dies: true.' : NOT_DEAD);
}

const NOT_DEAD = 'The process was to die in this step, and it did not.';

function failureOf(problem: string): Failure {
  return { problem, differences: [] };
}
