import type { Digest } from '../../shared/index.js';
import { checkReceipt, type Receipt, signedText } from '../domain/receipt.js';
import type { VerifySignature } from '../ports/signer.js';

export type VerifyReceiptDeps = { readonly digest: Digest; readonly verifySignature: VerifySignature };

/**
 * Checks a receipt with the bank's public key alone, without any database: its entries, its chain, its sums and the
 * signature. Names what was changed, removed, moved or cut off.
 */
export class VerifyReceipt {
  readonly #deps: VerifyReceiptDeps;

  constructor(deps: VerifyReceiptDeps) {
    this.#deps = deps;
  }

  execute(receipt: Receipt, publicKey: string): { readonly ok: boolean; readonly problems: readonly string[] } {
    const { digest, verifySignature } = this.#deps;
    const problems = [...checkReceipt(receipt, digest)];
    if (!verifySignature(signedText(receipt), receipt.signature, publicKey)) {
      problems.push('the signature is not the bank’s for these sums and this hash');
    }
    return { ok: problems.length === 0, problems };
  }
}
