import type { Client, ClientRepository } from '../../src/savings/index.js';
import { asClientId, type ClientId, InvariantViolation, type Money } from '../../src/shared/index.js';
import { clientLocale, clientStatus } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly id: number;
  readonly public_id: string;
  readonly name: string;
  readonly iin: string | null;
  readonly phone: string | null;
  readonly locale: number;
  readonly account: string | null;
  readonly status: number;
  readonly registered_at: number;
};

export function createClients(db: Database, keys: Keys): ClientRepository {
  const byPublicId = db.prepare('SELECT * FROM clients WHERE public_id = ?');
  const after = db.prepare('SELECT * FROM clients WHERE public_id > ? ORDER BY public_id LIMIT ?');
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
        keys.learnClient(id, row.id);
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

function toClient(row: Row): Client {
  return {
    id: asClientId(row.public_id),
    name: row.name,
    iin: row.iin,
    phone: row.phone,
    locale: clientLocale.toWord(row.locale),
    account: row.account,
    status: clientStatus.toWord(row.status),
    registeredAt: new Date(row.registered_at),
  };
}
