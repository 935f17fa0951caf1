import {
  asExportId,
  type Dispatch,
  type ExportId,
  type ExportRepository,
  type TransferExport,
} from '../../src/savings/index.js';
import { blobToUuid, dayToNumber, numberToDay, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';

type ExportRow = {
  readonly public_id: Buffer;
  readonly day: bigint;
  readonly status: TransferExport['status'];
  readonly count: bigint;
  readonly total: bigint;
  readonly created_at: bigint;
};
type DispatchRow = { readonly key: Buffer; readonly export_id: Buffer | null; readonly at: number };

export function createExports(db: Database): ExportRepository {
  const { one, unfinished, upsert, dispatch, page, put } = statements(db);
  return {
    find: (id) => {
      const row = one.get(uuidToBlob(id)) as ExportRow | undefined;
      return Promise.resolve(row && toExport(row));
    },
    unfinished: (date) => {
      const row = unfinished.get(dayToNumber(date)) as ExportRow | undefined;
      return Promise.resolve(row && toExport(row));
    },
    save: ({ id, date, status, count, total, createdAt }) => {
      upsert.run(uuidToBlob(id), dayToNumber(date), status, count, total, createdAt.getTime());
      return Promise.resolve();
    },
    dispatches: (keys) => {
      const rows = keys.flatMap((key) => (dispatch.get(uuidToBlob(key)) as DispatchRow | undefined) ?? []);
      return Promise.resolve(new Map(rows.map(toDispatch).map((found) => [found.key, found])));
    },
    keysOf: (id, after, limit) => {
      const from = after === null ? Buffer.alloc(0) : uuidToBlob(after);
      return Promise.resolve((page.all(uuidToBlob(id), from, limit) as Buffer[]).map(blobToUuid));
    },
    dispatch: (dispatches) => {
      for (const { key, export: to, at } of dispatches) {
        put.run(uuidToBlob(key), to === null ? null : uuidToBlob(to), at.getTime());
      }
      return Promise.resolve();
    },
  };
}

function toExport({ public_id, day, status, count, total, created_at }: ExportRow): TransferExport {
  return {
    id: asExportId(blobToUuid(public_id)),
    date: numberToDay(Number(day)),
    status,
    count: Number(count),
    total,
    createdAt: new Date(Number(created_at)),
  };
}

function toDispatch({ key, export_id, at }: DispatchRow): Dispatch {
  const id: ExportId | null = export_id === null ? null : asExportId(blobToUuid(export_id));
  return { key: blobToUuid(key), export: id, at: new Date(at) };
}

function statements(db: Database) {
  return {
    one: db.prepare('SELECT * FROM transfer_exports WHERE public_id = ?').safeIntegers(true),
    unfinished: db
      .prepare("SELECT * FROM transfer_exports WHERE day = ? AND status <> 'written' ORDER BY public_id LIMIT 1")
      .safeIntegers(true),
    upsert: db.prepare(
      `INSERT INTO transfer_exports (public_id, day, status, count, total, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (public_id) DO UPDATE SET status = excluded.status, count = excluded.count, total = excluded.total`,
    ),
    dispatch: db.prepare('SELECT * FROM dispatches WHERE key = ?'),
    page: db.prepare('SELECT key FROM dispatches WHERE export_id = ? AND key > ? ORDER BY key LIMIT ?').pluck(),
    put: db.prepare(
      `INSERT INTO dispatches (key, export_id, at) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET export_id = excluded.export_id, at = excluded.at`,
    ),
  };
}
