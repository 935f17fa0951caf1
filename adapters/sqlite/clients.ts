import type { Client, ClientRepository } from '../../src/savings/index.js';
import { asClientId, type ClientId, InvariantViolation, type Money } from '../../src/shared/index.js';
import { clientLocale, clientStatus } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

/** Read as an array: a batch reads each of its clients. */
type Row = readonly [
  id: number,
  publicId: string,
  name: string,
  iin: string | null,
  phone: string | null,
  locale: number,
  account: string | null,
  status: number,
  registeredAt: number,
];

const SELECT = 'SELECT id, public_id, name, iin, phone, locale, account, status, registered_at FROM clients';

export function createClients(db: Database, keys: Keys): ClientRepository {
  const byPublicId = db.prepare(`${SELECT} WHERE public_id = ?`).raw();
  const after = db.prepare(`${SELECT} WHERE public_id > ? ORDER BY public_id LIMIT ?`).raw();
  const insert = db.prepare(
    `INSERT INTO clients (public_id, name, iin, phone, locale, account, status, registered_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    'UPDATE clients SET name = ?, iin = ?, phone = ?, locale = ?, account = ?, status = ? WHERE public_id = ?',
  );
  const total = db
    .prepare(
      'SELECT coalesce(sum(credits_posted - debits_posted + credits_pending), 0) FROM accounts WHERE kind = 2 AND client_id = ?',
    )
    .pluck()
    .safeIntegers(true);
  return {
    findMany: (ids) => {
      const found = new Map<ClientId, Client>();
      for (const id of ids) {
        const row = byPublicId.get(id) as Row | undefined;
        if (row === undefined) continue;
        keys.learnClient(id, row[0]);
        found.set(id, toClient(row));
      }
      return Promise.resolve(found);
    },
    insertMany: (clients) => {
      for (const client of clients) {
        const { id, name, iin, phone, locale, account, status, registeredAt } = client;
        const at = registeredAt.getTime();
        insert.run(id, name, iin, phone, clientLocale.toNumber(locale), account, clientStatus.toNumber(status), at);
      }
      return Promise.resolve();
    },
    save: ({ id, name, iin, phone, locale, account, status }) => {
      const number = clientStatus.toNumber(status);
      const { changes } = update.run(name, iin, phone, clientLocale.toNumber(locale), account, number, id);
      if (changes !== 1) throw new InvariantViolation(`there is no client ${id} to save`);
      return Promise.resolve();
    },
    page: (from, limit) => Promise.resolve((after.all(from ?? '', limit) as Row[]).map(toClient)),
    totals: (ids) => Promise.resolve(new Map(ids.map((id) => [id, total.get(keys.client(id) ?? 0) as Money]))),
  };
}

function toClient([, id, name, iin, phone, locale, account, status, registeredAt]: Row): Client {
  return {
    id: asClientId(id),
    name,
    iin,
    phone,
    locale: clientLocale.toWord(locale),
    account,
    status: clientStatus.toWord(status),
    registeredAt: new Date(registeredAt),
  };
}
