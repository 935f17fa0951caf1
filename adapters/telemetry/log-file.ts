import { pino } from 'pino';
import { invalidInput } from '../../src/shared/index.js';
import type { TelemetryLogger } from './logs.js';

/**
 * Logs to the end of a file, one JSON object a line, each written before the next thing is done: a process that is killed
 * leaves no half a story.
 *
 * @throws input.invalid when the file cannot be written
 */
export function openLogFile(file: string): TelemetryLogger {
  try {
    const destination = pino.destination({ dest: file, append: true, sync: true });
    const options = { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
    const logger = pino(options, destination);
    const log = (level: keyof TelemetryLogger) => (fields: object, message: string) => logger[level](fields, message);
    return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw invalidInput({ path: 'log', message: `${file} cannot be written (${code})` });
  }
}
