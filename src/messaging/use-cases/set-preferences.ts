import { type Actor, authorise, relationToSelf } from '../../access/index.js';
import { type ClientId, invalidInput, parsePhone } from '../../shared/index.js';
import { CHANNEL_NAMES, type ChannelName } from '../domain/channel-name.js';
import { MESSAGE_CLASSES, type MessageClass } from '../domain/message-class.js';
import {
  type Address,
  addressOn,
  isRefusable,
  type Preference,
  preferenceTable,
  requireRefusable,
} from '../domain/preferences.js';
import { clientOfToken } from '../domain/unsubscribe.js';
import type { MessagingPorts } from '../ports/index.js';
import type { MessagingTx } from '../ports/messaging-tx.js';
import { requireClient } from './load-client.js';

export type PreferencesCommand = {
  readonly actor: Actor;
  readonly client: ClientId;
  /** Which channel; all of them when absent. */
  readonly channel?: ChannelName | undefined;
  /** Which class; all that can be refused when absent. */
  readonly messageClass?: MessageClass | undefined;
  /** Absent: nothing is changed. */
  readonly isAllowed?: boolean | undefined;
  /** An e-mail address, a phone, or a push subscription, for `channel`; with it that channel is in use again. */
  readonly address?: string | undefined;
  /** The day of the month on which the salary comes: reminders come two days later. */
  readonly payday?: number | undefined;
};

/** What a client takes on which channel, where they are reached, and when their salary comes. */
export type PreferencesView = {
  readonly client: ClientId;
  readonly payday: number | null;
  readonly addresses: readonly {
    readonly channel: ChannelName;
    readonly address: string;
    readonly offReason: string | null;
  }[];
  readonly preferences: ReturnType<typeof preferenceTable>;
};

type Deps = Pick<MessagingPorts, 'store' | 'clock' | 'ids' | 'digest'>;

/**
 * Shows and changes what a client wants to be told, on which channel.
 *
 * @throws access.denied not-found input.invalid messages.owed
 */
export class SetPreferences {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute(command: PreferencesCommand): Promise<PreferencesView> {
    const { actor, client, address, channel, payday } = command;
    authorise(actor, 'messages.preferences', relationToSelf(actor, client));
    return this.#deps.store.transact(async (tx) => {
      const setAt = this.#deps.clock.now();
      await requireClient(tx, client);
      if (payday !== undefined) await tx.recipients.savePayday(client, payday);
      if (address !== undefined) {
        await tx.recipients.saveAddress(checkedAddress({ client, channel, address, setAt }));
      }
      for (const preference of preferencesOf(command, setAt)) {
        requireRefusable(preference);
        await tx.recipients.savePreference(preference);
      }
      return viewOf(tx, client);
    });
  }
}

/**
 * Ends reminders, feedback and marketing on every channel but the inbox, by the token of an unsubscribe link; nobody has
 * to sign in for that.
 *
 * @throws input.invalid
 */
export class Unsubscribe {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async execute({ token }: { readonly token: string }): Promise<PreferencesView> {
    const { store, clock, ids, digest } = this.#deps;
    return store.transact(async (tx) => {
      const client = clientOfToken(token, await tx.recipients.secret(() => ids.secret()), digest);
      await requireClient(tx, client);
      for (const channel of CHANNEL_NAMES.filter((name) => name !== 'inbox')) {
        for (const messageClass of MESSAGE_CLASSES.filter(isRefusable)) {
          await tx.recipients.savePreference({ client, channel, messageClass, isAllowed: false, setAt: clock.now() });
        }
      }
      return viewOf(tx, client);
    });
  }
}

function preferencesOf({ client, channel, messageClass, isAllowed }: PreferencesCommand, setAt: Date): Preference[] {
  if (isAllowed === undefined) {
    if (messageClass === undefined) return [];
    throw invalidInput({ path: 'allowed', message: 'is missing: say whether messages of this class are wanted' });
  }
  const channels = channel === undefined ? CHANNEL_NAMES : [channel];
  const classes = messageClass === undefined ? MESSAGE_CLASSES.filter(isRefusable) : [messageClass];
  return channels.flatMap((name) =>
    classes.map((of) => ({ client, channel: name, messageClass: of, isAllowed, setAt })),
  );
}

type NewAddress = {
  readonly client: ClientId;
  readonly channel: ChannelName | undefined;
  readonly address: string;
  readonly setAt: Date;
};

const MAX_ADDRESS_LENGTH = 2_000;

function checkedAddress({ client, channel, address, setAt }: NewAddress): Address {
  if (channel === undefined)
    throw invalidInput({ path: 'channel', message: 'is missing: an address is for a channel' });
  const text = address.trim();
  if (text === '' || text.length > MAX_ADDRESS_LENGTH || /\p{Cc}/u.test(text)) {
    throw invalidInput({ path: 'address', message: 'is empty, too long or has control characters' });
  }
  if (channel === 'email' && !/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(text)) {
    throw invalidInput({ path: 'address', message: 'is not an e-mail address such as aigerim@example.kz' });
  }
  return { client, channel, address: channel === 'sms' ? parsePhone(text, 'address') : text, offReason: null, setAt };
}

async function viewOf(tx: MessagingTx, id: ClientId): Promise<PreferencesView> {
  const client = await requireClient(tx, id);
  const preferences = await tx.recipients.preferences([id]);
  const addresses = await tx.recipients.addresses([id]);
  const reached = CHANNEL_NAMES.flatMap((channel) => {
    const set = addresses.find((one) => one.channel === channel);
    const address = set?.address ?? addressOn({ client, preferences, addresses }, channel);
    return address === undefined ? [] : [{ channel, address, offReason: set?.offReason ?? null }];
  });
  return {
    client: id,
    payday: (await tx.recipients.paydays([id])).get(id) ?? null,
    addresses: reached.filter(({ channel }) => channel === 'sms' || channel === 'email' || channel === 'push'),
    preferences: preferenceTable(preferences),
  };
}
