import {
  type Account,
  type AccountRef,
  accountKey,
  type Books,
  type BooksChange,
  type BooksRepository,
  type ChainHead,
  chainStart,
  type Transfer,
} from '../../src/ledger/index.js';
import { Conflict, type Digest, type GoalId, invariant } from '../../src/shared/index.js';
import {
  accountKind,
  accountRef,
  clientOfRef,
  dayToNumber,
  HASH,
  moneyColumn,
  type MoneyValue,
  toMoney,
  transferCode,
  transferPhase,
  UUID,
} from './codecs.js';
import type { Database } from './database.js';
import type { Keys } from './keys.js';

/** Read as an array: a goal's accounts are read with everything that is done in it. */
type AccountRow = readonly [
  kind: number,
  client: number,
  debitsPosted: MoneyValue,
  creditsPosted: MoneyValue,
  debitsPending: MoneyValue,
  creditsPending: MoneyValue,
];
type ChainRow = readonly [seq: number, hash: string];

const SUMS = ['debits_posted', 'credits_posted', 'debits_pending', 'credits_pending'];
const ACCOUNTS = `SELECT kind, client_id, ${SUMS.map(moneyColumn).join(', ')} FROM accounts WHERE goal_id = ?`;

export function createBooks(db: Database, keys: Keys, digest: Digest): BooksRepository {
  const chain = db.prepare('SELECT seq, lower(hex(hash)) FROM chains WHERE goal_id = ?').raw();
  const account = db.prepare(`${ACCOUNTS} AND kind = ? AND client_id = ?`).raw();
  const accounts = db.prepare(ACCOUNTS).raw();
  const writer = createWriter(db, keys);
  const toAccount = ([
    kind,
    client,
    debitsPosted,
    creditsPosted,
    debitsPending,
    creditsPending,
  ]: AccountRow): Account => {
    return {
      ref: accountRef(kind, client === 0 ? null : keys.clientId(client)),
      debitsPosted: toMoney(debitsPosted),
      creditsPosted: toMoney(creditsPosted),
      debitsPending: toMoney(debitsPending),
      creditsPending: toMoney(creditsPending),
    };
  };
  const find = (goal: number, ref: AccountRef): Account | undefined => {
    const client = clientOfRef(ref);
    const number = client === undefined ? 0 : (keys.client(client) ?? -1);
    const row = account.get(goal, accountKind.toNumber(ref.kind), number) as AccountRow | undefined;
    return row && toAccount(row);
  };
  return {
    load: (requests) => {
      const loaded = new Map<GoalId, Books>();
      for (const { goal, accounts: wanted } of requests) {
        const number = keys.goal(goal);
        if (number === undefined) continue;
        const found =
          wanted === 'all'
            ? (accounts.all(number) as AccountRow[]).map(toAccount)
            : wanted.flatMap((ref) => find(number, ref) ?? []);
        const row = chain.get(number) as ChainRow | undefined;
        const head = row === undefined ? chainStart(goal, digest) : { seq: row[0], hash: row[1] };
        loaded.set(goal, { goal, accounts: new Map(found.map((one) => [accountKey(one.ref), one])), head });
      }
      return Promise.resolve(loaded);
    },
    save: (changes) => {
      for (const { transfers } of changes) for (const transfer of transfers) writer.append(transfer);
      for (const [goal, touched] of touchedByGoal(changes)) writer.store(goal, touched);
      return Promise.resolve();
    },
  };
}

type Touched = { readonly books: Books; readonly firstSeq: number; readonly refs: ReadonlyMap<string, AccountRef> };

/** A goal that many changes of one call touch is written once, as the last of them leaves it. */
function touchedByGoal(changes: readonly BooksChange[]): ReadonlyMap<GoalId, Touched> {
  const touched = new Map<GoalId, { books: Books; firstSeq: number; refs: Map<string, AccountRef> }>();
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

function createWriter(db: Database, keys: Keys) {
  const { insertTransfer, upsertAccount, insertHead, moveHead } = writeStatements(db);
  const clientNumber = (ref: AccountRef): number => {
    const client = clientOfRef(ref);
    return client === undefined ? 0 : keys.requireClient(client);
  };

  const append = (transfer: Transfer): void => {
    const { debit, credit, refersTo } = transfer;
    insertTransfer.run(
      keys.requireGoal(transfer.goal),
      transfer.seq,
      transfer.id,
      transferPhase.toNumber(transfer.phase),
      transferCode.toNumber(transfer.code),
      accountKind.toNumber(debit.kind),
      clientNumber(debit),
      accountKind.toNumber(credit.kind),
      clientNumber(credit),
      transfer.amount,
      refersTo,
      transfer.subject,
      transfer.reason,
      dayToNumber(transfer.valueDate),
      transfer.recordedAt.getTime(),
      transfer.bodyHash,
      transfer.hash,
    );
  };
  const moveChain = (goal: number, { seq, hash }: ChainHead, before: number): void => {
    const { changes } = before === 0 ? insertHead.run(goal, seq, hash) : moveHead.run(seq, hash, goal, before);
    // Under the write lock nobody else can have moved it: the books were loaded in another transaction.
    if (changes !== 1) throw new Conflict('conflict', 'The books have changed since they were read.');
  };
  const store = (goal: GoalId, { books, firstSeq, refs }: Touched): void => {
    const number = keys.requireGoal(goal);
    for (const [key, ref] of refs) {
      const account = books.accounts.get(key);
      invariant(account !== undefined, `the books hold the account ${key} that a transfer touches`);
      const { debitsPosted, creditsPosted, debitsPending, creditsPending } = account;
      const kind = accountKind.toNumber(ref.kind);
      upsertAccount.run(number, kind, clientNumber(ref), debitsPosted, creditsPosted, debitsPending, creditsPending);
    }
    moveChain(number, books.head, firstSeq - 1);
  };
  return { append, store };
}

function writeStatements(db: Database) {
  const insertTransfer = db.prepare(
    `INSERT INTO transfers (goal_id, seq, public_id, phase, code, debit_kind, debit_client, credit_kind, credit_client,
       amount, refers_to, subject, reason, value_date, recorded_at, body_hash, hash)
     VALUES (?, ?, ${UUID}, ?, ?, ?, ?, ?, ?, ?, ${UUID}, ?, ?, ?, ?, ${HASH}, ${HASH})`,
  );
  const upsertAccount = db.prepare(
    `INSERT INTO accounts (goal_id, kind, client_id, debits_posted, credits_posted, debits_pending, credits_pending)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (goal_id, kind, client_id) DO UPDATE SET debits_posted = excluded.debits_posted,
       credits_posted = excluded.credits_posted, debits_pending = excluded.debits_pending,
       credits_pending = excluded.credits_pending`,
  );
  const insertHead = db.prepare(
    `INSERT INTO chains (goal_id, seq, hash) VALUES (?, ?, ${HASH}) ON CONFLICT DO NOTHING`,
  );
  const moveHead = db.prepare(`UPDATE chains SET seq = ?, hash = ${HASH} WHERE goal_id = ? AND seq = ?`);
  return { insertTransfer, upsertAccount, insertHead, moveHead };
}
