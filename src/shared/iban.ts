import type { Brand } from './brand.js';
import { invalidInput, invariant } from './errors.js';

/** An account number of a bank in Kazakhstan: twenty characters in upper case, without spaces, that passed the check. */
export type Iban = Brand<string, 'Iban'>;

/** The length of the part of an IBAN that names the account, in characters. */
export const IBAN_ACCOUNT_LENGTH = 13;

const KZ_IBAN = /^KZ(\d{2})(\d{3})([0-9A-Z]{13})$/;

/**
 * Whether the text, as it stands, is an IBAN of Kazakhstan: `KZ`, two check digits, three digits of the bank,
 * thirteen letters or digits of the account, remainder 1 modulo 97 (ISO 13616, ISO 7064), not all zero.
 */
export function isIban(text: string): text is Iban {
  const match = KZ_IBAN.exec(text);
  if (match === null) return false;
  const [, check = '', bank = '', account = ''] = match;
  // 00, 01 and 99 leave the same remainder as 97, 98 and 02: without this one account would have two numbers.
  const checkNumber = Number(check);
  if (checkNumber < 2 || checkNumber > 98) return false;
  return !isAllZero(bank + account) && remainderOf(`${bank}${account}KZ${check}`) === 1;
}

/**
 * Reads an IBAN of Kazakhstan; spaces and small letters are allowed.
 *
 * @returns twenty characters in upper case without spaces
 * @throws input.invalid when it is not one
 */
export function parseIban(text: string, path = 'account'): Iban {
  const compact = text.replace(/[ \u00a0]/g, '').toUpperCase();
  if (!KZ_IBAN.test(compact)) {
    throw invalidInput({ path, message: 'is not an IBAN of Kazakhstan: KZ and 18 more letters and digits' });
  }
  if (!isIban(compact)) throw invalidInput({ path, message: 'is not an IBAN: its check digits are wrong' });
  return compact;
}

/**
 * Makes the IBAN of an account, with its check digits (ISO 7064 MOD 97-10).
 *
 * @param bankCode three digits
 * @param account up to thirteen digits and capital letters, filled up with zeros on the left
 */
export function makeIban(bankCode: string, account: string): Iban {
  const full = account.padStart(IBAN_ACCOUNT_LENGTH, '0');
  invariant(/^\d{3}$/.test(bankCode), `a bank code is three digits, not ${bankCode}`);
  invariant(/^[0-9A-Z]{13}$/.test(full), `an account is up to thirteen digits and capital letters, not ${account}`);
  invariant(!isAllZero(bankCode + full), 'an account number is not all zero');
  const check = 98 - remainderOf(`${bankCode}${full}KZ00`);
  return `KZ${String(check).padStart(2, '0')}${bankCode}${full}` as Iban;
}

function isAllZero(text: string): boolean {
  return /^0+$/.test(text);
}

/** Modulo 97 of the number that the text becomes when A is 10 and Z is 35. */
function remainderOf(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}
