import {
  type CivilDate,
  type Digest,
  DomainError,
  type GoalId,
  invariant,
  MAX_MONEY,
  type Money,
  type TransferId,
} from '../../shared/index.js';
import { type Account, type AccountRef, accountKey, accountName, availableOf, emptyAccount } from './account.js';
import { canonicalTransfer, type ChainHead, chainNext } from './chain.js';
import type { Transfer, TransferBody, TransferCode, TransferPhase } from './transfer.js';

/** The accounts of one goal that a decision needs, and the head of the goal's chain. */
export type Books = {
  readonly goal: GoalId;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly head: ChainHead;
};

type Move = {
  readonly id: TransferId;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  readonly amount: Money;
  readonly code: TransferCode;
  readonly valueDate: CivilDate;
  readonly subject?: string | null | undefined;
  readonly reason?: string | null | undefined;
};

type Resolution = { readonly id: TransferId; readonly pending: TransferBody; readonly reason?: string | undefined };

/** One thing to do to the books. Several given together are linked: all or nothing. */
export type Instruction =
  | ({ readonly do: 'post' } & Move)
  | ({ readonly do: 'hold' } & Move)
  /** Posts a pending transfer, in full or less; the rest of it is released. */
  | ({ readonly do: 'post-pending'; readonly amount?: Money; readonly valueDate: CivilDate } & Resolution)
  | ({ readonly do: 'void-pending' } & Resolution)
  /** Takes a posted transfer back by its mirror image, with a reason. */
  | {
      readonly do: 'reverse';
      readonly id: TransferId;
      readonly original: TransferBody;
      readonly reason: string;
      readonly valueDate: CivilDate;
    };

export type RecordContext = { readonly now: Date; readonly digest: Digest };

/** The account with this name, empty when nothing was ever booked on it. */
export function accountIn(books: Books, ref: AccountRef): Account {
  return books.accounts.get(accountKey(ref)) ?? emptyAccount(ref);
}

/**
 * Records linked instructions: the new books and the transfers to append, or an error and nothing.
 *
 * @throws ledger.overdrawn when an account would go below zero
 */
export function record(
  books: Books,
  instructions: readonly Instruction[],
  context: RecordContext,
): { readonly books: Books; readonly transfers: readonly Transfer[] } {
  const accounts = new Map(books.accounts);
  const transfers: Transfer[] = [];
  let head = books.head;
  for (const instruction of instructions) {
    const body = transferBody(books.goal, instruction, context.now);
    invariant(body.amount > 0n && body.amount <= MAX_MONEY, `transfer ${body.id} has the amount ${body.amount}`);
    const released = 'pending' in instruction ? instruction.pending.amount : 0n;
    applyTransfer(accounts, body, released);
    // After each, not once at the end: a replay of the chain does not know which transfers were linked.
    refuseOverdraft(books.goal, accounts, body.debit);
    refuseOverdraft(books.goal, accounts, body.credit);
    const bodyHash = context.digest.sha256(canonicalTransfer(body));
    head = chainNext(head, bodyHash, context.digest);
    transfers.push(sealed(body, bodyHash, head));
  }
  return { books: { goal: books.goal, accounts, head }, transfers };
}

/** Written out like the body, for the same reason. */
function sealed(body: TransferBody, bodyHash: string, { seq, hash }: ChainHead): Transfer {
  const { id, goal, phase, debit, credit, amount, code, refersTo, subject, reason, valueDate, recordedAt } = body;
  return {
    id,
    goal,
    phase,
    debit,
    credit,
    amount,
    code,
    refersTo,
    subject,
    reason,
    valueDate,
    recordedAt,
    seq,
    bodyHash,
    hash,
  };
}

/** What the transfer of an instruction will say. */
export function transferBody(goal: GoalId, instruction: Instruction, recordedAt: Date): TransferBody {
  const { id, reason = null } = instruction;
  const { phase, debit, credit, amount, code, refersTo, subject, valueDate } = movementOf(instruction);
  // Written out: millions of transfers of one shape, where spreading would give each a shape of its own.
  return { id, goal, phase, debit, credit, amount, code, refersTo, subject, reason, valueDate, recordedAt };
}

function movementOf(instruction: Instruction): Omit<TransferBody, 'id' | 'goal' | 'reason' | 'recordedAt'> {
  switch (instruction.do) {
    case 'post':
    case 'hold': {
      const { debit, credit, amount, code, valueDate, subject = null } = instruction;
      const phase: TransferPhase = instruction.do === 'post' ? 'posted' : 'pending';
      return { phase, debit, credit, amount, code, refersTo: null, subject, valueDate };
    }
    case 'post-pending': {
      const { debit, credit, code, subject, id: refersTo, amount: held } = instruction.pending;
      const { amount = held, valueDate } = instruction;
      invariant(amount <= held, `pending transfer ${refersTo} holds less than ${amount}`);
      return { phase: 'post', debit, credit, amount, code, refersTo, subject, valueDate };
    }
    case 'void-pending': {
      const { debit, credit, code, subject, id: refersTo, amount, valueDate } = instruction.pending;
      return { phase: 'void', debit, credit, amount, code, refersTo, subject, valueDate };
    }
    case 'reverse': {
      const { debit, credit, subject, id: refersTo, amount } = instruction.original;
      const { valueDate } = instruction;
      return { phase: 'posted', debit: credit, credit: debit, amount, code: 'reversal', refersTo, subject, valueDate };
    }
  }
}

/** Moves a transfer's amount on its two accounts; `released` is what the pending transfer it resolves had reserved. */
export function applyTransfer(accounts: Map<string, Account>, body: TransferBody, released: Money): void {
  move(accounts, body.debit, (account) => debited(account, body, released));
  move(accounts, body.credit, (account) => credited(account, body, released));
}

function move(accounts: Map<string, Account>, ref: AccountRef, change: (account: Account) => Account): void {
  const key = accountKey(ref);
  accounts.set(key, change(accounts.get(key) ?? emptyAccount(ref)));
}

function debited(account: Account, body: TransferBody, released: Money): Account {
  const { debitsPosted, debitsPending } = account;
  switch (body.phase) {
    case 'pending':
      return { ...account, debitsPending: debitsPending + body.amount };
    case 'void':
      return { ...account, debitsPending: debitsPending - released };
    case 'post':
    case 'posted':
      return { ...account, debitsPosted: debitsPosted + body.amount, debitsPending: debitsPending - released };
  }
}

function credited(account: Account, body: TransferBody, released: Money): Account {
  const { creditsPosted, creditsPending } = account;
  switch (body.phase) {
    case 'pending':
      return { ...account, creditsPending: creditsPending + body.amount };
    case 'void':
      return { ...account, creditsPending: creditsPending - released };
    case 'post':
    case 'posted':
      return { ...account, creditsPosted: creditsPosted + body.amount, creditsPending: creditsPending - released };
  }
}

function refuseOverdraft(goal: GoalId, accounts: ReadonlyMap<string, Account>, ref: AccountRef): void {
  const account = accounts.get(accountKey(ref));
  invariant(account !== undefined, 'a moved account is in the books');
  invariant(account.debitsPending >= 0n && account.creditsPending >= 0n, `${accountName(goal, ref)} releases too much`);
  const available = availableOf(account);
  if (available < 0n) {
    throw new DomainError('ledger.overdrawn', `${accountName(goal, ref)} lacks ${-available} tiyn.`, {
      details: { account: accountName(goal, ref), lacking: -available },
    });
  }
}
