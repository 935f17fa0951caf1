import { type Actor, authorise } from '../../access/index.js';
import { pages } from '../../shared/index.js';
import type { OutboxPorts, ReaderLag, Trouble, TroubleCursor, TroubleFilter } from '../ports/outbox.js';

type WatchDeps = Pick<OutboxPorts, 'store' | 'clock'>;

/**
 * Tells how far every reader of events is behind: subscribers, and Jinaq's own messages.
 *
 * @throws access.denied
 */
export class ShowEventLag {
  readonly #deps: WatchDeps;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<readonly ReaderLag[]> {
    authorise(actor, 'events.status');
    return this.#deps.store.read((tx) => tx.outbox.lag());
  }
}

export type ListTroublesCommand = TroubleFilter & { readonly actor: Actor; readonly limit?: number | undefined };

const PAGE = 1_000;
const MAX_LISTED = 10_000;

/**
 * Lists the goals of which a subscriber could not be told something, with the event at which each stands and why.
 *
 * @throws access.denied
 */
export class ListEventTroubles {
  readonly #deps: WatchDeps;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  async execute({ actor, limit = MAX_LISTED, ...filter }: ListTroublesCommand): Promise<readonly Trouble[]> {
    authorise(actor, 'events.status');
    const found: Trouble[] = [];
    const load = (after: TroubleCursor | null) =>
      this.#deps.store.read((tx) => tx.outbox.troubles(filter, after, Math.min(PAGE, limit - found.length)));
    for await (const page of pages<Trouble, TroubleCursor>(load, (trouble) => trouble)) {
      found.push(...page);
      if (found.length >= limit) break;
    }
    return found;
  }
}

/**
 * Lets goals be tried again whose events could not be told, parked ones included, at the next dispatch.
 *
 * @throws access.denied
 */
export class RetryEvents {
  readonly #deps: WatchDeps;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  async execute({ actor, ...filter }: TroubleFilter & { readonly actor: Actor }): Promise<{ readonly goals: number }> {
    authorise(actor, 'events.retry');
    const goals = await this.#deps.store.transact((tx) => tx.outbox.retry(filter, this.#deps.clock.now()));
    return { goals };
  }
}
