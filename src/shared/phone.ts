import type { Brand } from './brand.js';
import { invalidInput } from './errors.js';

/** A mobile number of Kazakhstan in E.164: +77 and nine digits. */
export type Phone = Brand<string, 'Phone'>;

/**
 * Reads a mobile number of Kazakhstan the way people write it: +7 701 123 45 67, 8 (701) 123-45-67, 77011234567
 * or 7011234567.
 *
 * @returns the number in E.164, such as +77011234567
 * @throws input.invalid when it is anything else
 */
export function parsePhone(text: string, path = 'phone'): Phone {
  const compact = text.replace(/[ \u00a0()-]/g, '');
  const match = /^(?:\+7|7|8)?(7\d{9})$/.exec(compact);
  if (match === null) {
    throw invalidInput({ path, message: 'is not a mobile number of Kazakhstan such as +7 701 123 45 67' });
  }
  return `+7${match[1]}` as Phone;
}
