import type { Actor } from '../../../src/access/index.js';
import { civilDateOf, type GoalId } from '../../../src/shared/index.js';
import { MINUTE_MS } from '../durations.js';
import type { Answer, World } from '../world.js';
import type { Group } from './group.js';
import type { Person } from './person.js';

const AGAIN_MS = 30 * MINUTE_MS;
const MAX_TRIES = 100;

/** What came of it in the end: the result, or the code of the refusal; null when nobody answered for days. */
export type Settled = { readonly result: unknown } | { readonly refused: string } | null;

/** Asks again until somebody answers; a refusal is an answer. When the story is over, nobody asks. */
export async function insist(world: World, ask: () => Promise<Answer>): Promise<Settled> {
  for (let tries = 0; tries < MAX_TRIES && !world.rest.isOn; tries += 1) {
    const answer = await ask();
    if (answer.status === 'done') return { result: answer.result };
    if (answer.status === 'refused' && !answer.code.endsWith('unavailable')) return { refused: answer.code };
    await world.scheduler.sleep(AGAIN_MS);
  }
  return null;
}

/** The result of what somebody asks for; undefined when it was refused, or never answered. */
export async function ask(world: World, actor: Actor, operation: string, input: object): Promise<unknown> {
  const settled = await insist(world, () => world.call(actor, operation, input));
  return settled !== null && 'result' in settled ? settled.result : undefined;
}

/** Something with an id, as most results are. */
export async function askId(world: World, actor: Actor, operation: string, input: object): Promise<string | null> {
  const result = await ask(world, actor, operation, input);
  return typeof result === 'object' && result !== null && 'id' in result ? String(result.id) : null;
}

/** The part of a goal that people look at. Money is tiyn. */
export type Sight = {
  readonly id: GoalId;
  readonly status: string;
  readonly deadline: string;
  readonly missing: bigint;
  readonly collected: bigint;
  readonly target: bigint;
  readonly organiser: string;
  readonly account: string;
};

/** Somebody looks at the goal; from then on the group knows. */
export function look(world: World, group: Group, { actor }: Person): Promise<Sight | undefined> {
  return lookAs(world, group, actor);
}

/** The same, as staff. */
export async function lookAs(world: World, group: Group, actor: Actor): Promise<Sight | undefined> {
  const seen = (await ask(world, actor, 'goals.show', { goal: group.id })) as Sight | undefined;
  if (seen === undefined) return undefined;
  group.status = seen.status;
  group.deadline = seen.deadline as Group['deadline'];
  group.organiser = group.people.find(({ name }) => name === seen.organiser) ?? group.organiser;
  if (seen.status === 'expired') group.hasExpired = true;
  if (seen.status === 'reached' && !group.hasExpired) group.isMetInTime ||= isInTime(world, group);
  return seen;
}

/** Whether what is seen now has come about without a later deadline than the first one. */
function isInTime({ scheduler }: World, { firstDeadline, deadline }: Group): boolean {
  return firstDeadline === null || deadline === firstDeadline || civilDateOf(scheduler.clock.now()) <= firstDeadline;
}

/** Tenge as money in tiyn. */
export function tiyn(tenge: number): bigint {
  return BigInt(Math.round(tenge)) * 100n;
}
