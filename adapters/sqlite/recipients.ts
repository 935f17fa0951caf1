import type { Address, Preference, RecipientRepository } from '../../src/messaging/index.js';
import type { ClientId } from '../../src/shared/index.js';
import { channelName, messageClass } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type PreferenceRow = {
  readonly channel: number;
  readonly class: number;
  readonly is_allowed: number;
  readonly set_at: number;
};
type AddressRow = {
  readonly channel: number;
  readonly address: string;
  readonly off_reason: string | null;
  readonly set_at: number;
};

const UNSUBSCRIBE = 'unsubscribe';

export function createRecipients(db: Database, keys: Keys): RecipientRepository {
  const secret = db.prepare('SELECT secret FROM message_secrets WHERE name = ?').pluck();
  const save = writeStatements(db);
  return {
    ...createReader(db, keys),
    savePreference: ({ client, channel, messageClass: of, isAllowed, setAt }) => {
      const number = keys.requireClient(client);
      const [on, about] = [channelName.toNumber(channel), messageClass.toNumber(of)];
      save.preference.run(number, on, about, isAllowed ? 1 : 0, setAt.getTime());
      return Promise.resolve();
    },
    saveAddress: ({ client, channel, address, offReason, setAt }) => {
      const number = keys.requireClient(client);
      save.address.run(number, channelName.toNumber(channel), address, offReason, setAt.getTime());
      return Promise.resolve();
    },
    savePayday: (client, day) => {
      save.payday.run(keys.requireClient(client), day);
      return Promise.resolve();
    },
    secret: (make) => {
      const known = secret.get(UNSUBSCRIBE) as string | undefined;
      if (known !== undefined) return Promise.resolve(known);
      const made = make();
      save.secret.run(UNSUBSCRIBE, made);
      return Promise.resolve(made);
    },
  };
}

function createReader(db: Database, keys: Keys): Pick<RecipientRepository, 'preferences' | 'addresses' | 'paydays'> {
  const preferences = db.prepare('SELECT * FROM message_preferences WHERE client_id = ?');
  const addresses = db.prepare('SELECT * FROM message_addresses WHERE client_id = ?');
  const payday = db.prepare('SELECT day FROM paydays WHERE client_id = ?').pluck();
  const preferencesOf = (client: ClientId): readonly Preference[] =>
    (preferences.all(keys.client(client) ?? 0) as PreferenceRow[]).map((row) => ({
      client,
      channel: channelName.toWord(row.channel),
      messageClass: messageClass.toWord(row.class),
      isAllowed: row.is_allowed === 1,
      setAt: new Date(row.set_at),
    }));
  const addressesOf = (client: ClientId): readonly Address[] =>
    (addresses.all(keys.client(client) ?? 0) as AddressRow[]).map((row) => ({
      client,
      channel: channelName.toWord(row.channel),
      address: row.address,
      offReason: row.off_reason,
      setAt: new Date(row.set_at),
    }));
  const paydayOf = (client: ClientId) => {
    const day = payday.get(keys.client(client) ?? 0) as number | undefined;
    return day === undefined ? [] : [[client, day] as const];
  };
  return {
    preferences: (clients) => Promise.resolve(clients.flatMap(preferencesOf)),
    addresses: (clients) => Promise.resolve(clients.flatMap(addressesOf)),
    paydays: (clients) => Promise.resolve(new Map(clients.flatMap(paydayOf))),
  };
}

function writeStatements(db: Database) {
  return {
    preference: db.prepare(
      `INSERT INTO message_preferences (client_id, channel, class, is_allowed, set_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (client_id, channel, class) DO UPDATE SET is_allowed = excluded.is_allowed, set_at = excluded.set_at`,
    ),
    address: db.prepare(
      `INSERT INTO message_addresses (client_id, channel, address, off_reason, set_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (client_id, channel) DO UPDATE SET address = excluded.address, off_reason = excluded.off_reason,
         set_at = excluded.set_at`,
    ),
    payday: db.prepare(
      'INSERT INTO paydays (client_id, day) VALUES (?, ?) ON CONFLICT (client_id) DO UPDATE SET day = excluded.day',
    ),
    secret: db.prepare('INSERT INTO message_secrets (name, secret) VALUES (?, ?)'),
  };
}
