import { type Digest, formatInstant, formatTenge, type GoalId } from '../../shared/index.js';
import { accountName } from './account.js';
import type { TransferBody } from './transfer.js';

/** The last link of a goal's chain: how many transfers there are, and the hash that seals them all. */
export type ChainHead = { readonly seq: number; readonly hash: string };

/**
 * The canonical form of a transfer, version 1: its fields in this order, one a line as `name=value`, an absent value
 * empty, money in tenge with two decimals, accounts by full name, text as a JSON string. The random part of the
 * transfer's UUIDv7 is the salt that keeps a sum from being guessed from its hash.
 */
export function canonicalTransfer(body: TransferBody): string {
  return (
    `jinaq-transfer=1\nid=${body.id}\ngoal=${body.goal}\nphase=${body.phase}\n` +
    `debit=${accountName(body.goal, body.debit)}\ncredit=${accountName(body.goal, body.credit)}\n` +
    `amount=${formatTenge(body.amount)}\ncode=${body.code}\nrefersTo=${body.refersTo ?? ''}\n` +
    `subject=${body.subject ?? ''}\nreason=${body.reason === null ? '' : JSON.stringify(body.reason)}\n` +
    `valueDate=${body.valueDate}\nrecordedAt=${formatInstant(body.recordedAt)}\n`
  );
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
