import { type Jinaq, openJinaq, readBankConnection } from '../adapters/node/index.js';
import type { Settings } from './global-options.js';

/** What needs neither database nor bank gets empty ones, so that no file is made where it runs. */
const NOWHERE = { db: 'sqlite::memory:', bank: 'sandbox::memory:' } as const;

/**
 * The composition root of the command line: opens Jinaq as the global options say.
 *
 * @throws input.invalid store.unavailable store.schema-too-new
 */
export async function openContainer(settings: Settings, isOffline = false): Promise<Jinaq> {
  const { now, signingKey } = settings;
  const { db, bank } = isOffline ? NOWHERE : settings;
  const clock = now === undefined ? undefined : { now: () => new Date(now) };
  const isSandbox = bank.startsWith('sandbox:');
  const bankConnection = isSandbox ? undefined : await readBankConnection(settings.connection);
  return openJinaq({ db, bank, bankConnection, clock, signingKey: isOffline ? undefined : signingKey });
}
