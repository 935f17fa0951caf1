import { z } from 'zod';
import type { Actor } from '../../src/access/index.js';
import type { DispatchReport } from '../../src/outbox/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { eventJsonSchema, openFileSubscriber } from '../event-stream/index.js';
import { count, id, subscriberName, words } from './inputs.js';
import { type OperationContext, operation } from './operation.js';

const MAX_LISTED = 100_000;

const which = { subscriber: subscriberName().optional(), goal: id<GoalId>().optional() };

export const eventOperations = [
  operation({
    name: 'events.status',
    summary: 'Show how far each reader of events is behind',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.showEventLag.execute({ actor }),
  }),
  operation({
    name: 'events.dispatch',
    summary: 'Tell subscribers what has happened, or add it to a file of JSON lines',
    input: z.strictObject({ to: words().optional(), subscriber: subscriberName().optional() }),
    run: dispatch,
    hasFailures: (reports) => reports.some(({ failed }) => failed > 0),
  }),
  operation({
    name: 'events.list',
    summary: 'List the goals of which a subscriber could not be told something, and why',
    input: z.strictObject({ ...which, limit: count(1, MAX_LISTED).optional() }),
    run: ({ useCases }, actor, input) => useCases.listEventTroubles.execute({ actor, ...input }),
  }),
  operation({
    name: 'events.retry',
    summary: 'Let goals be tried again whose events could not be told, parked ones included',
    input: z.strictObject(which),
    run: ({ useCases }, actor, input) => useCases.retryEvents.execute({ actor, ...input }),
  }),
  operation({
    name: 'events.schema',
    summary: 'Show the JSON Schema of all types of events',
    input: z.strictObject({}),
    isOffline: true,
    run: async () => eventJsonSchema(),
  }),
] as const;

/** Without a file, to those who have subscribed in this process. */
async function dispatch(
  { useCases, signal, onProgress }: OperationContext,
  actor: Actor,
  {
    to: file,
    subscriber: name = 'file',
  }: { readonly to?: string | undefined; readonly subscriber?: string | undefined },
): Promise<readonly DispatchReport[]> {
  const command = {
    actor,
    signal,
    onProgress: (done: number, refused: number) => onProgress?.({ done, refused }),
  };
  if (file === undefined) return useCases.dispatchEvents.execute(command);
  const subscriber = await openFileSubscriber({ name, file });
  try {
    return await useCases.dispatchEvents.execute({ ...command, subscribers: [subscriber] });
  } finally {
    await subscriber.close();
  }
}
