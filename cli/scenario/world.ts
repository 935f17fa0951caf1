import {
  createInlineJobs,
  createManualClock,
  type InlineJobs,
  type ManualClock,
} from '../../adapters/jobs-inline/index.js';
import {
  defaultJobs,
  isPostgresAddress,
  type Jinaq,
  type JinaqOptions,
  openJinaq,
  scratchAddress,
} from '../../adapters/node/index.js';
import type { Json } from '../../adapters/operations/index.js';
import type { SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { createSigner } from '../../adapters/system/index.js';
import { invalidInput, type JobRun } from '../../src/shared/index.js';
import type { Scenario } from './scenario.js';

const IN_MEMORY = { db: 'sqlite::memory:', bank: 'sandbox::memory:' } as const;

/** Where a scenario is played; in memory unless it says otherwise. At Postgres it is played in a schema of its own. */
export type WorldOptions = {
  readonly db?: string | undefined;
  readonly bank?: string | undefined;
  readonly decorate?: JinaqOptions['decorate'];
  /** Is told what is done. */
  readonly logger?: JinaqOptions['logger'];
};

/** Everything a scenario plays with: Jinaq over a database and a sandbox bank, and time that passes when it says so. */
export type World = {
  readonly jinaq: Jinaq;
  readonly store: Jinaq['ports']['store'];
  readonly sandbox: SandboxBank;
  readonly clock: ManualClock;
  readonly jobs: InlineJobs;
  /** The runs of jobs since they were last looked at. */
  readonly runs: JobRun[];
  /** Results by the names they were saved under. */
  readonly saved: Map<string, Json>;
  /** The last message that left and was looked at. */
  lastSending: number;
  close(): Promise<void>;
};

/**
 * Opens the world of a scenario.
 *
 * @throws input.invalid for an address that is not known, or a bank that is real
 */
export async function openWorld({ now }: Scenario, options: WorldOptions): Promise<World> {
  const { db = IN_MEMORY.db, bank = IN_MEMORY.bank, decorate, logger } = options;
  if (options.bank === undefined && db !== IN_MEMORY.db && !isPostgresAddress(db)) {
    throw invalidInput({ path: 'bank', message: 'books that stay need a bank that stays: name it with the database' });
  }
  const clock = createManualClock(now);
  const scratch = await scratchAddress(db);
  const where = { db: scratch.address, bank, clock, decorate, logger };
  const jinaq = await openJinaq({ ...where, signer: createSigner(), channels: 'sandbox' });
  const close = async (): Promise<void> => {
    await jinaq.close();
    await scratch.drop();
  };
  const { sandbox } = jinaq;
  if (sandbox === undefined) {
    await close();
    throw invalidInput({
      path: 'bank',
      message: 'a scenario makes up money and time: it is played at the sandbox bank only',
    });
  }
  const runs: JobRun[] = [];
  const jobs = createInlineJobs({ jobs: defaultJobs(jinaq.context), clock, onRun: (run) => runs.push(run) });
  return { jinaq, store: jinaq.ports.store, sandbox, clock, jobs, runs, saved: new Map(), lastSending: 0, close };
}
