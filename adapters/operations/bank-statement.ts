import { addDays, type CivilDate, invalidInput, startOfDay } from '../../src/shared/index.js';
import { writeStatements, type WrittenStatements } from '../bank-files/index.js';
import type { SandboxBank } from '../bank-sandbox/index.js';

/** Which statements the sandbox bank writes into a file. */
export type StatementOrder = {
  readonly out: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** By number, or by client; every savings account when absent. */
  readonly account?: string | undefined;
  readonly version?: '02' | '08' | undefined;
};

/**
 * Writes statements of the sandbox bank as a real bank sends them (camt.053).
 *
 * @throws input.invalid not-found conflict
 */
export async function writeBankStatement(
  bank: SandboxBank,
  { out: file, from, to, account, version = '08' }: StatementOrder,
): Promise<WrittenStatements> {
  const named = account === undefined ? await savingsAccounts(bank) : [(await bank.show(account)).account];
  if (named.length === 0) throw invalidInput({ path: 'account', message: 'the bank has no savings account yet' });
  const statements = async function* () {
    for (const number of named) yield await bank.statement({ account: number, from, to });
  };
  // Of the same period the same file, whenever it is written.
  const createdAt = startOfDay(addDays(to, 1));
  return writeStatements({ file, version, messageId: `SANDBOX-${from}-${to}`, createdAt, statements: statements() });
}

async function savingsAccounts(bank: SandboxBank): Promise<readonly string[]> {
  return (await bank.accounts()).flatMap(({ account, kind }) => (kind === 'savings' ? [account] : []));
}
