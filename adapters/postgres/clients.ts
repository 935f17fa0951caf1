import type { Client, ClientRepository } from '../../src/savings/index.js';
import { type ClientId, invariant, type Money } from '../../src/shared/index.js';
import { instants, plain, text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly id: ClientId;
  readonly name: string;
  readonly iin: string | null;
  readonly phone: string | null;
  readonly locale: Client['locale'];
  readonly account: string | null;
  readonly status: Client['status'];
  readonly registered_at: Date;
};

const FIND = statement('SELECT * FROM clients WHERE id = ANY ($1::text[])');
const FIND_LOCKED = statement('SELECT * FROM clients WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE');
const PAGE = statement('SELECT * FROM clients WHERE id > $1 ORDER BY id LIMIT $2');
const INSERT = statement(
  `INSERT INTO clients (id, name, iin, phone, locale, account, status, registered_at)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])`,
);
const UPDATE = statement(
  'UPDATE clients SET name = $2, iin = $3, phone = $4, locale = $5, account = $6, status = $7 WHERE id = $1',
);
const TOTALS = statement(
  `SELECT client_id, sum(credits_posted - debits_posted + credits_pending)::bigint AS total
   FROM accounts WHERE kind = 'principal' AND client_id = ANY ($1::text[]) GROUP BY client_id`,
);

export function createClients(session: Session): ClientRepository {
  return {
    findMany: async (ids) => {
      if (ids.length === 0) return new Map();
      const find = session.mayLockClients ? FIND_LOCKED : FIND;
      const rows = await session.rows<Row>(
        find,
        text(ids, (id) => id),
      );
      return inOrder(ids, new Map(rows.map((row) => [row.id, toClient(row)])));
    },
    insertMany: async (clients) => {
      if (clients.length === 0) return;
      await session.write(
        INSERT,
        text(clients, ({ id }) => id),
        text(clients, ({ name }) => name),
        text(clients, ({ iin }) => iin),
        text(clients, ({ phone }) => phone),
        plain(clients, ({ locale }) => locale),
        text(clients, ({ account }) => account),
        plain(clients, ({ status }) => status),
        instants(clients, ({ registeredAt }) => registeredAt),
      );
    },
    save: async ({ id, name, iin, phone, locale, account, status }) => {
      const saved = await session.change(UPDATE, id, name, iin, phone, locale, account, status);
      invariant(saved === 1, 'a client that is saved was there before');
    },
    page: async (after, limit) => (await session.rows<Row>(PAGE, after ?? '', limit)).map(toClient),
    totals: async (ids) => {
      if (ids.length === 0) return new Map();
      type Total = { readonly client_id: ClientId; readonly total: Money };
      const rows = await session.rows<Total>(
        TOTALS,
        text(ids, (id) => id),
      );
      const totals = new Map(rows.map(({ client_id, total }) => [client_id, total]));
      return new Map(ids.map((id) => [id, totals.get(id) ?? 0n]));
    },
  };
}

function toClient({ registered_at, ...row }: Row): Client {
  const { id, name, iin, phone, locale, account, status } = row;
  return { id, name, iin, phone, locale, account, status, registeredAt: registered_at };
}
