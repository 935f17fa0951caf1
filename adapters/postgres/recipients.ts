import type { Address, Preference, RecipientRepository } from '../../src/messaging/index.js';
import type { ClientId } from '../../src/shared/index.js';
import { text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

const UNSUBSCRIBE = 'unsubscribe';
const PREFERENCES = statement(
  `SELECT client_id AS client, channel, class AS "messageClass", is_allowed AS "isAllowed", set_at AS "setAt"
   FROM message_preferences WHERE client_id = ANY ($1::text[])`,
);
const ADDRESSES = statement(
  `SELECT client_id AS client, channel, address, off_reason AS "offReason", set_at AS "setAt"
   FROM message_addresses WHERE client_id = ANY ($1::text[])`,
);
const PAYDAYS = statement('SELECT client_id AS client, day FROM paydays WHERE client_id = ANY ($1::text[])');
const SAVE_PREFERENCE = statement(
  `INSERT INTO message_preferences (client_id, channel, class, is_allowed, set_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (client_id, channel, class) DO UPDATE SET is_allowed = excluded.is_allowed, set_at = excluded.set_at`,
);
const SAVE_ADDRESS = statement(
  `INSERT INTO message_addresses (client_id, channel, address, off_reason, set_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (client_id, channel) DO UPDATE SET address = excluded.address, off_reason = excluded.off_reason,
     set_at = excluded.set_at`,
);
const SAVE_PAYDAY = statement(
  'INSERT INTO paydays (client_id, day) VALUES ($1, $2) ON CONFLICT (client_id) DO UPDATE SET day = excluded.day',
);
const SECRET = statement('SELECT secret FROM message_secrets WHERE name = $1');
const SAVE_SECRET = statement('INSERT INTO message_secrets (name, secret) VALUES ($1, $2)');

export function createRecipients(session: Session): RecipientRepository {
  const of = <Row>(query: typeof PREFERENCES, clients: readonly ClientId[]): Promise<readonly Row[]> =>
    clients.length === 0
      ? Promise.resolve([])
      : session.rows<Row>(
          query,
          text(clients, (client) => client),
        );
  return {
    preferences: (clients) => of<Preference>(PREFERENCES, clients),
    addresses: (clients) => of<Address>(ADDRESSES, clients),
    paydays: async (clients) => {
      const rows = await of<{ readonly client: ClientId; readonly day: number }>(PAYDAYS, clients);
      return inOrder(clients, new Map(rows.map(({ client, day }) => [client, day])));
    },
    savePreference: ({ client, channel, messageClass, isAllowed, setAt }) =>
      session.write(SAVE_PREFERENCE, client, channel, messageClass, isAllowed, setAt.toISOString()),
    saveAddress: ({ client, channel, address, offReason, setAt }) =>
      session.write(SAVE_ADDRESS, client, channel, address, offReason, setAt.toISOString()),
    savePayday: (client, day) => session.write(SAVE_PAYDAY, client, day),
    // Of two who make it at once the second runs again and finds that of the first.
    secret: async (make) => {
      const [known] = await session.rows<{ readonly secret: string }>(SECRET, UNSUBSCRIBE);
      if (known !== undefined) return known.secret;
      const made = make();
      await session.write(SAVE_SECRET, UNSUBSCRIBE, made);
      return made;
    },
  };
}
