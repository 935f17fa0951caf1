import type { OutflowTx, StoredEvent } from '../../savings/index.js';
import type { CivilDate, ClientId, GoalId } from '../../shared/index.js';
import type { ChannelName } from '../domain/channel-name.js';
import type { Message, MessageDraft } from '../domain/message.js';
import type { Address, Preference } from '../domain/preferences.js';
import type { HelpDesk } from './help-desk.js';
import type { RemindedClient } from '../domain/reminder-effect.js';
import type { Payment } from '../domain/situation.js';
import type { UsedPlace } from '../domain/suppression.js';

/**
 * The events that a reader has not worked through yet, in their order. Reading and advancing belong into one transaction
 * with what comes of the events; then each is worked through exactly once. An event that is committed late, by a
 * transaction that began earlier, is never skipped.
 */
export type EventFeed = {
  /** Within a read it only tells what there may be: an event whose neighbours are still being written is told, too. */
  next(reader: string, limit: number): Promise<readonly StoredEvent[]>;
  /** From now on the reader is told only events after this position. */
  advance(reader: string, position: number): Promise<void>;
};

/** A message that a channel has taken, in the order in which that happened. */
export type Sending = {
  readonly id: number;
  readonly key: string;
  readonly client: ClientId;
  readonly goal: GoalId;
  readonly template: Message['template'];
  readonly messageClass: Message['messageClass'];
  /** When the message left for the first time, on whatever channel. */
  readonly leftAt: Message['leftAt'];
  readonly channel: ChannelName;
  readonly status: 'sent' | 'delivered';
  /** By what the channel knows it. */
  readonly reference: string;
  readonly at: Date;
};

export type NewSending = Pick<Sending, 'key' | 'channel' | 'status' | 'reference' | 'at'>;

export type RemindedRange = { readonly from: Date; readonly to: Date; readonly days: number };
export type RemindedRow = RemindedClient & { readonly client: ClientId };

export type MessageRepository = {
  /**
   * Adds those whose key is new; the others stay as they are.
   *
   * @returns how many of each template were added
   */
  insertNew(drafts: readonly MessageDraft[]): Promise<ReadonlyMap<Message['template'], number>>;
  findMany(keys: readonly string[]): Promise<ReadonlyMap<string, Message>>;
  /** The messages about which something is to be done by now, the one that waits longest first; locked. */
  due(now: Date, limit: number): Promise<readonly Message[]>;
  /** Stores how far each is; nothing else of a message ever changes. */
  saveMany(messages: readonly Message[]): Promise<void>;
  /** A client's messages, the latest first. */
  ofClient(client: ClientId, before: string | null, limit: number): Promise<readonly Message[]>;
  /** The places that capped messages of these clients have used since then. */
  usedPlaces(clients: readonly ClientId[], since: Date): Promise<readonly UsedPlace[]>;
  /** The key of the message that a channel took under this reference. */
  keyOf(channel: ChannelName, reference: string): Promise<string | undefined>;
  noteSendings(sendings: readonly NewSending[]): Promise<void>;
  sendings(after: number, limit: number): Promise<readonly Sending[]>;
  /**
   * Clients for whom reminders of a turn were due in this time, held out or not, with what they paid into the goals in
   * question within so many days after each; in an order of the store's own.
   */
  reminded(range: RemindedRange, after: ClientId | null, limit: number): Promise<readonly RemindedRow[]>;
  /** The highest milestone of each goal so far, in percent. */
  milestones(goals: readonly GoalId[]): Promise<ReadonlyMap<GoalId, number>>;
  saveMilestone(goal: GoalId, percent: number): Promise<void>;
};

export type RecipientRepository = {
  preferences(clients: readonly ClientId[]): Promise<readonly Preference[]>;
  savePreference(preference: Preference): Promise<void>;
  addresses(clients: readonly ClientId[]): Promise<readonly Address[]>;
  saveAddress(address: Address): Promise<void>;
  /** Whose salary comes on which day of the month, of those who said it. */
  paydays(clients: readonly ClientId[]): Promise<ReadonlyMap<ClientId, number>>;
  savePayday(client: ClientId, day: number): Promise<void>;
  /** The secret that unsubscribe links are made with; kept for good when there was none. */
  secret(make: () => string): Promise<string>;
};

export type PaymentRepository = {
  /** Contributions of these goals with a value date on or after this day: completed ones, and those on their way. */
  since(goals: readonly GoalId[], from: CivilDate): Promise<ReadonlyMap<GoalId, readonly Payment[]>>;
  /** Who saves for these goals by a plan that is running. */
  byPlan(goals: readonly GoalId[]): Promise<ReadonlyMap<GoalId, ReadonlySet<ClientId>>>;
};

/** What messages need of a transaction. */
export type MessagingTx = OutflowTx & {
  readonly feed: EventFeed;
  readonly messages: MessageRepository;
  readonly recipients: RecipientRepository;
  readonly payments: PaymentRepository;
  readonly help: HelpDesk;
};
