import type { Client } from '../../savings/index.js';
import { type ClientId, DomainError } from '../../shared/index.js';
import { CHANNEL_NAMES, type ChannelName } from './channel-name.js';
import { MESSAGE_CLASSES, type MessageClass } from './message-class.js';

/** What a client has said about one class on one channel. */
export type Preference = {
  readonly client: ClientId;
  readonly channel: ChannelName;
  readonly messageClass: MessageClass;
  readonly isAllowed: boolean;
  readonly setAt: Date;
};

/** Where a client is reached on a channel; off from the moment that nobody is reached there any more. */
export type Address = {
  readonly client: ClientId;
  readonly channel: ChannelName;
  readonly address: string;
  /** Why it was turned off; null while it is in use. */
  readonly offReason: string | null;
  readonly setAt: Date;
};

/** A person as messages see them. */
export type Recipient = {
  readonly client: Client;
  readonly preferences: readonly Preference[];
  readonly addresses: readonly Address[];
};

/**
 * Advertising needs a consent that was given (Law of the Republic of Kazakhstan on Advertising, for messages by
 * telecommunication); without it, it is only found in the app. Everything else comes until it is refused.
 */
function isAllowedByDefault(channel: ChannelName, messageClass: MessageClass): boolean {
  return messageClass !== 'marketing' || channel === 'inbox' || channel === 'console';
}

/** Whether this client takes messages of this class on this channel. */
export function isChannelAllowed(
  preferences: readonly Preference[],
  channel: ChannelName,
  messageClass: MessageClass,
): boolean {
  const said = preferences.find((one) => one.channel === channel && one.messageClass === messageClass);
  return said?.isAllowed ?? isAllowedByDefault(channel, messageClass);
}

/**
 * What is owed to a member can be kept off every channel but the inbox.
 *
 * @throws messages.owed
 */
export function requireRefusable({ channel, messageClass, isAllowed }: Preference): void {
  if (isAllowed || channel !== 'inbox' || isRefusable(messageClass)) return;
  throw new DomainError('messages.owed', `Messages of the class ${messageClass} are always in the inbox.`, {
    details: { channel, messageClass },
  });
}

/** Whether one click ends messages of this class; the others are owed to the member. */
export function isRefusable(messageClass: MessageClass): boolean {
  return messageClass !== 'service' && messageClass !== 'legal';
}

/** Where this person is reached on a channel; undefined when nowhere. Phone and client id are known anyway. */
export function addressOn({ client, addresses }: Recipient, channel: ChannelName): string | undefined {
  const set = addresses.find((address) => address.channel === channel);
  if (set !== undefined) return set.offReason === null ? set.address : undefined;
  switch (channel) {
    case 'sms':
      return client.phone ?? undefined;
    case 'inbox':
    case 'console':
    case 'webhook':
      return client.id;
    case 'push':
    case 'email':
      return undefined;
  }
}

/** The channels that are open, reach this person, and are allowed for this class. */
export function usableChannels(
  recipient: Recipient,
  messageClass: MessageClass,
  open: readonly ChannelName[],
): ReadonlySet<ChannelName> {
  return new Set(
    open.filter(
      (channel) =>
        addressOn(recipient, channel) !== undefined && isChannelAllowed(recipient.preferences, channel, messageClass),
    ),
  );
}

/** All of a client's preferences as they hold, said or not. */
export function preferenceTable(preferences: readonly Preference[]) {
  return CHANNEL_NAMES.flatMap((channel) =>
    MESSAGE_CLASSES.map((messageClass) => ({
      channel,
      messageClass,
      isAllowed: isChannelAllowed(preferences, channel, messageClass),
      setAt: preferences.find((one) => one.channel === channel && one.messageClass === messageClass)?.setAt ?? null,
    })),
  );
}
