import type { Locale, Notifier, SavingsEvent } from '../../src/savings/index.js';
import { displayMoney, formatInstant, parseMoney } from '../../src/shared/index.js';
import type { Texts } from './texts.js';
import { english } from './texts-en.js';
import { kazakh } from './texts-kk.js';
import { russian } from './texts-ru.js';

const TEXTS: { readonly [Name in Locale]: Texts } = { ru: russian, kk: kazakh, en: english };

/** Fields of events that are money, as decimal tenge. */
const MONEY = ['amount', 'credited', 'target'];
/** Fields of events that are words of a fixed list; a title is not, even if it is called “cancel”. */
const WORDS = ['kind', 'choice', 'status'];

/**
 * Tells people at a terminal what happens: one line for each event, with the moment in Almaty, the member it concerns,
 * the goal and who did it.
 */
export function consoleNotifier(write: (line: string) => void, locale: Locale = 'ru'): Notifier {
  return {
    notify: async (events) => {
      for (const event of events) write(lineOf(event, locale));
    },
  };
}

function lineOf(event: SavingsEvent, locale: Locale): string {
  const { goal, everyone, events } = TEXTS[locale];
  const told = events[event.type].replace(/\{(\w+)\}/g, (_match, field: string) => valueOf(event, field, locale));
  const at = formatInstant(event.at).slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' ');
  return `${at} ${event.client ?? everyone}: ${told} [${goal} ${event.goal}, ${event.actor}]`;
}

function valueOf({ data }: SavingsEvent, field: string, locale: Locale): string {
  const value = String(data[field] ?? '–');
  if (MONEY.includes(field) && /^\d/.test(value)) return displayMoney(parseMoney(value), locale);
  return WORDS.includes(field) ? (TEXTS[locale].words[value] ?? value) : value;
}
