import { invalidInput } from '../../src/shared/index.js';

/** The problem of a file that the operating system does not hand out; any other error as it is. */
export function fileProblem(error: unknown, file: string, path = 'file'): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? error : invalidInput({ path, message: `${file} cannot be read (${code})` });
}
