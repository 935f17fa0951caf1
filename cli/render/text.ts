import { stripVTControlCharacters } from 'node:util';

const MARKS = /\p{M}/gu;
/** Characters that take two columns of a terminal: East Asian wide ones and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;
const BROKEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Columns that a text takes on a terminal, colours not counted. */
export function textWidth(text: string): number {
  const plain = stripVTControlCharacters(text).replace(MARKS, '');
  return Array.from(plain).length + (plain.match(WIDE)?.length ?? 0);
}

/** Text that somebody else wrote, without what could move the cursor or turn the line round. */
export function printable(text: string): string {
  return text.replace(BROKEN, '\ufffd');
}

/** The text filled with spaces to a width. */
export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && textWidth(characters.join('')) >= width) characters.pop();
  return `${characters.join('')}…`;
}

/** A name in code as words: `minContribution` is `min contribution`. */
export function inWords(name: string): string {
  return name.replace(/(?<=[a-z])([A-Z])/g, (_match, letter: string) => ` ${letter.toLowerCase()}`);
}

/** A number of things: `1 goal`, `2 goals`. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
