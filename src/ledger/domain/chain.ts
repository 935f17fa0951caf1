import { type Digest, formatInstant, formatTenge, type GoalId } from '../../shared/index.js';
import { accountName } from './account.js';
import type { TransferBody } from './transfer.js';

/** The last link of a goal's chain: how many transfers there are, and the hash that seals them all. */
export type ChainHead = { readonly seq: number; readonly hash: string };

/** A transfer's fields as text: money in tenge with two decimals, accounts by full name, an absent value empty. */
export type TransferText = {
  readonly id: string;
  readonly goal: string;
  readonly phase: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly code: string;
  readonly refersTo: string;
  readonly subject: string;
  /** A JSON string, so that it stays on its line. */
  readonly reason: string;
  readonly valueDate: string;
  readonly recordedAt: string;
};

export function transferText(body: TransferBody): TransferText {
  return {
    id: body.id,
    goal: body.goal,
    phase: body.phase,
    debit: accountName(body.goal, body.debit),
    credit: accountName(body.goal, body.credit),
    amount: formatTenge(body.amount),
    code: body.code,
    refersTo: body.refersTo ?? '',
    subject: body.subject ?? '',
    reason: body.reason === null ? '' : JSON.stringify(body.reason),
    valueDate: body.valueDate,
    recordedAt: formatInstant(body.recordedAt),
  };
}

/** The canonical form of a transfer, version 1: its fields in this order, one a line as `name=value`. */
export function canonicalText(text: TransferText): string {
  return (
    `jinaq-transfer=1\nid=${text.id}\ngoal=${text.goal}\nphase=${text.phase}\n` +
    `debit=${text.debit}\ncredit=${text.credit}\namount=${text.amount}\ncode=${text.code}\n` +
    `refersTo=${text.refersTo}\nsubject=${text.subject}\nreason=${text.reason}\n` +
    `valueDate=${text.valueDate}\nrecordedAt=${text.recordedAt}\n`
  );
}

/**
 * The canonical form of a transfer, over which its body hash is taken. The random part of the transfer's UUIDv7 is the
 * salt that keeps a sum from being guessed from its hash.
 */
export function canonicalTransfer(body: TransferBody): string {
  return canonicalText(transferText(body));
}

/** The head of a chain without transfers: it binds the chain to its goal. */
export function chainStart(goal: GoalId, digest: Digest): ChainHead {
  return { seq: 0, hash: digest.sha256(`jinaq-chain=1\ngoal=${goal}\n`) };
}

/** The next head: SHA-256 of `PREVIOUS_HASH:SEQ:BODY_HASH` in ASCII, hashes in lower-case hexadecimal. */
export function chainNext(head: ChainHead, bodyHash: string, digest: Digest): ChainHead {
  const seq = head.seq + 1;
  return { seq, hash: digest.sha256(`${head.hash}:${seq}:${bodyHash}`) };
}
