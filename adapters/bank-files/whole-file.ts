import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { Conflict, invalidInput } from '../../src/shared/index.js';

const BUFFER_LENGTH = 64 * 1024;

/**
 * Writes a file that appears under its name when it is complete and on the disk, and never takes the place of another
 * one: where the same contents are there already, nothing has to be done.
 *
 * @throws conflict when another file is there
 * @throws input.invalid when nothing can be written there; and whatever `write` throws, then there is no file
 */
export async function writeWhole<T>(file: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const part = `${file}.${process.pid}.part`;
  const handle = await open(part, 'w').catch((error: unknown) => {
    throw invalidInput({ path: 'file', message: `${file} cannot be written (${codeOf(error)})` });
  });
  try {
    const result = await write(handle);
    await handle.sync();
    await handle.close();
    await publish(part, file);
    return result;
  } finally {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
  }
}

/** Appends text in pieces that are worth a system call. */
export async function appendAll(handle: FileHandle, pieces: AsyncIterable<string>): Promise<void> {
  let buffer = '';
  for await (const piece of pieces) {
    buffer += piece;
    if (buffer.length < BUFFER_LENGTH) continue;
    await handle.appendFile(buffer);
    buffer = '';
  }
  await handle.appendFile(buffer);
}

async function publish(part: string, file: string): Promise<void> {
  try {
    // Unlike a renaming, a second name fails when the name is taken.
    await link(part, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && !(await exists(file))) await rename(part, file);
    else if ((await digestOf(part)) !== (await digestOf(file))) throw taken(file);
  }
}

function taken(file: string): Conflict {
  return new Conflict(
    'conflict',
    `${file} is there already with other contents; move it away or name another folder.`,
    {
      details: { file },
    },
  );
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
