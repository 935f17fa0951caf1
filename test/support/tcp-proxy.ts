import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type ProxyOptions = {
  /** How long a packet is under way, in each direction. */
  readonly delayMs?: number;
  /** Looks at what the client sends; `cut` ends the connection instead of handing it on, `cut-after` once it is handed on. */
  readonly watch?: (sent: Buffer) => 'cut' | 'cut-after' | undefined;
};

export type TcpProxy = {
  /** The same address, by way of the proxy. */
  address(original: string): string;
  close(): Promise<void>;
};

/** Stands between a client and a server: makes the way longer, and cuts it. */
export async function startProxy(target: string, { delayMs = 0, watch }: ProxyOptions = {}): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
      open.add(socket);
    }
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on('close', cut);
    upstream.on('close', cut);
    forward(upstream, client, delayMs);
    forward(client, upstream, delayMs, (sent) => {
      const verdict = watch?.(sent);
      if (verdict === 'cut') cut();
      if (verdict === 'cut-after') {
        // The server reads it to its end; its answer never arrives.
        client.off('close', cut);
        upstream.end(sent);
        client.destroy();
      }
      return verdict === undefined;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  return {
    address: (original) => {
      const url = new URL(original);
      url.host = `127.0.0.1:${own}`;
      return url.href;
    },
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

function forward(from: Socket, to: Socket, delayMs: number, mayPass: (data: Buffer) => boolean = () => true): void {
  from.on('data', (data: Buffer) => {
    if (!mayPass(data)) return;
    // Timers of the same length fire in the order they were set.
    if (delayMs === 0) to.write(data);
    else void sleep(delayMs).then(() => to.write(data));
  });
}
