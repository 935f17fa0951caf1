import { type FileHandle, open } from 'node:fs/promises';
import type { EventSubscriber } from '../../src/outbox/index.js';
import { invalidInput, Unavailable } from '../../src/shared/index.js';
import { eventJson } from './event-schema.js';

/** A subscriber that keeps events in a file. */
export type FileSubscriber = EventSubscriber & { close(): Promise<void> };

export type FileSubscriberOptions = {
  /** How the database knows it: who reads the same file again goes on where they were under the same name. */
  readonly name: string;
  readonly file: string;
};

/**
 * Adds each event to a file as one line of JSON, on the disk before it counts as told. After a crash the last line may
 * be torn; it is closed, and the whole event follows.
 *
 * @throws input.invalid when the file cannot be written
 */
export async function openFileSubscriber({ name, file }: FileSubscriberOptions): Promise<FileSubscriber> {
  const handle = await openAtEnd(file);
  return {
    name,
    handle: async (event) => {
      try {
        // One write for one line: lines of goals that are told side by side do not mix.
        await handle.appendFile(`${JSON.stringify(eventJson(event))}\n`);
        await handle.datasync();
      } catch (error) {
        throw new Unavailable('store.unavailable', `Events cannot be written to the file: ${codeOf(error)}.`, {
          cause: error,
        });
      }
    },
    close: () => handle.close(),
  };
}

async function openAtEnd(file: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'a+');
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    if (size > 0 && last.toString() !== '\n') await handle.appendFile('\n');
    return handle;
  } catch (error) {
    await handle?.close();
    throw invalidInput({ path: 'to', message: `${file} cannot be written (${codeOf(error)})` });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
