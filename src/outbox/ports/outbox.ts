import type { MessagingTx } from '../../messaging/index.js';
import type { EventType, StoredEvent } from '../../savings/index.js';
import type { Clock, GoalId, IdGenerator, Store } from '../../shared/index.js';
import type { EventSubscriber } from './subscriber.js';

/** Events of a goal that were found in the feed: the positions of the first and of the last. */
export type OutboxNote = { readonly goal: GoalId; readonly first: number; readonly last: number };

/** A goal that one dispatcher has for a while, and nobody else meanwhile. */
export type OutboxClaim = {
  readonly goal: GoalId;
  /** The subscriber was told everything up to this position. */
  readonly delivered: number;
  /** Failures one after the other so far. */
  readonly attempts: number;
  /** Why the last of them was one. */
  readonly reason: string | null;
  readonly token: string;
  readonly until: Date;
};

/** What became of a claim. `wakeAt` is when it is due again if something remains; null parks it. */
export type OutboxOutcome = Omit<OutboxClaim, 'until'> & { readonly wakeAt: Date | null };

export type ClaimRequest = {
  readonly subscriber: string;
  readonly now: Date;
  readonly until: Date;
  readonly token: string;
  readonly limit: number;
};

/** How far a reader of events is behind. */
export type ReaderLag = {
  readonly reader: string;
  /** Events that it was not told yet. */
  readonly events: number;
  /** When the first of them happened. */
  readonly oldestAt: Date | null;
  /** Goals with such events, of those that were looked at. */
  readonly goals: number;
  /** Goals whose last delivery has failed, parked ones included. */
  readonly failing: number;
  /** Goals that are not tried again before somebody says so. */
  readonly parked: number;
};

export type TroubleFilter = { readonly subscriber?: string | undefined; readonly goal?: GoalId | undefined };

/** A goal of which a subscriber could not be told something, and the event at which it stands. */
export type Trouble = {
  readonly subscriber: string;
  readonly goal: GoalId;
  readonly position: number;
  readonly type: EventType;
  readonly attempts: number;
  /** When it is tried again; null when it is parked. */
  readonly wakeAt: Date | null;
  readonly reason: string | null;
};

export type TroubleCursor = Pick<Trouble, 'subscriber' | 'goal'>;

/**
 * Which goals have events that a subscriber was not told yet. A goal is in it only as long as that is so: what is noted
 * comes from the feed, which has told every event up to where it stands, also those that were committed late. So of a
 * goal everything up to the last noted position is there to be read, in the order of its positions.
 */
export type OutboxRepository = {
  /** Adds what was found to what is to be delivered. Belongs into one transaction with the advance of the feed. */
  note(subscriber: string, notes: readonly OutboxNote[], now: Date): Promise<void>;
  /** Whether there is a goal to be taken. */
  isDue(subscriber: string, now: Date): Promise<boolean>;
  /** Takes goals that are due, the one that waits longest first; one that was taken before is free again after `until`. */
  claim(request: ClaimRequest): Promise<readonly OutboxClaim[]>;
  /** The noted events of each claim that were not delivered yet, in their order, so many of each goal at most. */
  events(
    subscriber: string,
    claims: readonly OutboxClaim[],
    limitEach: number,
  ): Promise<ReadonlyMap<GoalId, readonly StoredEvent[]>>;
  /** Gives claims back; those that somebody else has taken meanwhile stay as they are. */
  settle(subscriber: string, outcomes: readonly OutboxOutcome[]): Promise<void>;
  /** Every reader of events, those of subscribers and Jinaq's own, by name. */
  lag(): Promise<readonly ReaderLag[]>;
  /** Goals whose last delivery failed, by subscriber and goal. */
  troubles(filter: TroubleFilter, after: TroubleCursor | null, limit: number): Promise<readonly Trouble[]>;
  /** Lets them be tried again now, as if for the first time. */
  retry(filter: TroubleFilter, now: Date): Promise<number>;
};

/** What telling events needs of a transaction. */
export type OutboxTx = MessagingTx & { readonly outbox: OutboxRepository };

/** Everything the outbox needs from outside. */
export type OutboxPorts = {
  readonly store: Store<OutboxTx>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly subscribers: readonly EventSubscriber[];
};
