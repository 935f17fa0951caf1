import type { Transfer, TransferRepository } from '../../src/ledger/index.js';
import { asTransferId, type TransferId } from '../../src/shared/index.js';
import { accountRef, blobToHex, blobToUuid, numberToDay, transferCode, transferPhase, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

type Row = {
  readonly goal_id: bigint;
  readonly seq: bigint;
  readonly public_id: Buffer;
  readonly phase: bigint;
  readonly code: bigint;
  readonly debit_kind: bigint;
  readonly debit_client: bigint;
  readonly credit_kind: bigint;
  readonly credit_client: bigint;
  readonly amount: bigint;
  readonly refers_to: Buffer | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly value_date: bigint;
  readonly recorded_at: bigint;
  readonly body_hash: Buffer;
  readonly hash: Buffer;
};

export function createTransfers(db: Database, keys: Keys): TransferRepository {
  const byId = db.prepare('SELECT * FROM transfers WHERE public_id = ?').safeIntegers(true);
  const history = db
    .prepare('SELECT * FROM transfers WHERE goal_id = ? AND seq > ? ORDER BY seq LIMIT ?')
    .safeIntegers(true);
  const isReferredTo = db.prepare('SELECT 1 FROM transfers WHERE refers_to = ?').pluck();
  const ref = (kind: bigint, client: bigint) =>
    accountRef(Number(kind), client === 0n ? null : keys.clientId(Number(client)));
  const toTransfer = (row: Row): Transfer => ({
    id: asTransferId(blobToUuid(row.public_id)),
    goal: keys.goalId(Number(row.goal_id)),
    seq: Number(row.seq),
    phase: transferPhase.toWord(Number(row.phase)),
    debit: ref(row.debit_kind, row.debit_client),
    credit: ref(row.credit_kind, row.credit_client),
    amount: row.amount,
    code: transferCode.toWord(Number(row.code)),
    refersTo: row.refers_to === null ? null : asTransferId(blobToUuid(row.refers_to)),
    subject: row.subject,
    reason: row.reason,
    valueDate: numberToDay(Number(row.value_date)),
    recordedAt: new Date(Number(row.recorded_at)),
    bodyHash: blobToHex(row.body_hash),
    hash: blobToHex(row.hash),
  });
  return {
    findMany: (ids) => {
      const rows = ids.flatMap((id) => (byId.get(uuidToBlob(id)) as Row | undefined) ?? []);
      return Promise.resolve(new Map(rows.map(toTransfer).map((transfer) => [transfer.id, transfer])));
    },
    history: (goal, { afterSeq, limit }) =>
      Promise.resolve((history.all(keys.goal(goal) ?? 0, afterSeq, limit) as Row[]).map(toTransfer)),
    resolved: (ids) =>
      Promise.resolve(new Set<TransferId>(ids.filter((id) => isReferredTo.get(uuidToBlob(id)) !== undefined))),
  };
}
