export { type Consumer, createDeduplicator } from './domain/deduplicator.js';
export { MAX_DELIVERY_ATTEMPTS } from './domain/delivery-outcome.js';
export type { DispatchReport } from './domain/dispatch-report.js';
export { EVENT_VERSIONS, type PublishedEvent, publishEvent } from './domain/published-event.js';
export type {
  ClaimRequest,
  OutboxClaim,
  OutboxNote,
  OutboxOutcome,
  OutboxPorts,
  OutboxRepository,
  OutboxTx,
  ReaderLag,
  Trouble,
  TroubleCursor,
  TroubleFilter,
} from './ports/outbox.js';
export { type EventSubscriber, HANDLING_MS } from './ports/subscriber.js';
export { DispatchEvents, type DispatchEventsCommand } from './use-cases/dispatch-events.js';
export { ListEventTroubles, type ListTroublesCommand, RetryEvents, ShowEventLag } from './use-cases/watch-outbox.js';
