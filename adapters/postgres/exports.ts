import type { Dispatch, ExportId, ExportRepository, TransferExport } from '../../src/savings/index.js';
import type { CivilDate, Money } from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type ExportRow = {
  readonly id: ExportId;
  readonly day: CivilDate;
  readonly status: TransferExport['status'];
  readonly count: number;
  readonly total: Money;
  readonly created_at: Date;
};
type DispatchRow = { readonly key: string; readonly export_id: ExportId | null; readonly at: Date };

const FIND = statement('SELECT * FROM transfer_exports WHERE id = $1');
const FIND_LOCKED = statement('SELECT * FROM transfer_exports WHERE id = $1 FOR NO KEY UPDATE');
const UNFINISHED = statement(
  `SELECT * FROM transfer_exports WHERE day = $1 AND status <> 'written' ORDER BY id LIMIT 1`,
);
// There may be no row yet to lock: of two who begin the day's export at once the second finds that of the first.
const LOCK_DAY = statement(`SELECT pg_advisory_xact_lock(hashtextextended('jinaq export ' || $1::text, 0))`);
const UPSERT = statement(
  `INSERT INTO transfer_exports (id, day, status, count, total, created_at) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (id) DO UPDATE SET status = excluded.status, count = excluded.count, total = excluded.total`,
);
const DISPATCHES = statement('SELECT * FROM dispatches WHERE key = ANY ($1::uuid[])');
const DISPATCHES_LOCKED = statement(
  'SELECT * FROM dispatches WHERE key = ANY ($1::uuid[]) ORDER BY key FOR NO KEY UPDATE',
);
const KEYS = statement('SELECT key FROM dispatches WHERE export_id = $1 AND key > $2 ORDER BY key LIMIT $3');
const PUT = `INSERT INTO dispatches (key, export_id, at) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[])`;
const PUT_NEW = statement(PUT);
const PUT_ANY = statement(`${PUT} ON CONFLICT (key) DO UPDATE SET export_id = excluded.export_id, at = excluded.at`);

export function createExports(session: Session): ExportRepository {
  /** Keys that were looked for here and had not been given to anybody. */
  const free = new Set<string>();
  return {
    find: async (id) => {
      const rows = await session.rows<ExportRow>(session.isReadOnly ? FIND : FIND_LOCKED, id);
      return rows.map(toExport)[0];
    },
    unfinished: async (date) => {
      if (!session.isReadOnly) void session.rows(LOCK_DAY, date).catch(() => undefined);
      return (await session.rows<ExportRow>(UNFINISHED, date)).map(toExport)[0];
    },
    save: ({ id, date, status, count, total, createdAt }) =>
      session.write(UPSERT, id, date, status, count, total, createdAt.toISOString()),
    dispatches: async (keys) => {
      if (keys.length === 0) return new Map();
      const query = session.isReadOnly ? DISPATCHES : DISPATCHES_LOCKED;
      const rows = await session.rows<DispatchRow>(query, listOf(keys));
      const found = new Map(rows.map(({ key, export_id, at }) => [key, { key, export: export_id, at }]));
      for (const key of keys) if (!found.has(key)) free.add(key);
      return inOrder(keys, found);
    },
    keysOf: async (id, after, limit) =>
      (await session.rows<{ readonly key: string }>(KEYS, id, after ?? BEFORE_ALL, limit)).map(({ key }) => key),
    dispatch: async (dispatches) => {
      const put = async (how: typeof PUT_NEW, some: readonly Dispatch[]) => {
        if (some.length === 0) return;
        const keys = plain(some, ({ key }) => key);
        const to = plain(some, (one) => one.export);
        await session.write(
          how,
          keys,
          to,
          instants(some, ({ at }) => at),
        );
      };
      // Who found a key free and no longer does has met somebody: the transaction runs again and sees whom.
      await put(
        PUT_NEW,
        dispatches.filter(({ key }) => free.has(key)),
      );
      await put(
        PUT_ANY,
        dispatches.filter(({ key }) => !free.has(key)),
      );
      for (const { key } of dispatches) free.delete(key);
    },
  };
}

function toExport({ day, created_at, ...row }: ExportRow): TransferExport {
  const { id, status, count, total } = row;
  return { id, date: day, status, count, total, createdAt: created_at };
}
