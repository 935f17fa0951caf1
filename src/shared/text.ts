import { invalidInput } from './errors.js';

/** The longest title, in characters (code points). */
export const MAX_TITLE_LENGTH = 120;

/** Control characters, line and paragraph separators, and halves of characters (lone surrogates). */
const BROKEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Bidi overrides, embeddings and isolates: they let a title rewrite how the amount beside it reads. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Reads a title that other people will see: trimmed, in Unicode normal form C, on one line and not reordering the text
 * around it.
 *
 * @param maxLength in characters (code points)
 * @throws input.invalid when it is empty, too long or contains what a title may not
 */
export function parseTitle(text: string, path = 'title', maxLength = MAX_TITLE_LENGTH): string {
  const title = text.normalize('NFC').trim();
  if (!VISIBLE.test(title)) throw invalidInput({ path, message: 'is empty' });
  if (BROKEN.test(title)) throw invalidInput({ path, message: 'has control characters or broken ones' });
  if (REORDERING.test(title))
    throw invalidInput({ path, message: 'has characters that change the direction of writing' });
  if (Array.from(title).length > maxLength) {
    throw invalidInput({ path, message: `is longer than ${maxLength} characters` });
  }
  return title;
}
