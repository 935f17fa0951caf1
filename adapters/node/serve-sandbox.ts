import type { Clock } from '../../src/shared/index.js';
import type { CallCounts, ServeBankOptions } from '../bank-http/index.js';
import { openSandboxBank } from '../bank-sandbox/index.js';
import { systemClock } from '../system/index.js';
import { readText, readToken } from './bank-connection.js';
import { sandboxPath } from './open-bank.js';

/** Which sandbox bank is served, where, and what goes wrong on the way. */
export type ServeSandboxOptions = Pick<ServeBankOptions, 'faults' | 'host' | 'port' | 'seed'> & {
  /** `sandbox:FILE` or `sandbox::memory:`. */
  readonly bank: string;
  readonly clock?: Clock | undefined;
  /** The bearer token that each call must carry, or a file that holds it. */
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** PEM files. With `ca`, only clients with a certificate that it has signed are served. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string | undefined } | undefined;
};

/** A sandbox bank that is being served. */
export type ServedSandbox = {
  readonly url: string;
  readonly port: number;
  counts(): CallCounts;
  /** Lets calls under way come to their end, then closes the bank. */
  close(): Promise<void>;
};

/**
 * Puts the sandbox bank behind the HTTP contract. Its file may be open elsewhere at the same time: that is how a tester
 * funds accounts and lets calls go wrong while it is served.
 *
 * @throws input.invalid for a bank that is not the sandbox, a file that cannot be read, a fault that makes no sense, or
 * an address at which nobody can listen
 */
export async function serveSandbox(options: ServeSandboxOptions): Promise<ServedSandbox> {
  const { clock = systemClock, bank: address, token, tokenFile, tls: files, ...where } = options;
  const path = sandboxPath(address);
  const tls = files && {
    cert: (await readText(files.cert, 'tls-cert')) ?? '',
    key: (await readText(files.key, 'tls-key')) ?? '',
    ca: await readText(files.ca, 'tls-ca'),
  };
  const secret = await readToken({ token, tokenFile });
  // Loaded on demand, as the client is: no other command needs an HTTP server.
  const { serveBank } = await import('../bank-http/index.js');
  const sandbox = openSandboxBank({ path, clock });
  try {
    const served = await serveBank(sandbox, { ...where, tls, token: secret });
    const close = async () => {
      try {
        await served.close();
      } finally {
        sandbox.close();
      }
    };
    return { url: served.url, port: served.port, counts: () => served.faults.counts(), close };
  } catch (error) {
    sandbox.close();
    throw error;
  }
}
