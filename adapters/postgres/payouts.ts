import type { Closing, ClosingRepository, Payout, PayoutId, PayoutRepository } from '../../src/savings/index.js';
import {
  type ClientId,
  fromDocument,
  type GoalId,
  type Money,
  type ProposalId,
  toDocument,
} from '../../src/shared/index.js';
import { BEFORE_ALL, instants, listOf, plain, text } from './columns.js';
import { inOrder, type Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly id: PayoutId;
  readonly goal_id: GoalId;
  readonly purpose: Payout['purpose'];
  readonly status: Payout['status'];
  readonly account: string;
  readonly bank_key: string;
  readonly amount: Money;
  readonly lines: string;
  readonly reason: string | null;
  readonly proposal_id: ProposalId | null;
  readonly opened_at: Date;
};

const FIND = statement('SELECT * FROM payouts WHERE id = ANY ($1::uuid[])');
const FIND_BY_BANK_KEYS = statement('SELECT * FROM payouts WHERE bank_key = ANY ($1::uuid[])');
const LOCK_BY_BANK_KEYS = statement(
  `SELECT id FROM goals WHERE id IN (SELECT goal_id FROM payouts WHERE bank_key = ANY ($1::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`,
);
const LOCK = statement(
  `SELECT id FROM goals WHERE id IN (SELECT goal_id FROM payouts WHERE id = ANY ($1::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`,
);
const page = (where: string) =>
  statement(
    `SELECT * FROM payouts WHERE ${where} AND id > $1 AND ($3::text IS NULL OR account = $3) ORDER BY id LIMIT $2`,
  );
const PAGE_OF_ALL = page('TRUE');
const PAGE_OF_COMPLETED = page('status = $4');
/** The index of what is not completed is taken only where it stands in the statement that nothing else is asked for. */
const PAGE_OF_UNFINISHED = page("status = $4 AND status <> 'completed'");
const PAGE_OF_GOAL = page('goal_id = $5 AND ($4::text IS NULL OR status = $4)');
const UPSERT = statement(
  `INSERT INTO payouts (id, goal_id, purpose, status, account, bank_key, amount, lines, reason, proposal_id, opened_at)
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::bigint[], $8::json[],
     $9::text[], $10::uuid[], $11::timestamptz[])
   ON CONFLICT (id) DO UPDATE SET status = excluded.status, account = excluded.account, bank_key = excluded.bank_key,
     lines = excluded.lines, reason = excluded.reason, opened_at = excluded.opened_at`,
);

export function createPayouts(session: Session): PayoutRepository {
  return {
    find: async (id) => (await findMany(session, [id])).get(id),
    findMany: (ids) => findMany(session, ids),
    findByBankKeys: async (keys) => {
      if (keys.length === 0) return [];
      session.lockGoalsOf(LOCK_BY_BANK_KEYS, listOf(keys));
      const rows = await session.rows<Row>(FIND_BY_BANK_KEYS, listOf(keys));
      return [...inOrder(keys, new Map(rows.map((row) => [row.bank_key, toPayout(row)]))).values()];
    },
    page: async ({ status, goal, account }, after, limit) => {
      const shared = [after ?? BEFORE_ALL, limit, account ?? null] as const;
      if (goal !== undefined) {
        session.lockGoals([goal]);
        return (await session.rows<Row>(PAGE_OF_GOAL, ...shared, status ?? null, goal)).map(toPayout);
      }
      if (status === undefined) return (await session.rows<Row>(PAGE_OF_ALL, ...shared)).map(toPayout);
      const withStatus = status === 'completed' ? PAGE_OF_COMPLETED : PAGE_OF_UNFINISHED;
      return (await session.rows<Row>(withStatus, ...shared, status)).map(toPayout);
    },
    saveMany: async (payouts) => {
      if (payouts.length === 0) return;
      await session.write(
        UPSERT,
        plain(payouts, ({ id }) => id),
        plain(payouts, ({ goal }) => goal),
        plain(payouts, ({ purpose }) => purpose),
        plain(payouts, ({ status }) => status),
        text(payouts, ({ to }) => to),
        plain(payouts, ({ bankKey }) => bankKey),
        plain(payouts, ({ amount }) => amount),
        text(payouts, ({ lines }) => toDocument(lines)),
        text(payouts, ({ reason }) => reason),
        plain(payouts, ({ proposal }) => proposal),
        instants(payouts, ({ openedAt }) => openedAt),
      );
    },
  };
}

async function findMany(session: Session, ids: readonly PayoutId[]): Promise<ReadonlyMap<PayoutId, Payout>> {
  if (ids.length === 0) return new Map();
  session.lockGoalsOf(LOCK, listOf(ids));
  const rows = await session.rows<Row>(FIND, listOf(ids));
  return inOrder(ids, new Map(rows.map((row) => [row.id, toPayout(row)])));
}

function toPayout(row: Row): Payout {
  return {
    id: row.id,
    goal: row.goal_id,
    purpose: row.purpose,
    status: row.status,
    to: row.account,
    bankKey: row.bank_key,
    amount: row.amount,
    lines: fromDocument<Payout['lines']>(row.lines),
    reason: row.reason,
    proposal: row.proposal_id,
    openedAt: row.opened_at,
  };
}

type ClosingRow = {
  readonly purpose: Closing['purpose'];
  readonly account: string | null;
  readonly payee_id: ClientId | null;
  readonly proposal_id: ProposalId | null;
  readonly is_account_closed: boolean;
  readonly opened_at: Date;
};

const FIND_CLOSING = statement('SELECT * FROM closings WHERE goal_id = $1');
const UPSERT_CLOSING = statement(
  `INSERT INTO closings (goal_id, purpose, account, payee_id, proposal_id, is_account_closed, opened_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (goal_id) DO UPDATE SET is_account_closed = excluded.is_account_closed`,
);

export function createClosings(session: Session): ClosingRepository {
  return {
    find: async (goal) => {
      session.lockGoals([goal]);
      const [row] = await session.rows<ClosingRow>(FIND_CLOSING, goal);
      return (
        row && {
          goal,
          purpose: row.purpose,
          to: row.account,
          payee: row.payee_id,
          proposal: row.proposal_id,
          isAccountClosed: row.is_account_closed,
          openedAt: row.opened_at,
        }
      );
    },
    save: ({ goal, purpose, to, payee, proposal, isAccountClosed, openedAt }) =>
      session.write(UPSERT_CLOSING, goal, purpose, to, payee, proposal, isAccountClosed, openedAt.toISOString()),
  };
}
