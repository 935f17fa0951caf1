import {
  asPayoutId,
  type Closing,
  type ClosingRepository,
  type Payout,
  type PayoutLine,
  type PayoutRepository,
} from '../../src/savings/index.js';
import { asProposalId, fromDocument, toDocument } from '../../src/shared/index.js';
import { blobToUuid, hexToUuid, moneyColumn, type MoneyValue, toMoney, uuidToBlob } from './codecs.js';
import type { Database } from './database.js';
import { findEach } from './find-each.js';
import type { Keys } from './keys.js';

type Row = readonly [
  publicId: string,
  goal: number,
  purpose: Payout['purpose'],
  status: Payout['status'],
  account: string,
  bankKey: string,
  amount: MoneyValue,
  lines: string,
  reason: string | null,
  proposal: string | null,
  openedAt: number,
];

const SELECT = `SELECT hex(public_id), goal_id, purpose, status, account, hex(bank_key), ${moneyColumn('amount')}, lines, reason,
  iif(proposal_id IS NULL, NULL, hex(proposal_id)), opened_at FROM payouts`;

export function createPayouts(db: Database, keys: Keys): PayoutRepository {
  const { one, byBankKey, ofGoal, ofAll, upsert } = statements(db);
  const toPayout = (row: Row): Payout => payoutFrom(row, keys);
  return {
    find: (id) => {
      const row = one.get(uuidToBlob(id)) as Row | undefined;
      return Promise.resolve(row && toPayout(row));
    },
    findMany: (ids) => Promise.resolve(findEach(ids, (id) => one.get(uuidToBlob(id)), toPayout)),
    findByBankKeys: (bankKeys) =>
      Promise.resolve([...findEach(bankKeys, (key) => byBankKey.get(uuidToBlob(key)), toPayout).values()]),
    page: ({ status, goal, account }, from, limit) => {
      const after = from === null ? Buffer.alloc(0) : uuidToBlob(from);
      const values = { after, limit, account: account ?? null, status: status ?? null };
      const rows =
        goal === undefined ? ofAll(status).all(values) : ofGoal.all({ ...values, goal: keys.goal(goal) ?? 0 });
      return Promise.resolve((rows as Row[]).map(toPayout));
    },
    saveMany: (payouts) => {
      for (const payout of payouts) {
        upsert.run(
          uuidToBlob(payout.id),
          keys.requireGoal(payout.goal),
          payout.purpose,
          payout.status,
          payout.to,
          uuidToBlob(payout.bankKey),
          payout.amount,
          toDocument(payout.lines),
          payout.reason,
          payout.proposal === null ? null : uuidToBlob(payout.proposal),
          payout.openedAt.getTime(),
        );
      }
      return Promise.resolve();
    },
  };
}

function payoutFrom(row: Row, keys: Keys): Payout {
  const [publicId, goal, purpose, status, to, bankKey, amount, lines, reason, proposal, openedAt] = row;
  return {
    id: asPayoutId(hexToUuid(publicId)),
    goal: keys.goalId(goal),
    purpose,
    status,
    to,
    bankKey: hexToUuid(bankKey),
    amount: toMoney(amount),
    lines: fromDocument<readonly PayoutLine[]>(lines),
    reason,
    proposal: proposal === null ? null : asProposalId(hexToUuid(proposal)),
    openedAt: new Date(openedAt),
  };
}

function statements(db: Database) {
  const one = db.prepare(`${SELECT} WHERE public_id = ?`).raw();
  const byBankKey = db.prepare(`${SELECT} WHERE bank_key = ?`).raw();
  const prepare = (where: string) =>
    db
      .prepare(
        `${SELECT} WHERE ${where} AND public_id > @after AND (@account IS NULL OR account = @account)
         ORDER BY public_id LIMIT @limit`,
      )
      .raw();
  const all = prepare('TRUE');
  const completed = prepare('status = @status');
  // The index of what is not completed is taken only where it stands in the statement that nothing else is asked for.
  const unfinished = prepare("status = @status AND status <> 'completed'");
  const ofAll = (status: Payout['status'] | undefined) => {
    if (status === undefined) return all;
    return status === 'completed' ? completed : unfinished;
  };
  const ofGoal = prepare('goal_id = @goal AND (@status IS NULL OR status = @status)');
  const upsert = db.prepare(
    `INSERT INTO payouts (public_id, goal_id, purpose, status, account, bank_key, amount, lines, reason, proposal_id, opened_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (public_id) DO UPDATE SET status = excluded.status, account = excluded.account,
       bank_key = excluded.bank_key, lines = excluded.lines, reason = excluded.reason, opened_at = excluded.opened_at`,
  );
  return { one, byBankKey, ofGoal, ofAll, upsert };
}

type ClosingRow = {
  readonly goal_id: number;
  readonly purpose: Closing['purpose'];
  readonly account: string | null;
  readonly payee_id: number | null;
  readonly proposal_id: Buffer | null;
  readonly is_account_closed: number;
  readonly opened_at: number;
};

export function createClosings(db: Database, keys: Keys): ClosingRepository {
  const one = db.prepare('SELECT * FROM closings WHERE goal_id = ?');
  const upsert = db.prepare(
    `INSERT INTO closings (goal_id, purpose, account, payee_id, proposal_id, is_account_closed, opened_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (goal_id) DO UPDATE SET is_account_closed = excluded.is_account_closed`,
  );
  return {
    find: (goal) => {
      const row = one.get(keys.goal(goal) ?? 0) as ClosingRow | undefined;
      return Promise.resolve(
        row && {
          goal,
          purpose: row.purpose,
          to: row.account,
          payee: row.payee_id === null ? null : keys.clientId(row.payee_id),
          proposal: row.proposal_id === null ? null : asProposalId(blobToUuid(row.proposal_id)),
          isAccountClosed: row.is_account_closed === 1,
          openedAt: new Date(row.opened_at),
        },
      );
    },
    save: ({ goal, purpose, to, payee, proposal, isAccountClosed, openedAt }) => {
      upsert.run(
        keys.requireGoal(goal),
        purpose,
        to,
        payee === null ? null : keys.requireClient(payee),
        proposal === null ? null : uuidToBlob(proposal),
        isAccountClosed ? 1 : 0,
        openedAt.getTime(),
      );
      return Promise.resolve();
    },
  };
}
