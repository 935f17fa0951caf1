import type { ClientId, Digest, GoalId, Money } from '../../shared/index.js';
import { canonicalText, type ChainHead, chainNext, chainStart, type TransferText, transferText } from './chain.js';
import { isOwnTransfer, type Transfer } from './transfer.js';

/** One link of a receipt: a member's own transfer in full, or only the hash of somebody else's. */
export type ReceiptLink = { readonly seq: number; readonly bodyHash: string; readonly transfer?: TransferText };

/** A member's proof: it verifies with the bank's public key alone, and others' sums stay private. */
export type Receipt = {
  readonly format: 'jinaq-receipt/1';
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly issuedAt: string;
  readonly principal: string;
  readonly interest: string;
  readonly head: ChainHead;
  readonly links: readonly ReceiptLink[];
  /** Ed25519 over the receipt's text without this field. */
  readonly signature: string;
};

/** A receipt that the bank has not signed yet. */
export type UnsignedReceipt = Omit<Receipt, 'signature'>;

export function receiptLink(transfer: Transfer, client: ClientId): ReceiptLink {
  const { seq, bodyHash } = transfer;
  return isOwnTransfer(transfer, client) ? { seq, bodyHash, transfer: transferText(transfer) } : { seq, bodyHash };
}

/**
 * The text that is signed: the head seals every link, so it stands for all of them. One line a field, as
 * `name=value`.
 */
export function signedText(receipt: UnsignedReceipt): string {
  const { format, goal, client, issuedAt, principal, interest, head } = receipt;
  return (
    `${format}\ngoal=${goal}\nclient=${client}\nissuedAt=${issuedAt}\nprincipal=${principal}\n` +
    `interest=${interest}\nseq=${head.seq}\nhash=${head.hash}\n`
  );
}

/**
 * Checks everything that a receipt says with nothing but the receipt: each own entry against its hash, the chain link
 * by link to the signed head, and the member's sums against their entries. The signature is the caller's to check.
 */
export function checkReceipt(receipt: UnsignedReceipt, digest: Digest): readonly string[] {
  const problems: string[] = [];
  let head = chainStart(receipt.goal, digest);
  for (const link of receipt.links) {
    if (link.seq !== head.seq + 1) {
      problems.push(`entry ${link.seq} stands where ${head.seq + 1} belongs: an entry was removed or moved`);
    }
    if (link.transfer !== undefined && digest.sha256(canonicalText(link.transfer)) !== link.bodyHash) {
      problems.push(`entry ${link.seq} was changed: it does not match its hash`);
    }
    head = chainNext({ seq: link.seq - 1, hash: head.hash }, link.bodyHash, digest);
  }
  if (head.seq < receipt.head.seq) problems.push(`the last ${receipt.head.seq - head.seq} entries are missing`);
  if (head.seq > receipt.head.seq) problems.push(`there are ${head.seq - receipt.head.seq} entries too many`);
  if (head.hash !== receipt.head.hash) problems.push('the entries do not lead to the signed hash');
  for (const kind of ['principal', 'interest'] as const) {
    const sum = balanceFrom(receipt, `${kind}:${receipt.goal}:${receipt.client}`);
    if (tiynOf(receipt[kind]) !== sum) problems.push(`the ${kind} is not what the entries add up to`);
  }
  return problems;
}

function balanceFrom(receipt: UnsignedReceipt, account: string): Money {
  let balance = 0n;
  for (const { transfer } of receipt.links) {
    if (transfer === undefined || (transfer.phase !== 'posted' && transfer.phase !== 'post')) continue;
    // An amount that is none was reported above: it does not match its hash.
    const amount = tiynOf(transfer.amount) ?? 0n;
    if (transfer.credit === account) balance += amount;
    if (transfer.debit === account) balance -= amount;
  }
  return balance;
}

/** Whoever changed the receipt could have written anything: no amount may stop the check. */
function tiynOf(text: string): Money | undefined {
  return /^-?\d+\.\d\d$/.test(text) ? BigInt(text.replace('.', '')) : undefined;
}
