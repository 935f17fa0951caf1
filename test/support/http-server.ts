import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';

export type ReceivedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: Buffer };

export type HttpHandler = (request: ReceivedRequest, response: ServerResponse, nth: number) => void;

/** Starts a server of a few lines on this machine, which does what no well-bred one would. */
export async function startHttpServer(
  handler: HttpHandler,
  tls?: { readonly cert: string; readonly key: string },
): Promise<{ url: string; requests: ReceivedRequest[]; stop: () => Promise<void> }> {
  const requests: ReceivedRequest[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const received = { method, url, headers, body: Buffer.concat(chunks) };
      requests.push(received);
      handler(received, response, requests.length);
    });
  };
  const server = tls === undefined ? createPlain(listener) : createSecure(tls, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
