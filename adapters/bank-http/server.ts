import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Bank } from '../../src/savings/index.js';
import { invalidInput } from '../../src/shared/index.js';
import { mountContract } from './mount.js';
import type { BankLogger } from './options.js';
import { type HttpFault, HttpFaults } from './server-faults.js';
import { requireToken } from './token.js';

/** Where and how a bank is served. */
export type ServeBankOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** 127.0.0.1 when absent: seen by this machine alone. */
  readonly host?: string | undefined;
  /** PEM. With `ca`, only clients with a certificate that it has signed are served. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string | undefined } | undefined;
  /** The bearer token that each request must carry. */
  readonly token?: string | undefined;
  /** Faults from the beginning. */
  readonly faults?: readonly HttpFault[] | undefined;
  /** Fixes which calls are met by faults with a rate; 1 when absent. */
  readonly seed?: number | undefined;
  readonly logger?: BankLogger | undefined;
};

/** A bank that is being served. */
export type ServedBank = {
  readonly url: string;
  readonly port: number;
  readonly faults: HttpFaults;
  /** Stops listening, lets requests under way come to their end and closes the connections. */
  close(): Promise<void>;
};

/** The longest request, in bytes; a transfer takes less than 4,000. */
const MAX_REQUEST_BYTES = 64 * 1024;
/** A key of 200 characters of up to four bytes, each byte percent-encoded. */
const MAX_PARAMETER_LENGTH = 200 * 4 * 3;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Puts any bank behind the HTTP contract of `openapi.yaml`, which is also served at `/openapi.json`, with faults for
 * practice.
 *
 * @throws input.invalid when a fault makes no sense, or nobody can listen there
 */
export async function serveBank(bank: Bank, options: ServeBankOptions): Promise<ServedBank> {
  const { host = '127.0.0.1', port, tls, token, seed = 1, logger } = options;
  const faults = new HttpFaults(seed);
  for (const fault of options.faults ?? []) faults.add(fault);
  const app = makeApp(tls);
  if (token !== undefined) requireToken(app, token);
  mountContract(app, bank, faults, logger);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw listenError(error, { host, port });
  }
  const address = app.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`;
  return { url, port: address.port, faults, close: () => app.close() };
}

/** Why nobody can listen there, by the codes of the operating system and of Node. */
const LISTEN_PROBLEMS: Readonly<Record<string, { readonly path: 'host' | 'port'; readonly message: string }>> = {
  EADDRINUSE: { path: 'port', message: 'is taken by another program; 0 takes any that is free' },
  EACCES: { path: 'port', message: 'is for the administrator of this machine alone' },
  ERR_SOCKET_BAD_PORT: { path: 'port', message: 'is no port: they go from 0 to 65535' },
  EADDRNOTAVAIL: { path: 'host', message: 'is no address of this machine' },
  ENOTFOUND: { path: 'host', message: 'is not known' },
};

function listenError(error: unknown, where: { readonly host: string; readonly port: number }): unknown {
  const problem = LISTEN_PROBLEMS[String((error as { code?: unknown }).code)];
  if (problem === undefined) return error;
  return invalidInput({ path: problem.path, message: `${where[problem.path]} ${problem.message}` });
}

function makeApp(tls: ServeBankOptions['tls']): FastifyInstance {
  const options = {
    bodyLimit: MAX_REQUEST_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    // Connections that only wait for their next request do not hold up the end.
    forceCloseConnections: 'idle',
  } as const;
  if (tls === undefined) return Fastify(options);
  const isMutual = tls.ca !== undefined;
  const https = { ...tls, ca: tls.ca, requestCert: isMutual, rejectUnauthorized: isMutual };
  return Fastify({ ...options, https });
}
