import { z } from 'zod';
import { EVENT_VERSIONS, type PublishedEvent } from '../../src/outbox/index.js';
import { EVENT_TYPES, type EventType } from '../../src/savings/index.js';
import { formatInstant } from '../../src/shared/index.js';
import { EVENT_CONTENTS } from './event-data.js';

/** An event as JSON: what leaves the house. */
export type EventJson = Omit<PublishedEvent, 'at'> & { readonly at: string };

/** Puts an event into the form that its schema describes. */
export function eventJson(event: PublishedEvent): EventJson {
  return { ...event, at: formatInstant(event.at) };
}

/** The schema of one type of event, in the version that is told today. */
export function eventSchema(type: EventType) {
  return z.strictObject({
    id: z.string().describe('the same however often it is told: GOAL/POSITION'),
    version: z.literal(EVENT_VERSIONS[type]).describe('of this type'),
    goal: z.uuid(),
    type: z.literal(type).describe(EVENT_CONTENTS[type].means),
    at: z.iso.datetime({ offset: true }).describe('when it happened, in Almaty time'),
    actor: z.string().describe('client:ID, staff:ROLE or system'),
    client: z.string().nullable().describe('the member it concerns; null when it concerns all'),
    rulesVersion: z.int().describe('the version of the rules that decided it'),
    data: EVENT_CONTENTS[type].data,
    position: z.int().positive().describe('its place in the order of all events; grows within a goal, with gaps'),
  });
}

/** The schemas of all types of events as JSON Schema, draft 2020-12. */
export function eventJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(z.discriminatedUnion('type', EVENT_TYPES.map(eventSchema) as [ReturnType<typeof eventSchema>]));
}
