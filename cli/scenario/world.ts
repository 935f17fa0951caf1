import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { createSandboxChannels } from '../../adapters/notify-sandbox/index.js';
import type { Json } from '../../adapters/operations/index.js';
import type { SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { createSigner } from '../../adapters/system/index.js';
import { invalidInput, type JobRun } from '../../src/shared/index.js';
import { type Asked, createAsked, noteAsked } from '../simulate/asked.js';
import { MortalProcess, mortalPorts, ProcessDied } from './mortal-process.js';
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

/** A process of Jinaq that runs, or has died. */
type Running = {
  readonly process: MortalProcess;
  readonly jinaq: Jinaq;
  /** The database as nobody dies of it: for whoever looks on from outside. */
  readonly store: Jinaq['ports']['store'];
  readonly sandbox: SandboxBank;
  readonly jobs: InlineJobs;
};

/** Everything a scenario plays with: Jinaq over a database and a sandbox bank, and time that passes when it says so. */
export type World = { -readonly [Part in keyof Running]: Running[Part] } & {
  readonly clock: ManualClock;
  /** The runs of jobs since they were last looked at. */
  readonly runs: JobRun[];
  /** Results by the names they were saved under. */
  readonly saved: Map<string, Json>;
  /** When the bank was first asked for each transfer. */
  readonly asked: Asked;
  /** The last message that left and was looked at. */
  lastSending: number;
  /** Ends the process, if it is alive, and starts another one over the same database and bank. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the world of a scenario.
 *
 * @throws input.invalid for an address that is not known, or a bank that is real
 */
export async function openWorld({ now, steps }: Scenario, options: WorldOptions): Promise<World> {
  const { db = IN_MEMORY.db, bank = IN_MEMORY.bank, decorate, logger } = options;
  if (options.bank === undefined && db !== IN_MEMORY.db && !isPostgresAddress(db)) {
    throw invalidInput({ path: 'bank', message: 'books that stay need a bank that stays: name it with the database' });
  }
  const [clock, channels, runs] = [createManualClock(now), createSandboxChannels(), [] as JobRun[]];
  const asked = createAsked();
  const place = await placeOf(
    { db, bank },
    steps.some(({ kind }) => kind === 'process'),
  );
  const where = { ...place.where, clock, logger, signer: createSigner(), channels: channels.channels };
  const start = () => startProcess({ where, decorate, channels, runs, asked });
  try {
    const world: World = {
      ...(await start()),
      ...{ clock, runs, asked, saved: new Map(), lastSending: 0 },
      restart: async () => {
        await world.jinaq.close();
        Object.assign(world, await start());
      },
      close: async () => {
        await world.jinaq.close();
        await place.drop();
      },
    };
    return world;
  } catch (error) {
    await place.drop();
    throw error;
  }
}

type Addresses = { readonly db: string; readonly bank: string };
type Place = { readonly where: Addresses; drop(): Promise<void> };

/** Where it is played. What is in memory alone goes with its process: a story in which one dies has files of its own. */
async function placeOf({ db, bank }: Addresses, outlives: boolean): Promise<Place> {
  const scratch = await scratchAddress(db);
  if (!outlives) return { where: { db: scratch.address, bank }, drop: () => scratch.drop() };
  const folder = await mkdtemp(join(tmpdir(), 'jinaq-scenario-'));
  const where = {
    db: scratch.address === IN_MEMORY.db ? `sqlite:${join(folder, 'jinaq.db')}` : scratch.address,
    bank: bank === IN_MEMORY.bank ? `sandbox:${join(folder, 'bank.db')}` : bank,
  };
  const drop = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await scratch.drop();
  };
  return { where, drop };
}

type Start = {
  readonly where: Omit<JinaqOptions, 'decorate' | 'clock'> & { readonly clock: ManualClock };
  readonly decorate: WorldOptions['decorate'];
  readonly channels: ReturnType<typeof createSandboxChannels>;
  readonly runs: JobRun[];
  readonly asked: Asked;
};

async function startProcess({ where, decorate, channels, runs, asked }: Start): Promise<Running> {
  const process = new MortalProcess();
  let store: Jinaq['ports']['store'] | undefined;
  const opened = await openJinaq({
    ...where,
    decorate: (ports) => {
      store = ports.store;
      const mortal = mortalPorts(process, { ...ports, bank: noteAsked(ports.bank, asked, where.clock) });
      return decorate?.(mortal) ?? mortal;
    },
  });
  const { sandbox } = opened;
  if (sandbox === undefined || store === undefined) {
    await opened.close();
    throw invalidInput({
      path: 'bank',
      message: 'a scenario makes up money and time: it is played at the sandbox bank only',
    });
  }
  const jinaq = { ...opened, context: { ...opened.context, sandboxChannels: channels } };
  const jobs = createInlineJobs({
    jobs: defaultJobs(jinaq.context).map((job) => ({
      ...job,
      run: (now) => process.runJob(job.name, () => job.run(now)),
    })),
    clock: where.clock,
    onRun: (run) => {
      // A run that its process did not live to end is as if it had not been.
      if (run.status === 'completed' || !(run.error instanceof ProcessDied)) runs.push(run);
    },
  });
  return { process, jinaq, store, sandbox, jobs };
}
