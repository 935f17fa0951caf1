import { type Json, toJson } from '../../adapters/operations/index.js';
import type { Sending } from '../../src/messaging/index.js';
import { pages } from '../../src/shared/index.js';
import { findDifferences } from './expectation.js';
import { resolveReferences } from './references.js';
import type { Failure } from './report.js';
import type { MessagesExpected } from './scenario.js';
import type { World } from './world.js';

const PAGE = 1_000;

/**
 * Compares the messages that left since the last such step with the story: all of them, and no others, in any order.
 *
 * @returns why it is not as the story says; undefined when it is
 */
export async function playMessages(world: World, step: MessagesExpected): Promise<Failure | undefined> {
  const { messages, among } = step;
  const sent = (await takeSendings(world)).filter(({ template }) => among === undefined || among.includes(template));
  const actual = sorted(
    sent.map(({ client: to, template, channel, goal, at }) => toJson({ to, template, channel, goal, at })),
  );
  const expected = sorted(messages.map((message) => resolveReferences(message, world.saved)));
  const differences = findDifferences(expected, actual);
  if (actual.length !== expected.length) {
    const told = actual.map((message) => textOf(message)).join('; ') || 'none';
    return { problem: `${actual.length} messages left, not ${expected.length}: ${told}.`, differences };
  }
  return differences.length === 0 ? undefined : { problem: 'They are not the messages expected.', differences };
}

async function takeSendings(world: World): Promise<readonly Sending[]> {
  const found: Sending[] = [];
  const load = (after: number | null) =>
    world.store.read((tx) => tx.messages.sendings(after ?? world.lastSending, PAGE));
  for await (const page of pages(load, ({ id }) => id)) found.push(...page);
  world.lastSending = found.at(-1)?.id ?? world.lastSending;
  return found;
}

function sorted(messages: readonly Json[]): readonly Json[] {
  return [...messages].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function textOf(message: Json): string {
  const { to, template, channel } = message as Readonly<Record<string, string | undefined>>;
  return [to, template, channel].filter((field) => field !== undefined).join(' ');
}
