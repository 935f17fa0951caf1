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
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
  process.stderr.on('error', () => undefined);
}
