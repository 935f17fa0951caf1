import type { Writable } from 'node:stream';

/** Ctrl-C, a polite end, and a terminal that was closed. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Watches for whoever wants a command to end while it runs. */
export type Interrupts = {
  readonly signal: AbortSignal;
  /** The exit code of the signal that came; undefined while none did. */
  exitCode(): number | undefined;
  stop(): void;
};

/** The first signal lets what is in flight finish, so that nothing has to be settled later; the second ends at once. */
export function watchInterrupts(stderr: Writable, said = 'Stopping: what is in flight is being finished.'): Interrupts {
  const controller = new AbortController();
  let received: number | undefined;
  const handlers = Object.entries(SIGNALS).map(([name, code]) => {
    const handler = () => {
      if (received !== undefined) process.exit(code);
      received = code;
      stderr.write(`\n${said} Once more ends at once.\n`);
      controller.abort();
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    exitCode: () => received,
    stop: () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
