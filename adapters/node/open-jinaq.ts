import type { Signer } from '../../src/ledger/index.js';
import type { EventSubscriber, OutboxTx } from '../../src/outbox/index.js';
import type { Bank, Notifier } from '../../src/savings/index.js';
import { assertAlmatyZone, type Clock, type IdGenerator, type Store } from '../../src/shared/index.js';
import type { SandboxBank } from '../bank-sandbox/index.js';
import { composeUseCases, createFacade, type Facade, type OperationContext } from '../operations/index.js';
import { createIds, openSigner, sha256Digest, systemClock, verifySignature } from '../system/index.js';
import { type MessagingOptions, listenToReports, openMessaging } from './open-messaging.js';
import { openTelemetry, type Telemetry, type TelemetryOptions } from './open-telemetry.js';
import { openSubscribers } from './open-subscribers.js';
import { createNotifyingStore } from './notifying-store.js';
import { createQueueingStore, type JobIntake } from './queueing-store.js';
import { type BankConnection, openBank, type OpenedBank } from './open-bank.js';
import { openDatabaseDesk } from './database-desk.js';
import { openDatabase, type OpenedDatabase } from './open-database.js';

export type JinaqOptions = MessagingOptions &
  TelemetryOptions & {
    /** `sqlite:FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST/DATABASE`. */
    readonly db: string;
    /** `sandbox:FILE`, `sandbox::memory:`, `https://…` of a bank that serves the HTTP contract, or a bank of your own. */
    readonly bank: string | Bank;
    /** Token, TLS and patience for a bank behind HTTP. */
    readonly bankConnection?: BankConnection | undefined;
    readonly clock?: Clock | undefined;
    /** The source of ids and secrets; random ones unless a simulation wants the same ones again. */
    readonly ids?: IdGenerator | undefined;
    /** `false`: a power cut may take the last transactions of an SQLite file; for what is never kept. */
    readonly isDurable?: boolean | undefined;
    /** PEM file of the key that signs receipts; beside the database file when absent, made on first use. */
    readonly signingKey?: string | undefined;
    /** What signs receipts instead of a key in a file: a key of the bank's that does not leave its device. */
    readonly signer?: Signer | undefined;
    /** Is told every event once its transaction is committed: best effort, in this process; see the port `Notifier`. */
    readonly notifier?: Notifier | undefined;
    /** Is told why the notifier failed; the operation is kept all the same. */
    readonly onNotifierError?: ((error: unknown) => void) | undefined;
    /** Are told every event at least once and in order, whenever `events.dispatch` runs: after each crash, too. */
    readonly subscribers?: readonly EventSubscriber[] | undefined;
    /**
     * Is given the jobs that a change needs, once it is committed: the queue of `createInlineJobs` on SQLite. On Postgres
     * they go to the workers without it.
     */
    readonly queue?: JobIntake | undefined;
    /** Wraps what was opened, for tests that break things on purpose. */
    readonly decorate?: ((ports: OpenedPorts) => OpenedPorts) | undefined;
  };

export type OpenedPorts = { readonly store: Store<OutboxTx>; readonly bank: Bank };

/** Jinaq, opened: every operation as a typed method, and what they work with. */
export type Jinaq = Facade & {
  readonly context: OperationContext;
  readonly ports: OpenedPorts;
  /** The control room of the bank, when it is the sandbox. */
  readonly sandbox: SandboxBank | undefined;
  close(): Promise<void>;
};

/** How long closing waits for a notifier that is still at work. */
const LAST_NOTICES_MS = 5_000;

/**
 * Opens Jinaq over a database and a bank: `const jinaq = await openJinaq({ db: 'sqlite:savings.db', bank })`.
 * When it fails it leaves nothing open that it has opened; channels stay the caller's.
 *
 * @throws input.invalid for an address it does not know
 * @throws store.unavailable store.schema-too-new store.schema-too-old
 */
export async function openJinaq(options: JinaqOptions): Promise<Jinaq> {
  assertAlmatyZone();
  const clock = options.clock ?? systemClock;
  const bank = await openBank(options.bank, { clock, connection: options.bankConnection });
  try {
    const database = await openDatabase(options.db, { isDurable: options.isDurable });
    try {
      const ids = options.ids ?? createIds();
      const telemetry = await openTelemetry(options, ids);
      return assemble(options, { clock, ids, bank, database, telemetry, signer: signerFor(options, database) });
    } catch (error) {
      await database.close().catch(ignore);
      throw error;
    }
  } catch (error) {
    await bank.close().catch(ignore);
    throw error;
  }
}

async function closeBoth(bank: OpenedBank, database: OpenedDatabase): Promise<void> {
  try {
    await bank.close();
  } finally {
    await database.close();
  }
}

function ignore(): void {
  // Why it could not be opened is told.
}

type Opened = {
  readonly clock: Clock;
  readonly bank: OpenedBank;
  readonly ids: IdGenerator;
  readonly database: OpenedDatabase;
  readonly telemetry: Telemetry;
  readonly signer: Signer;
};

function assemble(options: JinaqOptions, parts: Opened): Jinaq {
  const { clock, ids, bank: opened, database, telemetry, signer } = parts;
  const { sandbox } = opened;
  const { notifier, onNotifierError: onError } = options;
  const queueing = options.queue === undefined ? database.store : createQueueingStore(database.store, options.queue);
  const telling = notifier && createNotifyingStore(queueing, { notifier, onError });
  const decorate = options.decorate ?? ((ports) => ports);
  const { store, bank } = telemetry.watchPorts(decorate({ store: telling ?? queueing, bank: opened.bank }));
  const messaging = openMessaging(options);
  const system = { clock, ids, digest: sha256Digest, signer, verifySignature };
  const subscribers = openSubscribers(options.subscribers ?? []);
  const ports = { store, bank, subscribers, ...system, ...messaging.ports };
  const useCases = telemetry.watchUseCases(composeUseCases(ports));
  const context: OperationContext = {
    useCases,
    signer,
    sandbox,
    sandboxChannels: messaging.sandboxChannels,
    subscribers,
    database: openDatabaseDesk(options.db),
    readMetrics: () => telemetry.readMetrics(useCases, database),
  };
  const facade = createFacade(context);
  // Last of all: what comes before may fail, and channels are the caller's until then.
  const stopListening = listenToReports(ports);
  return {
    ...facade,
    context,
    ports: { store, bank },
    sandbox,
    close: async () => {
      // Each is closed, whatever becomes of the ones before it; the first that fails is told.
      try {
        await telling?.idle(LAST_NOTICES_MS);
        await stopListening();
      } finally {
        await closeBoth(opened, database);
      }
    },
  };
}

function signerFor({ signer, signingKey }: JinaqOptions, database: OpenedDatabase): Signer {
  return signer ?? (signingKey === undefined ? database.signer() : openSigner(signingKey));
}
