import type { ChildProcess } from 'node:child_process';
import { type CliOptions, type Run, startCli } from './cli.js';

/** A `jinaq bank serve` that runs in a process of its own. */
export type ServedBankProcess = {
  readonly url: string;
  readonly child: ChildProcess;
  /** Asks it to stop and gives what it printed. */
  stop(signal?: NodeJS.Signals): Promise<Run>;
};

/** Starts `bank serve` at any free port and waits until it listens. */
export async function serveInProcess(args: readonly string[], options: CliOptions): Promise<ServedBankProcess> {
  const { child, done } = startCli(['bank', 'serve', '--port', '0', '--json', ...args], options);
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (text: string) => {
      const line = /^\{"listening".*\}$/m.exec(text)?.[0];
      if (line !== undefined) resolve((JSON.parse(line) as { listening: { url: string } }).listening.url);
    });
    done.then(({ stderr }) => reject(new Error(`the bank ended: ${stderr}`)), reject);
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return done;
  };
  return { url, child, stop };
}
