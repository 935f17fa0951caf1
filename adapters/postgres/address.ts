import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { invalidInput } from '../../src/shared/index.js';

/** Where a database is and how it is reached. What is absent comes from PGUSER, PGPASSWORD and the like. */
export type Connection = {
  readonly host: string;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly ssl: false | ConnectionOptions;
  /** The schema that holds Jinaq's tables. */
  readonly schema: string;
  readonly applicationName: string;
};

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'schema', 'application_name'] as const;
const DEFAULT_SCHEMA = 'jinaq';

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…&schema=…`. A server that is not on this machine is reached by
 * TLS with its certificate and name verified, whatever weaker mode is named; only `disable` and `no-verify` say otherwise.
 *
 * @throws input.invalid for an address that cannot be read, or a parameter that is not known
 */
export function parseAddress(address: string): Connection {
  if (!/^postgres(ql)?:\/\//.test(address) || !URL.canParse(address)) {
    throw invalidInput({ path: 'db', message: 'must be postgres://USER@HOST/DATABASE' });
  }
  const url = new URL(address);
  for (const name of url.searchParams.keys()) {
    if (!(PARAMETERS as readonly string[]).includes(name)) {
      throw invalidInput({ path: 'db', message: `the parameter ${name} is not one of ${PARAMETERS.join(', ')}` });
    }
  }
  const parameter = (name: (typeof PARAMETERS)[number]) => url.searchParams.get(name) || undefined;
  const host = parameter('host') ?? (decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost');
  const schema = parameter('schema') ?? DEFAULT_SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw invalidInput({ path: 'db', message: 'the schema is named by a-z, 0-9 and _, beginning with a letter' });
  }
  return {
    host,
    port: url.port === '' ? undefined : Number(url.port),
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)) || undefined,
    ssl: tlsOf(host, parameter),
    schema,
    applicationName: parameter('application_name') ?? 'jinaq',
  };
}

function tlsOf(host: string, parameter: (name: (typeof PARAMETERS)[number]) => string | undefined): Connection['ssl'] {
  const mode = parameter('sslmode') ?? (isLocal(host) ? 'disable' : 'verify-full');
  if (!(SSL_MODES as readonly string[]).includes(mode)) {
    throw invalidInput({ path: 'db', message: `sslmode must be one of ${SSL_MODES.join(', ')}` });
  }
  if (mode === 'disable') return false;
  const [ca, cert, key] = (['sslrootcert', 'sslcert', 'sslkey'] as const).map((name) => fileOf(name, parameter(name)));
  return {
    rejectUnauthorized: mode !== 'no-verify',
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** This machine: a socket in a folder, or the loopback network. */
function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function fileOf(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalidInput({ path: 'db', message: `the file ${path} of ${name} cannot be read` });
  }
}
