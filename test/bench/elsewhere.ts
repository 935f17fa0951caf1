import { spawnSync } from 'node:child_process';

/** Has a process of its own prepare what is measured here, so that the memory measured is that of the work alone. */
export function doElsewhere(...words: readonly string[]): void {
  const [, program = ''] = process.argv;
  const { status } = spawnSync(process.execPath, [program, ...words], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${words.join(' ')} has failed`);
}
