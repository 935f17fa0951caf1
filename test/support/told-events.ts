import { eventJson, eventSchema } from '../../adapters/event-stream/index.js';
import { createNotifyingStore, type JinaqOptions } from '../../adapters/node/index.js';
import { publishEvent } from '../../src/outbox/index.js';
import type { EventType, SavingsEvent } from '../../src/savings/index.js';

/** Listens to what is told in worlds that are decorated with it, and holds each event against its schema. */
export type ToldEvents = {
  readonly decorate: NonNullable<JinaqOptions['decorate']>;
  readonly types: ReadonlySet<EventType>;
  /** What was not as the schema says. */
  readonly problems: readonly string[];
};

export function listenToEvents(): ToldEvents {
  const types = new Set<EventType>();
  const problems: string[] = [];
  const check = (event: SavingsEvent): void => {
    types.add(event.type);
    const json = eventJson(publishEvent({ ...event, position: 1 }));
    const { error } = eventSchema(event.type).safeParse(JSON.parse(JSON.stringify(json)));
    if (error !== undefined) problems.push(`${JSON.stringify(json)}: ${error.message}`);
  };
  const notifier = { notify: async (events: readonly SavingsEvent[]) => events.forEach(check) };
  return {
    decorate: ({ store, bank }) => ({ store: createNotifyingStore(store, { notifier }), bank }),
    types,
    problems,
  };
}
