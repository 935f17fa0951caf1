import { type CliOptions, type Run, startCli } from './cli.js';

/** A `jinaq worker` that runs in a process of its own. */
export type WorkerProcess = {
  /** Ends it without a word. */
  kill(): Promise<Run>;
  /** Asks it to stop and gives what it printed. */
  stop(signal?: NodeJS.Signals): Promise<Run>;
};

/** Starts `worker` and waits until it works. */
export async function startWorker(args: readonly string[], options: CliOptions): Promise<WorkerProcess> {
  const { child, done } = startCli(['worker', '--json', ...args], options);
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (text: string) => {
      if (/^\{"started":true\}$/m.test(text)) resolve();
    });
    done.then(({ stderr }) => reject(new Error(`the worker ended: ${stderr}`)), reject);
  });
  return {
    kill: () => {
      child.kill('SIGKILL');
      return done;
    },
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return done;
    },
  };
}
