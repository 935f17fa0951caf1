import { invalidInput, parseIban } from '../../src/shared/index.js';

const MAX_TEXT = 140;
/** XML cannot hold them, or they break a line of a statement. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u;

/** An element with what is in it, which is XML already. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** Text as XML has it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An account number of Kazakhstan. @throws input.invalid */
export function iban(text: string, path: string): string {
  return element('Id', element('IBAN', parseIban(text, path)));
}

/** Somebody's text, as XML has it. @throws input.invalid when it is empty, too long, or has what no line can hold */
export function textOf(text: string, path: string, maxLength = MAX_TEXT): string {
  if (text.trim() === '') throw invalidInput({ path, message: 'is empty' });
  if (UNFIT.test(text)) throw invalidInput({ path, message: 'has control characters or broken ones' });
  if (Array.from(text).length > maxLength) {
    throw invalidInput({ path, message: `is longer than ${maxLength} characters` });
  }
  return escaped(text);
}
