import type { AccountRef, Transfer, TransferMove, TransferRepository } from '../../src/ledger/index.js';
import {
  type CivilDate,
  type ClientId,
  type GoalId,
  invariant,
  type Money,
  type TransferId,
} from '../../src/shared/index.js';
import { bytes, instants, listOf, plain, text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly goal_id: GoalId;
  readonly seq: bigint;
  readonly id: TransferId;
  readonly phase: Transfer['phase'];
  readonly code: Transfer['code'];
  readonly debit_kind: AccountRef['kind'];
  readonly debit_client: ClientId | null;
  readonly credit_kind: AccountRef['kind'];
  readonly credit_client: ClientId | null;
  readonly amount: Money;
  readonly refers_to: TransferId | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly value_date: CivilDate;
  readonly recorded_at: Date;
  readonly body_hash: string;
  readonly hash: string;
};

const FIND = statement('SELECT * FROM transfers WHERE id = ANY ($1::uuid[])');
const HISTORY = statement('SELECT * FROM transfers WHERE goal_id = $1 AND seq > $2 ORDER BY seq LIMIT $3');
const MOVES = statement(
  `SELECT t.goal_id, t.seq, phase, code, debit_kind, debit_client, credit_kind, credit_client, amount, value_date
   FROM unnest($1::uuid[], $2::bigint[]) AS n (goal_id, after_seq)
   JOIN transfers AS t ON t.goal_id = n.goal_id AND t.seq > n.after_seq ORDER BY t.goal_id, t.seq`,
);
const RESOLVED = statement('SELECT refers_to AS id FROM transfers WHERE refers_to = ANY ($1::uuid[])');
const INSERT = statement(
  `INSERT INTO transfers (goal_id, seq, id, phase, code, debit_kind, debit_client, credit_kind, credit_client, amount,
     refers_to, subject, reason, value_date, recorded_at, body_hash, hash)
   SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::text[], $10::bigint[], $11::uuid[], $12::text[], $13::text[], $14::date[], $15::timestamptz[], $16::bytea[],
     $17::bytea[])`,
);

export function createTransfers(session: Session): TransferRepository {
  return {
    findMany: async (ids) => {
      if (ids.length === 0) return new Map();
      const rows = await session.rows<Row>(FIND, listOf(ids));
      return inOrder(ids, new Map(rows.map((row) => [row.id, toTransfer(row)])));
    },
    history: async (goal, { afterSeq, limit }) =>
      (await session.rows<Row>(HISTORY, goal, afterSeq, limit)).map(toTransfer),
    moves: async (marks) => {
      if (marks.length === 0) return new Map();
      const after = plain(marks, ({ afterSeq }) => afterSeq);
      const byGoal = new Map<GoalId, TransferMove[]>();
      for (const row of await session.rows<Row>(
        MOVES,
        plain(marks, ({ goal }) => goal),
        after,
      )) {
        const moves = byGoal.get(row.goal_id);
        if (moves === undefined) byGoal.set(row.goal_id, [toMove(row)]);
        else moves.push(toMove(row));
      }
      return inOrder(
        marks.map(({ goal }) => goal),
        byGoal,
      );
    },
    resolved: async (ids) => {
      if (ids.length === 0) return new Set();
      const rows = await session.rows<{ readonly id: TransferId }>(RESOLVED, listOf(ids));
      return new Set(rows.map(({ id }) => id));
    },
  };
}

/** Appends transfers to their goals' chains. */
export function appendTransfers(session: Session, transfers: readonly Transfer[]): Promise<void> {
  return session.write(
    INSERT,
    plain(transfers, ({ goal }) => goal),
    plain(transfers, ({ seq }) => seq),
    plain(transfers, ({ id }) => id),
    plain(transfers, ({ phase }) => phase),
    plain(transfers, ({ code }) => code),
    plain(transfers, ({ debit }) => debit.kind),
    text(transfers, ({ debit }) => clientOf(debit)),
    plain(transfers, ({ credit }) => credit.kind),
    text(transfers, ({ credit }) => clientOf(credit)),
    plain(transfers, ({ amount }) => amount),
    plain(transfers, ({ refersTo }) => refersTo),
    text(transfers, ({ subject }) => subject),
    text(transfers, ({ reason }) => reason),
    plain(transfers, ({ valueDate }) => valueDate),
    instants(transfers, ({ recordedAt }) => recordedAt),
    bytes(transfers, ({ bodyHash }) => bodyHash),
    bytes(transfers, ({ hash }) => hash),
  );
}

/** The client of an account; undefined for accounts that are nobody's. */
export function clientOf(ref: AccountRef): ClientId | undefined {
  return 'client' in ref ? ref.client : undefined;
}

/** An account from its two columns. */
export function accountRef(kind: AccountRef['kind'], client: ClientId | null): AccountRef {
  if (kind === 'bank' || kind === 'unallocated') return { kind };
  invariant(client !== null, `an account of the kind ${kind} belongs to a client`);
  return { kind, client };
}

function toMove(row: Row): TransferMove {
  return {
    seq: Number(row.seq),
    phase: row.phase,
    debit: accountRef(row.debit_kind, row.debit_client),
    credit: accountRef(row.credit_kind, row.credit_client),
    amount: row.amount,
    code: row.code,
    valueDate: row.value_date,
  };
}

function toTransfer(row: Row): Transfer {
  return {
    ...toMove(row),
    id: row.id,
    goal: row.goal_id,
    refersTo: row.refers_to,
    subject: row.subject,
    reason: row.reason,
    recordedAt: row.recorded_at,
    bodyHash: row.body_hash,
    hash: row.hash,
  };
}
