import type { StoredEvent } from '../../savings/index.js';
import { Batcher, type GoalId, invariant, workThrough } from '../../shared/index.js';
import { type Delivered, outcomeOf } from '../domain/delivery-outcome.js';
import type { DispatchReport } from '../domain/dispatch-report.js';
import { publishEvent } from '../domain/published-event.js';
import type { OutboxClaim, OutboxOutcome, OutboxPorts } from '../ports/outbox.js';
import { type EventSubscriber, HANDLING_MS } from '../ports/subscriber.js';

/** Goals in hand at once. */
const CONCURRENCY = 32;
/** Events of one goal in a row; then it gives way to others. */
const EVENTS_PER_CLAIM = 100;
/** Nothing is begun that could outlast it, so that nobody else takes the goal meanwhile. */
const CLAIM_MS = 300_000;
/** So many failures in a row are no longer the fault of goals: the subscriber is away. */
const MAX_FAILURES_IN_A_ROW = 20;

type Stop = DispatchReport['stopped'];

/** Delivers to one subscriber, run by run. */
export type GoalDelivery = {
  /** Works through all goals that are due. @returns how many there were */
  deliverDue(): Promise<number>;
  stopped(): Stop;
  counts(): Pick<DispatchReport, 'delivered' | 'failed' | 'parked'>;
};

type DeliveryOptions = {
  readonly outerStop: () => Stop;
  readonly onGoal: (delivered: number, failed: number) => void;
};

type Work = { readonly claim: OutboxClaim; readonly events: readonly StoredEvent[] };

/** Opens the delivery to one subscriber; goals that end together are settled in one transaction. */
export function createDelivery(
  deps: OutboxPorts,
  subscriber: EventSubscriber,
  { outerStop, onGoal }: DeliveryOptions,
): GoalDelivery {
  const { name } = subscriber;
  const counts = { delivered: 0, failed: 0, parked: 0 };
  let failuresInARow = 0;
  const stopped = (): Stop =>
    outerStop() ?? (failuresInARow >= MAX_FAILURES_IN_A_ROW ? 'subscriber-unavailable' : null);
  const settling = new Batcher<OutboxOutcome, void>({
    flush: async (outcomes) => {
      await deps.store.transact((tx) => tx.outbox.settle(name, outcomes));
      return outcomes.map(() => ({ status: 'completed', value: undefined }));
    },
  });
  const deliver = async (work: Work): Promise<void> => {
    const { told, ...result } = await tellGoal(deps, subscriber, work);
    failuresInARow = result.failure === undefined ? 0 : failuresInARow + 1;
    const outcome = outcomeOf(work.claim, result, deps.clock.now());
    await settling.submit(outcome);
    counts.delivered += told;
    if (result.failure !== undefined) counts.failed += 1;
    if (outcome.wakeAt === null) counts.parked += 1;
    onGoal(told, result.failure === undefined ? 0 : 1);
  };
  const deliverDue = async (): Promise<number> => {
    const waiting = new Map<GoalId, OutboxClaim>();
    let begun = 0;
    await workThrough(
      claimDue(deps, name, waiting),
      { limit: CONCURRENCY, isStopped: () => stopped() !== null },
      (work) => {
        waiting.delete(work.claim.goal);
        begun += 1;
        return deliver(work);
      },
    );
    // Taken and not begun: nobody has to wait for the claim to run out.
    const released = [...waiting.values()].map((claim) => ({ ...claim, wakeAt: deps.clock.now() }));
    if (released.length > 0) await deps.store.transact((tx) => tx.outbox.settle(name, released));
    return begun;
  };
  return { deliverDue, stopped, counts: () => counts };
}

/** Takes goals that are due, page by page, until there are none. */
async function* claimDue(
  { store, clock, ids }: OutboxPorts,
  subscriber: string,
  waiting: Map<GoalId, OutboxClaim>,
): AsyncGenerator<Work> {
  for (;;) {
    const now = clock.now();
    const request = { subscriber, now, until: new Date(now.getTime() + CLAIM_MS), token: ids.next() };
    const page = await store.transact(async (tx): Promise<readonly Work[]> => {
      const claims = await tx.outbox.claim({ ...request, limit: CONCURRENCY });
      const events = await tx.outbox.events(subscriber, claims, EVENTS_PER_CLAIM);
      return claims.map((claim) => ({ claim, events: events.get(claim.goal) ?? [] }));
    });
    for (const { claim } of page) waiting.set(claim.goal, claim);
    yield* page;
    // A page that is not full is the last.
    if (page.length < CONCURRENCY) return;
  }
}

type Told = Delivered & { readonly told: number };

/** Tells one goal's events in their order, up to the first at which the subscriber fails. */
async function tellGoal({ clock }: OutboxPorts, subscriber: EventSubscriber, { claim, events }: Work): Promise<Told> {
  invariant(events.length > 0, `goal ${claim.goal} is in the outbox because it has events`);
  let { delivered } = claim;
  let told = 0;
  for (const event of events) {
    if (clock.now().getTime() + HANDLING_MS > claim.until.getTime()) break;
    try {
      await subscriber.handle(publishEvent(event));
    } catch (error) {
      return { delivered, told, failure: { error } };
    }
    delivered = event.position;
    told += 1;
  }
  return { delivered, told };
}
