import type { ParamKind, Params } from '../../src/messaging/index.js';
import type { Locale } from '../../src/savings/index.js';
import { civilDateOf, displayMoney, formatInstant, type Money } from '../../src/shared/index.js';
import { safeText } from './safe-text.js';

/** `short`: as few characters as a sum can have, all of them in the alphabet of SMS where the language is. */
export type Style = 'full' | 'short';

/** The params as the formatter takes them: words and whole numbers. */
export function formatParams(
  kinds: Readonly<Record<string, ParamKind>>,
  params: Params,
  locale: Locale,
  style: Style,
): Readonly<Record<string, string | number>> {
  const fields = Object.entries(kinds).map(([name, kind]) => [name, formatParam(kind, params[name], locale, style)]);
  return Object.fromEntries(fields) as Readonly<Record<string, string | number>>;
}

function formatParam(kind: ParamKind, value: Params[string], locale: Locale, style: Style): string | number {
  if (value === undefined) return '';
  if (typeof kind !== 'string') return String(value).replaceAll('-', '_');
  switch (kind) {
    case 'text':
      return safeText(String(value));
    case 'money':
      return style === 'short' ? shortMoney(value as Money, locale) : displayMoney(value as Money, locale);
    case 'date':
      return displayDate(String(value), locale, style);
    case 'instant':
      return displayInstant(value as Date, locale, style);
    case 'count':
      return Number(value);
  }
}

/** Without decimals where there are none; in English with KZT, since ₸ alone would halve what fits into an SMS. */
function shortMoney(amount: Money, locale: Locale): string {
  const text = displayMoney(amount, locale).replace(/[.,]00(?=\s₸$)/, '');
  return locale === 'en' ? text.replace(/\s₸$/, ' KZT') : text;
}

// By hand, not Intl: the text must be the same on every machine, whatever locale data it has.
const MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  ru: [
    ...['января', 'февраля', 'марта', 'апреля', 'мая', 'июня'],
    ...['июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  ],
  kk: [
    ...['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым'],
    ...['шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ],
  en: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
};
const NO_BREAK = '\u00a0';

/** A day with its year: “25 февраля 2026”, “2026 жылғы 25 ақпан”, “25 February 2026”; short, in figures where they are read. */
function displayDate(date: string, locale: Locale, style: Style): string {
  const [year = '', month = '', day = ''] = date.split('-');
  if (style === 'short' && locale !== 'en') return `${day}.${month}.${year}`;
  const dayOfMonth = `${Number(day)}${NO_BREAK}${MONTHS[locale][Number(month) - 1] ?? month}`;
  return locale === 'kk' ? `${year}${NO_BREAK}жылғы ${dayOfMonth}` : `${dayOfMonth}${NO_BREAK}${year}`;
}

/** A moment in Almaty. */
function displayInstant(at: Date, locale: Locale, style: Style): string {
  const time = formatInstant(at).slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDThh:mm'.length);
  return `${displayDate(civilDateOf(at), locale, style)}, ${time}`;
}
