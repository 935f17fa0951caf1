import type { GoalMark, Transfer, TransferMove, TransferRepository } from '../../src/ledger/index.js';
import { asTransferId, type GoalId, type TransferId } from '../../src/shared/index.js';
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

/** Read as an array: of the few columns that a computation needs, names would be the greater part. */
type MoveRow = readonly [
  seq: number,
  phase: number,
  code: number,
  debitKind: number,
  debitClient: number,
  creditKind: number,
  creditClient: number,
  amount: string,
  valueDate: number,
];

const MOVES = `SELECT seq, phase, code, debit_kind, debit_client, credit_kind, credit_client, CAST(amount AS TEXT), value_date
  FROM transfers WHERE goal_id = ? AND seq > ? ORDER BY seq`;

export function createTransfers(db: Database, keys: Keys): TransferRepository {
  const byId = db.prepare('SELECT * FROM transfers WHERE public_id = ?').safeIntegers(true);
  const history = db
    .prepare('SELECT * FROM transfers WHERE goal_id = ? AND seq > ? ORDER BY seq LIMIT ?')
    .safeIntegers(true);
  const isReferredTo = db.prepare('SELECT 1 FROM transfers WHERE refers_to = ?').pluck();
  const ref = refReader(keys);
  const moves = createMoves(db, keys);
  const toTransfer = (row: Row): Transfer => ({
    id: asTransferId(blobToUuid(row.public_id)),
    goal: keys.goalId(Number(row.goal_id)),
    seq: Number(row.seq),
    phase: transferPhase.toWord(Number(row.phase)),
    debit: ref(Number(row.debit_kind), Number(row.debit_client)),
    credit: ref(Number(row.credit_kind), Number(row.credit_client)),
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
    moves: (marks) => Promise.resolve(moves(marks)),
    resolved: (ids) =>
      Promise.resolve(new Set<TransferId>(ids.filter((id) => isReferredTo.get(uuidToBlob(id)) !== undefined))),
  };
}

function refReader(keys: Keys) {
  return (kind: number, client: number) => accountRef(kind, client === 0 ? null : keys.clientId(client));
}

function createMoves(db: Database, keys: Keys) {
  const after = db.prepare(MOVES).raw();
  const ref = refReader(keys);
  const toMove = ([seq, phase, code, debitKind, debitClient, creditKind, creditClient, amount, day]: MoveRow) => ({
    seq,
    phase: transferPhase.toWord(phase),
    code: transferCode.toWord(code),
    debit: ref(debitKind, debitClient),
    credit: ref(creditKind, creditClient),
    amount: BigInt(amount),
    valueDate: numberToDay(day),
  });
  return (marks: readonly GoalMark[]): ReadonlyMap<GoalId, readonly TransferMove[]> => {
    const found = new Map<GoalId, readonly TransferMove[]>();
    for (const { goal, afterSeq } of marks) {
      const rows = after.all(keys.goal(goal) ?? 0, afterSeq) as MoveRow[];
      if (rows.length > 0) found.set(goal, rows.map(toMove));
    }
    return found;
  };
}
