import type { Bank } from '../../src/savings/index.js';
import { type Clock, invalidInput } from '../../src/shared/index.js';
import type { HttpBankOptions } from '../bank-http/index.js';
import { openSandboxBank, type SandboxBank } from '../bank-sandbox/index.js';

/** How a bank behind HTTP is reached: everything but its address. */
export type BankConnection = Omit<HttpBankOptions, 'baseUrl'>;

/** A bank, and how to be done with it. */
export type OpenedBank = {
  readonly bank: Bank;
  /** The control room of the bank, when it is the sandbox. */
  readonly sandbox: SandboxBank | undefined;
  /** Closes what was opened here; a bank of the caller's own stays as it is. */
  close(): Promise<void>;
};

const SANDBOX = 'sandbox:';

/**
 * Opens the bank at an address: `sandbox:FILE`, `sandbox::memory:`, or the address of a bank that serves the HTTP
 * contract. A bank of the caller's own is taken as it is.
 *
 * @throws input.invalid for an address that is not known, or a connection that makes no sense
 */
export async function openBank(
  address: string | Bank,
  { clock, connection = {} }: { readonly clock: Clock; readonly connection?: BankConnection | undefined },
): Promise<OpenedBank> {
  if (typeof address !== 'string') return { bank: address, sandbox: undefined, close: () => Promise.resolve() };
  if (isHttpAddress(address)) {
    // Loaded on demand: who plays at the sandbox does not wait for an HTTP client.
    const { openHttpBank } = await import('../bank-http/index.js');
    const bank = openHttpBank({ ...connection, baseUrl: address });
    return { bank, sandbox: undefined, close: () => bank.close() };
  }
  const sandbox = openSandboxBank({ path: sandboxPath(address), clock });
  return { bank: sandbox, sandbox, close: async () => sandbox.close() };
}

/**
 * The file of the sandbox bank that an address names.
 *
 * @throws input.invalid for any other address
 */
export function sandboxPath(address: string): string {
  if (address.startsWith(SANDBOX) && address.length > SANDBOX.length) return address.slice(SANDBOX.length);
  // Not the whole of it: an address may hold a password.
  const scheme = address.split(':', 1)[0] ?? '';
  throw invalidInput({
    path: 'bank',
    message: `must be sandbox:FILE, sandbox::memory:, https://HOST or http://localhost:PORT, not ${scheme}:…`,
  });
}

function isHttpAddress(address: string): boolean {
  return /^https?:/i.test(address);
}
