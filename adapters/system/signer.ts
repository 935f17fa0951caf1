import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Signer, VerifySignature } from '../../src/ledger/index.js';
import { invalidInput } from '../../src/shared/index.js';

/** A signer with a key that lives as long as the process: for tests and in-memory databases. */
export function createSigner(privateKey: KeyObject = generateKeyPairSync('ed25519').privateKey): Signer {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string;
  return { publicKey, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64') };
}

/**
 * The signer whose Ed25519 key is in this PEM file (PKCS #8). The file is made, readable by its owner alone, when it
 * does not exist.
 *
 * @throws input.invalid when the file holds something else
 */
export function openSigner(file: string): Signer {
  try {
    // 'wx' makes exactly one of several processes that start at once the maker of the key.
    writeFileSync(file, newKeyPem(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code !== 'EEXIST') throw invalidInput({ path: 'signing-key', message: `${file} cannot be made (${code})` });
  }
  return createSigner(readKey(file));
}

/** Checks an Ed25519 signature; a key or a signature that does not parse is simply not right. */
export const verifySignature: VerifySignature = (text, signature, publicKey) => {
  try {
    const key = createPublicKey(publicKey);
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
};

function newKeyPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file, 'utf8'));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below together with the other ways in which it is not the key.
  }
  throw invalidInput({ path: 'signing-key', message: `${file} does not hold an Ed25519 private key in PEM` });
}
