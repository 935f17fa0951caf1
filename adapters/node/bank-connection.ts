import { readFile } from 'node:fs/promises';
import { invalidInput } from '../../src/shared/index.js';
import type { BankConnection } from './open-bank.js';

/** Where a program that is run by hand finds what the bank asks for: a secret is in a file or in the environment. */
export type BankConnectionFiles = {
  /** The bearer token itself, from the environment. */
  readonly token?: string | undefined;
  /** A file that holds the token on one line; it wins over `token`. */
  readonly tokenFile?: string | undefined;
  /** PEM file of the authority that signed the bank's certificate. */
  readonly caFile?: string | undefined;
  /** PEM files of our own certificate and its key, for a bank that asks for them. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly allowPlainHttp?: boolean | undefined;
};

/**
 * Reads what the bank asks for. What is in the files is never part of an error.
 *
 * @throws input.invalid naming the option whose file cannot be read
 */
export async function readBankConnection(files: BankConnectionFiles): Promise<BankConnection> {
  const { caFile, certFile, keyFile, timeoutMs, allowPlainHttp } = files;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw invalidInput({ path: 'bank-cert', message: 'a certificate and its key are given together' });
  }
  const [ca, cert, key] = await Promise.all([
    readText(caFile, 'bank-ca'),
    readText(certFile, 'bank-cert'),
    readText(keyFile, 'bank-key'),
  ]);
  return { token: await readToken(files), tls: { ca, cert, key }, timeoutMs, allowPlainHttp };
}

/** The token that calls of a bank carry; undefined when there is none. @throws input.invalid */
export async function readToken({
  token,
  tokenFile,
}: Pick<BankConnectionFiles, 'token' | 'tokenFile'>): Promise<string | undefined> {
  const found = (await readText(tokenFile, 'bank-token-file'))?.trim() ?? token;
  if (found !== '') return found;
  throw invalidInput({ path: 'bank-token-file', message: 'the token is empty' });
}

/** @throws input.invalid naming the option */
export async function readText(file: string | undefined, path: string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw invalidInput({ path, message: `${file} cannot be read (${code})` });
  }
}
