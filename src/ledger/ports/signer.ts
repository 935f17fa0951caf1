/** The bank's Ed25519 key (RFC 8032). Signatures are base64, the public key is SubjectPublicKeyInfo in PEM. */
export type Signer = {
  readonly publicKey: string;
  sign(text: string): string;
};

/** Checks a signature with the bank's public key; false for a key or signature that does not even parse. */
export type VerifySignature = (text: string, signature: string, publicKey: string) => boolean;
