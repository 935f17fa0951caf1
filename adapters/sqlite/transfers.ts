import type { GoalMark, Transfer, TransferMove, TransferRepository } from '../../src/ledger/index.js';
import { asTransferId, type GoalId, type TransferId } from '../../src/shared/index.js';
import {
  accountRef,
  hexToUuid,
  moneyColumn,
  type MoneyValue,
  numberToDay,
  toMoney,
  transferCode,
  transferPhase,
  UUID,
  uuidToBlob,
} from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import type { Keys } from './keys.js';

/** Read as an array, with text for what is bytes: histories are read by the thousand rows. */
type Row = readonly [
  goal: number,
  seq: number,
  publicId: string,
  phase: number,
  code: number,
  debitKind: number,
  debitClient: number,
  creditKind: number,
  creditClient: number,
  amount: MoneyValue,
  refersTo: string | null,
  subject: string | null,
  reason: string | null,
  valueDate: number,
  recordedAt: number,
  bodyHash: string,
  hash: string,
];

const SELECT = `SELECT goal_id, seq, hex(public_id), phase, code, debit_kind, debit_client, credit_kind, credit_client,
  ${moneyColumn('amount')}, iif(refers_to IS NULL, NULL, hex(refers_to)), subject, reason, value_date, recorded_at,
  lower(hex(body_hash)), lower(hex(hash)) FROM transfers`;

/** Read as an array: of the few columns that a computation needs, names would be the greater part. */
type MoveRow = readonly [
  seq: number,
  phase: number,
  code: number,
  debitKind: number,
  debitClient: number,
  creditKind: number,
  creditClient: number,
  amount: MoneyValue,
  valueDate: number,
];

const MOVES = `SELECT seq, phase, code, debit_kind, debit_client, credit_kind, credit_client, ${moneyColumn('amount')}, value_date
  FROM transfers WHERE goal_id = ? AND seq > ? ORDER BY seq`;

export function createTransfers(db: Database, keys: Keys): TransferRepository {
  const byId = db.prepare(`${SELECT} WHERE public_id = ${UUID}`).raw();
  const history = db.prepare(`${SELECT} WHERE goal_id = ? AND seq > ? ORDER BY seq LIMIT ?`).raw();
  const isReferredTo = db.prepare('SELECT 1 FROM transfers WHERE refers_to = ?').pluck();
  const toTransfer = transferReader(keys);
  const moves = createMoves(db, keys);
  return {
    findMany: (ids) => Promise.resolve(findEach(ids, (id) => byId.get(id), toTransfer)),
    history: (goal, { afterSeq, limit }) =>
      Promise.resolve((history.all(keys.goal(goal) ?? 0, afterSeq, limit) as Row[]).map(toTransfer)),
    moves: (marks) => Promise.resolve(moves(marks)),
    resolved: (ids) =>
      Promise.resolve(new Set<TransferId>(ids.filter((id) => isReferredTo.get(uuidToBlob(id)) !== undefined))),
  };
}

function transferReader(keys: Keys): (row: Row) => Transfer {
  const ref = refReader(keys);
  return ([goal, seq, publicId, phase, code, debitKind, debitClient, creditKind, creditClient, ...rest]) => {
    const [amount, refersTo, subject, reason, valueDate, recordedAt, bodyHash, hash] = rest;
    return {
      id: asTransferId(hexToUuid(publicId)),
      goal: keys.goalId(goal),
      seq,
      phase: transferPhase.toWord(phase),
      debit: ref(debitKind, debitClient),
      credit: ref(creditKind, creditClient),
      amount: toMoney(amount),
      code: transferCode.toWord(code),
      refersTo: refersTo === null ? null : asTransferId(hexToUuid(refersTo)),
      subject,
      reason,
      valueDate: numberToDay(valueDate),
      recordedAt: new Date(recordedAt),
      bodyHash,
      hash,
    };
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
    amount: toMoney(amount),
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
