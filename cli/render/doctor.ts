import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { printable } from './text.js';

/** What the doctor has looked at, line by line. */
export function doctor({ checks }: ResultOf<'doctor.show'>, { style }: View): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(
      ({ name, ok, found }) => `${ok ? style.green('✓') : style.red('✗')} ${name.padEnd(width)}  ${printable(found)}`,
    )
    .join('\n');
}
