import { type Digest, formatTenge, type GoalId, type Money } from '../../shared/index.js';
import { type Account, accountKey, accountName, balanceOf, emptyAccount } from './account.js';
import { applyTransfer, type Books } from './books.js';
import { canonicalTransfer, type ChainHead, chainNext, chainStart } from './chain.js';
import type { Transfer, TransferBody } from './transfer.js';

/** Something that is not as it must be, with where it is. */
export type LedgerProblem = { readonly goal: GoalId; readonly seq?: number; readonly problem: string };

/** A replay of one goal's history, page by page: what the accounts and the chain must be by its transfers alone. */
export type Replay = {
  readonly goal: GoalId;
  readonly head: ChainHead;
  readonly accounts: Map<string, Account>;
  readonly pending: Map<string, TransferBody>;
  readonly problems: LedgerProblem[];
};

export function startReplay(goal: GoalId, digest: Digest): Replay {
  return { goal, head: chainStart(goal, digest), accounts: new Map(), pending: new Map(), problems: [] };
}

/** Replays the next transfers of the chain: sequence, hashes, pending and resolved, balances. */
export function replay(state: Replay, transfers: readonly Transfer[], digest: Digest): Replay {
  let { head } = state;
  for (const transfer of transfers) {
    const report = (problem: string) => state.problems.push({ goal: state.goal, seq: transfer.seq, problem });
    if (transfer.seq !== head.seq + 1) report(`expected seq ${head.seq + 1}: an entry is missing or out of order`);
    if (digest.sha256(canonicalTransfer(transfer)) !== transfer.bodyHash) report('the entry differs from its hash');
    const next = chainNext({ seq: transfer.seq - 1, hash: head.hash }, transfer.bodyHash, digest);
    if (next.hash !== transfer.hash) report('the entry does not follow from the one before it');
    head = { seq: transfer.seq, hash: transfer.hash };
    const pending = resolvedBy(state, transfer, report);
    applyTransfer(state.accounts, transfer, pending?.amount ?? 0n);
    for (const ref of [transfer.debit, transfer.credit]) {
      const balance = balanceOf(state.accounts.get(accountKey(ref)) ?? emptyAccount(ref));
      if (balance < 0n) report(`${accountName(state.goal, ref)} is below zero`);
    }
  }
  return { ...state, head };
}

/** What is stored of a goal's books. */
type Stored = Pick<Books, 'head' | 'accounts'>;

/** What is wrong with the books of a goal by its transfers, all of which are given, in the order of their chain. */
export function findLedgerProblems(
  goal: GoalId,
  books: Stored,
  transfers: readonly Transfer[],
  digest: Digest,
): readonly LedgerProblem[] {
  return compareReplay(replay(startReplay(goal, digest), transfers, digest), books);
}

/** Compares the replayed accounts and chain with the stored ones, and the bank's side with what is owed. */
export function compareReplay(state: Replay, books: Stored): readonly LedgerProblem[] {
  const problems = [...state.problems];
  const report = (problem: string) => problems.push({ goal: state.goal, problem });
  if (state.head.seq !== books.head.seq) {
    report(`the chain ends at ${state.head.seq}, its stored head is ${books.head.seq}`);
  } else if (state.head.hash !== books.head.hash) {
    report(`the chain ends at ${state.head.seq} with another hash than its stored head`);
  }
  for (const key of new Set([...state.accounts.keys(), ...books.accounts.keys()])) {
    const replayed = state.accounts.get(key);
    const stored = books.accounts.get(key);
    const ref = (stored ?? replayed)?.ref;
    if (ref && !isSameAccount(replayed ?? emptyAccount(ref), stored ?? emptyAccount(ref))) {
      report(`${accountName(state.goal, ref)} differs from its transfers`);
    }
  }
  const { held, owed } = positionOf(books);
  if (held !== owed) report(`the bank account holds ${formatTenge(held)}, owed are ${formatTenge(owed)}`);
  return problems;
}

/** What the goal's bank account holds and what is owed to members or not shared out yet; the two are equal. */
export function positionOf(books: Pick<Books, 'accounts'>): { readonly held: Money; readonly owed: Money } {
  let held = 0n;
  let owed = 0n;
  for (const account of books.accounts.values()) {
    if (account.ref.kind === 'bank') held += balanceOf(account);
    else owed += balanceOf(account);
  }
  return { held, owed };
}

function resolvedBy(state: Replay, transfer: Transfer, report: (problem: string) => void): TransferBody | undefined {
  if (transfer.phase === 'pending') state.pending.set(transfer.id, transfer);
  if (transfer.phase !== 'post' && transfer.phase !== 'void') return undefined;
  const pending = state.pending.get(transfer.refersTo ?? '');
  if (pending === undefined) report('it resolves a transfer that is not pending');
  else state.pending.delete(pending.id);
  return pending;
}

function isSameAccount(a: Account, b: Account): boolean {
  return (
    a.debitsPosted === b.debitsPosted &&
    a.creditsPosted === b.creditsPosted &&
    a.debitsPending === b.debitsPending &&
    a.creditsPending === b.creditsPending
  );
}
