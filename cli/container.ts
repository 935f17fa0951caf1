import {
  type Jinaq,
  openChannels,
  openDatabaseDesk,
  openJinaq,
  readBankConnection,
  readChannelsFile,
} from '../adapters/node/index.js';
import type { Operation } from '../adapters/operations/index.js';
import type { TelemetryLogger } from '../adapters/telemetry/index.js';
import type { Channel } from '../src/messaging/index.js';
import type { Clock } from '../src/shared/index.js';
import type { Settings } from './global-options.js';
import { note } from './terminal.js';

/** What needs neither database nor bank gets empty ones, so that no file is made where it runs. */
const NOWHERE = { db: 'sqlite::memory:', bank: 'sandbox::memory:' } as const;

/**
 * The composition root of the command line: opens Jinaq as the global options say, as far as the operation needs it.
 *
 * @throws input.invalid store.unavailable store.schema-too-new
 */
export async function openContainer(
  settings: Settings,
  { isOffline = false, sendsMessages = false }: Pick<Operation, 'isOffline' | 'sendsMessages'> = {},
): Promise<Jinaq> {
  const { now, signingKey, templates } = settings;
  const { db, bank } = isOffline ? NOWHERE : settings;
  const clock = now === undefined ? undefined : { now: () => new Date(now) };
  const isSandbox = bank.startsWith('sandbox:');
  const bankConnection = isSandbox ? undefined : await readBankConnection(settings.connection);
  const channels = sendsMessages && settings.channels !== undefined ? await openFrom(settings.channels, clock) : [];
  try {
    const logger = settings.log === undefined ? undefined : await openLog(settings.log);
    const jinaq = await openJinaq({
      logger,
      db,
      bank,
      bankConnection,
      clock,
      channels,
      templates,
      signingKey: isOffline ? undefined : signingKey,
    });
    // Whoever looks after a database does so before Jinaq can be opened over it.
    return { ...jinaq, context: { ...jinaq.context, database: openDatabaseDesk(settings.db) } };
  } catch (error) {
    await Promise.all(channels.map((channel) => channel.close()));
    throw error;
  }
}

/** Loaded on demand: most commands log nothing. */
async function openLog(file: string): Promise<TelemetryLogger> {
  const { openLogFile } = await import('../adapters/telemetry/index.js');
  return openLogFile(file);
}

async function openFrom(file: string, clock: Clock | undefined): Promise<readonly Channel[]> {
  const logger = { info: () => undefined, warn: (_fields: object, message: string) => note(message) };
  return openChannels({ ...(await readChannelsFile(file, note)), clock, logger });
}
