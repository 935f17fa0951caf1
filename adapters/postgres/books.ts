import {
  type Account,
  type AccountRef,
  accountKey,
  type BooksChange,
  type BooksRepository,
  type BooksRequest,
  type ChainHead,
  chainStart,
} from '../../src/ledger/index.js';
import { type ClientId, type Digest, type GoalId, invariant, type Money } from '../../src/shared/index.js';
import { bytes, listOf, plain, text } from './columns.js';
import type { Session } from './session.js';
import { statement } from './statement.js';
import { accountRef, appendTransfers, clientOf } from './transfers.js';

type AccountRow = {
  readonly goal_id: GoalId;
  readonly kind: AccountRef['kind'];
  readonly client_id: ClientId;
  readonly debits_posted: Money;
  readonly credits_posted: Money;
  readonly debits_pending: Money;
  readonly credits_pending: Money;
};
type ChainRow = { readonly goal_id: GoalId; readonly seq: bigint; readonly hash: string | null };

const CHAINS = statement('SELECT goal_id, seq, hash FROM chains WHERE goal_id = ANY ($1::uuid[])');
const ALL_ACCOUNTS = statement(
  'SELECT * FROM accounts WHERE goal_id = ANY ($1::uuid[]) ORDER BY goal_id, kind, client_id',
);
const NAMED_ACCOUNTS = statement(
  `SELECT accounts.* FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (goal_id, kind, client_id)
   JOIN accounts ON accounts.goal_id = n.goal_id AND accounts.kind = n.kind AND accounts.client_id = n.client_id`,
);
const SAVE_ACCOUNTS = statement(
  `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
   SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
   ON CONFLICT (goal_id, kind, client_id) DO UPDATE SET debits_posted = excluded.debits_posted,
     credits_posted = excluded.credits_posted, debits_pending = excluded.debits_pending,
     credits_pending = excluded.credits_pending`,
);
// Of books that were loaded in another transaction somebody else may have moved the chain on.
const MOVE_CHAINS = statement(
  `WITH moved AS (
     UPDATE chains SET seq = n.seq, hash = n.hash
     FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bigint[]) AS n (goal_id, seq, hash, seq_before)
     WHERE chains.goal_id = n.goal_id AND chains.seq = n.seq_before RETURNING 1)
   SELECT jinaq_expect((SELECT count(*) FROM moved), $5, 'the books')`,
);

export function createBooks(session: Session, digest: Digest): BooksRepository {
  return {
    load: async (requests) => {
      if (requests.length === 0) return new Map();
      const ids = requests.map(({ goal }) => goal);
      session.lockGoals(ids);
      const [chains, ...accounts] = await Promise.all([
        session.rows<ChainRow>(CHAINS, listOf(ids)),
        loadAllAccounts(session, requests),
        loadNamedAccounts(session, requests),
      ]);
      const byGoal = new Map<GoalId, Map<string, Account>>(ids.map((id) => [id, new Map()]));
      for (const row of accounts.flat()) {
        const account = toAccount(row);
        byGoal.get(row.goal_id)?.set(accountKey(account.ref), account);
      }
      return new Map(
        chains.map(({ goal_id: goal, seq, hash }) => {
          const head: ChainHead = hash === null ? chainStart(goal, digest) : { seq: Number(seq), hash };
          return [goal, { goal, accounts: byGoal.get(goal) ?? new Map<string, Account>(), head }];
        }),
      );
    },
    save: async (changes) => {
      const transfers = changes.flatMap((change) => change.transfers);
      if (transfers.length === 0) return;
      const touched = [...touchedByGoal(changes).values()];
      // The chains first: of stale books it is told that they are stale, and not what else is wrong with them.
      await Promise.all([
        session.write(
          MOVE_CHAINS,
          plain(touched, ({ books }) => books.goal),
          plain(touched, ({ books }) => books.head.seq),
          bytes(touched, ({ books }) => books.head.hash),
          plain(touched, ({ firstSeq }) => firstSeq - 1),
          touched.length,
        ),
        appendTransfers(session, transfers),
        saveAccounts(session, touched),
      ]);
    },
  };
}

async function loadAllAccounts(session: Session, requests: readonly BooksRequest[]): Promise<readonly AccountRow[]> {
  const goals = requests.flatMap(({ goal, accounts }) => (accounts === 'all' ? [goal] : []));
  return goals.length === 0 ? [] : session.rows<AccountRow>(ALL_ACCOUNTS, listOf(goals));
}

async function loadNamedAccounts(session: Session, requests: readonly BooksRequest[]): Promise<readonly AccountRow[]> {
  const named = requests.flatMap(({ goal, accounts }) =>
    accounts === 'all' ? [] : accounts.map((ref) => ({ goal, ref })),
  );
  if (named.length === 0) return [];
  return session.rows<AccountRow>(
    NAMED_ACCOUNTS,
    plain(named, ({ goal }) => goal),
    plain(named, ({ ref }) => ref.kind),
    text(named, ({ ref }) => clientOf(ref) ?? ''),
  );
}

type Touched = { books: BooksChange['books']; readonly firstSeq: number; readonly refs: Map<string, AccountRef> };

/** A goal that many changes of one call touch is written once, as the last of them leaves it. */
function touchedByGoal(changes: readonly BooksChange[]): ReadonlyMap<GoalId, Touched> {
  const touched = new Map<GoalId, Touched>();
  for (const { books, transfers } of changes) {
    const [first] = transfers;
    if (first === undefined) continue;
    const entry = touched.get(books.goal) ?? { books, firstSeq: first.seq, refs: new Map<string, AccountRef>() };
    entry.books = books;
    for (const { debit, credit } of transfers) {
      entry.refs.set(accountKey(debit), debit);
      entry.refs.set(accountKey(credit), credit);
    }
    touched.set(books.goal, entry);
  }
  return touched;
}

function saveAccounts(session: Session, touched: readonly Touched[]): Promise<void> {
  const rows = touched.flatMap(({ books, refs }) =>
    [...refs].map(([key, ref]) => {
      const account = books.accounts.get(key);
      invariant(account !== undefined, `the books hold the account ${key} that a transfer touches`);
      return { goal: books.goal, ref, account };
    }),
  );
  return session.write(
    SAVE_ACCOUNTS,
    plain(rows, ({ goal }) => goal),
    plain(rows, ({ ref }) => ref.kind),
    text(rows, ({ ref }) => clientOf(ref) ?? ''),
    plain(rows, ({ account }) => account.debitsPosted),
    plain(rows, ({ account }) => account.creditsPosted),
    plain(rows, ({ account }) => account.debitsPending),
    plain(rows, ({ account }) => account.creditsPending),
  );
}

function toAccount(row: AccountRow): Account {
  return {
    ref: accountRef(row.kind, row.client_id),
    debitsPosted: row.debits_posted,
    creditsPosted: row.credits_posted,
    debitsPending: row.debits_pending,
    creditsPending: row.credits_pending,
  };
}
