import {
  type CivilDate,
  type Clock,
  type Digest,
  DomainError,
  type GoalId,
  type IdGenerator,
  asTransferId,
  civilDateOf,
  invalidInput,
  NotFound,
  type Store,
  type TransferId,
} from '../../shared/index.js';
import { accountKey } from '../domain/account.js';
import { type Instruction, record, transferBody } from '../domain/books.js';
import type { Transfer, TransferBody } from '../domain/transfer.js';
import type { LedgerTx } from '../ports/ledger-tx.js';

export type RecordTransfersDeps = { readonly store: Store<LedgerTx>; readonly clock: Clock; readonly digest: Digest };

/** Linked instructions for one goal: all are recorded, or none. */
export type RecordTransfersCommand = { readonly goal: GoalId; readonly instructions: readonly Instruction[] };

/**
 * Records linked transfers under ids that the caller made and stored before. The same ids with the same bodies give
 * the earlier result.
 *
 * @throws idempotency.key-reused naming the field that differs
 * @throws ledger.overdrawn ledger.pending-resolved not-found
 */
export class RecordTransfers {
  readonly #deps: RecordTransfersDeps;

  constructor(deps: RecordTransfersDeps) {
    this.#deps = deps;
  }

  async execute({ goal, instructions }: RecordTransfersCommand): Promise<readonly Transfer[]> {
    const { store, clock, digest } = this.#deps;
    return store.transact(async (tx) => {
      const books = (await tx.books.load([{ goal, accounts: 'all' }])).get(goal);
      if (books === undefined) throw new NotFound('goal', goal);
      const now = clock.now();
      // Before anything is decided: what was recorded has changed the books, and would be refused a second time.
      const earlier = await tx.transfers.findMany(instructions.map((instruction) => instruction.id));
      if (earlier.size > 0)
        return instructions.map((one) => requireSame(earlier.get(one.id), transferBody(goal, one, now)));
      const pending = instructions.flatMap((one) => ('pending' in one ? [one.pending.id] : []));
      const [resolved] = await tx.transfers.resolved(pending);
      if (resolved !== undefined) {
        throw new DomainError('ledger.pending-resolved', `Transfer ${resolved} was posted or voided before.`, {
          details: { transfer: resolved },
        });
      }
      const change = record(books, instructions, { now, digest });
      await tx.books.save([change]);
      return change.transfers;
    });
  }
}

export type ReverseTransferCommand = {
  readonly transfer: TransferId;
  readonly reason: string;
  readonly valueDate?: CivilDate | undefined;
};

/**
 * Takes a posted transfer back by a new one in the other direction, once, with a reason. Only the books move: the
 * money at the bank is the caller's to put right.
 *
 * @throws not-found input.invalid ledger.overdrawn ledger.pending-resolved
 */
export class ReverseTransfer {
  readonly #deps: RecordTransfersDeps & { readonly ids: IdGenerator };

  constructor(deps: RecordTransfersDeps & { readonly ids: IdGenerator }) {
    this.#deps = deps;
  }

  async execute({ transfer: id, reason, valueDate }: ReverseTransferCommand): Promise<Transfer> {
    const { store, clock, digest, ids } = this.#deps;
    if (reason.trim() === '') throw invalidInput({ path: 'reason', message: 'say why it is reversed' });
    return store.transact(async (tx) => {
      const original = (await tx.transfers.findMany([id])).get(id);
      if (original === undefined) throw new NotFound('transfer', id);
      if (original.phase === 'pending' || original.phase === 'void') {
        throw invalidInput({ path: 'transfer', message: `a ${original.phase} transfer moved nothing` });
      }
      if ((await tx.transfers.resolved([id])).has(id)) {
        throw new DomainError('ledger.pending-resolved', `Transfer ${id} was reversed before.`, {
          details: { transfer: id },
        });
      }
      const books = (await tx.books.load([{ goal: original.goal, accounts: 'all' }])).get(original.goal);
      if (books === undefined) throw new NotFound('goal', original.goal);
      const now = clock.now();
      const change = record(
        books,
        [{ do: 'reverse', id: asTransferId(ids.next()), original, reason, valueDate: valueDate ?? civilDateOf(now) }],
        { now, digest },
      );
      await tx.books.save([change]);
      const [reversal] = change.transfers;
      if (reversal === undefined) throw new NotFound('transfer', id);
      return reversal;
    });
  }
}

const COMPARED = ['goal', 'phase', 'amount', 'code', 'refersTo', 'subject', 'reason', 'valueDate'] as const;

function requireSame(earlier: Transfer | undefined, transfer: TransferBody): Transfer {
  if (earlier === undefined) {
    throw new DomainError('idempotency.key-reused', 'Some of these linked transfers were recorded before, some not.', {
      details: { field: 'instructions' },
    });
  }
  const field =
    COMPARED.find((name) => earlier[name] !== transfer[name]) ??
    (['debit', 'credit'] as const).find((side) => accountKey(earlier[side]) !== accountKey(transfer[side]));
  if (field === undefined) return earlier;
  throw new DomainError('idempotency.key-reused', `Transfer ${transfer.id} was recorded with another ${field}.`, {
    details: { key: transfer.id, field },
  });
}
