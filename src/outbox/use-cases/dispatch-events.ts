import { type Actor, authorise } from '../../access/index.js';
import type { DispatchReport } from '../domain/dispatch-report.js';
import type { OutboxPorts } from '../ports/outbox.js';
import type { EventSubscriber } from '../ports/subscriber.js';
import { createDelivery } from './deliver-goals.js';
import { noteNextEvents } from './note-events.js';

export type DispatchEventsCommand = {
  readonly actor: Actor;
  /** Who is told; all who have subscribed when absent. */
  readonly subscribers?: readonly EventSubscriber[] | undefined;
  /** From then on nothing more is begun; without it the run ends when everything has been told. */
  readonly until?: Date | undefined;
  readonly onProgress?: ((delivered: number, failures: number) => void) | undefined;
  readonly signal?: { readonly aborted: boolean } | undefined;
};

/**
 * Tells subscribers what has happened: each event at least once, the events of a goal in their order, many goals at
 * once. Many dispatchers may be at work; a goal is in the hands of one. A subscriber that fails at an event holds up
 * the goal of that event and no other, and no other subscriber. Safe to run at any time and to be killed.
 *
 * @throws access.denied
 */
export class DispatchEvents {
  readonly #deps: OutboxPorts;

  constructor(deps: OutboxPorts) {
    this.#deps = deps;
  }

  async execute(command: DispatchEventsCommand): Promise<readonly DispatchReport[]> {
    authorise(command.actor, 'events.dispatch');
    const { subscribers = this.#deps.subscribers, onProgress } = command;
    const sum = { delivered: 0, failed: 0 };
    const onGoal = (delivered: number, failed: number) => {
      sum.delivered += delivered;
      sum.failed += failed;
      onProgress?.(sum.delivered, sum.failed);
    };
    return Promise.all(subscribers.map((subscriber) => this.#dispatch(subscriber, command, onGoal)));
  }

  async #dispatch(
    subscriber: EventSubscriber,
    { until, signal }: DispatchEventsCommand,
    onGoal: (delivered: number, failed: number) => void,
  ): Promise<DispatchReport> {
    const outerStop = () => {
      if (signal?.aborted === true) return 'interrupted';
      return until !== undefined && this.#deps.clock.now() >= until ? 'out-of-time' : null;
    };
    const delivery = createDelivery(this.#deps, subscriber, { outerStop, onGoal });
    while (delivery.stopped() === null) {
      const waiting = await this.#whatWaits(subscriber);
      const noted = waiting.events ? await noteNextEvents(this.#deps, subscriber.name) : 0;
      const worked = noted > 0 || waiting.goals ? await delivery.deliverDue() : 0;
      if (noted === 0 && worked === 0) break;
    }
    return { subscriber: subscriber.name, ...delivery.counts(), stopped: delivery.stopped() };
  }

  /** One look at what there is to tell: most often nothing, and then nobody who writes is kept waiting. */
  #whatWaits({ name }: EventSubscriber): Promise<{ readonly events: boolean; readonly goals: boolean }> {
    const { store, clock } = this.#deps;
    return store.read(async (tx) => ({
      events: (await tx.feed.next(name, 1)).length > 0,
      goals: await tx.outbox.isDue(name, clock.now()),
    }));
  }
}
