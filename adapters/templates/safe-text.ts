/** Controls that turn the direction of writing (Unicode Standard Annex 9), and those that break a line or a header. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and the scripts after them. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/**
 * Text that somebody wrote, as it may stand inside a message: on one line, without controls, and where it is written from
 * right to left, isolated, so that the amount beside it reads as it should.
 */
export function safeText(text: string): string {
  const plain = text.replace(CONTROLS, '');
  return RIGHT_TO_LEFT.test(plain) ? `${ISOLATE}${plain}${END_OF_ISOLATE}` : plain;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as a page of HTML, everything in it escaped, one paragraph for each empty line. */
export function htmlOf(text: string, locale: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  const paragraphs = escaped.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`);
  return `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8"></head><body>${paragraphs.join('')}</body></html>`;
}
