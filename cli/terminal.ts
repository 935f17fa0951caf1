import { invalidInput } from '../src/shared/index.js';
import { exitCodeOf } from './exit-codes.js';
import { errorText } from './render/error.js';
import { createStyle } from './render/style.js';
import { printable } from './render/text.js';

/** Data, on standard output. */
export function printResult(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A message for the person at the terminal, on standard error. */
export function note(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

type ErrorOptions = {
  readonly isJson: boolean;
  /** The flag by which a field of the input was given. */
  readonly flagOf?: ((path: string) => string | undefined) | undefined;
};

/** An error, on standard error. */
export function printError(error: unknown, { isJson, flagOf }: ErrorOptions): void {
  const isDebug = process.env.JINAQ_DEBUG === '1';
  process.stderr.write(`${errorText(error, { isJson, isDebug, flagOf, style: createStyle(process.stderr) })}\n`);
}

/** A reader that has seen enough (`jinaq goals | head -1`) is no error. */
export function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    const failed = invalidInput({
      path: 'standard output',
      message: `cannot be written (${error.code ?? error.message})`,
    });
    printError(failed, { isJson: process.argv.includes('--json') });
    process.exit(exitCodeOf(failed));
  });
  process.stderr.on('error', () => undefined);
}
