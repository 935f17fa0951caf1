import { LOCALES, type Locale } from '../../savings/index.js';

/** What a member can ask about their goals. */
export const INTENTS = ['missing', 'withdraw', 'next-transfer', 'leave', 'complain'] as const;
export type Intent = (typeof INTENTS)[number];

/** A question as it was understood: in which language, and about what. Nothing is understood of `intents` that are empty. */
export type Understood = { readonly locale: Locale; readonly intents: readonly Intent[] };

/** All groups must be met, a group by any word that begins with one of its stems. */
type Rule = readonly (readonly string[])[];

const GRAMMAR: Readonly<Record<Locale, Readonly<Record<Intent, readonly Rule[]>>>> = {
  ru: {
    missing: [
      [['сколько'], ['хвата', 'остал', 'недоста', 'собран', 'собрал', 'накоплен', 'накопил']],
      [['сколько'], ['еще'], ['нужн', 'надо']],
    ],
    withdraw: [
      [
        ['кто', 'можно', 'могу', 'может'],
        ['снять', 'снима', 'вывести', 'вывод', 'забрать', 'забира', 'взять'],
      ],
    ],
    'next-transfer': [
      [
        ['когда', 'какого'],
        ['перевод', 'взнос', 'платеж', 'списан', 'спиш', 'плати'],
      ],
    ],
    leave: [
      [
        ['как', 'хочу', 'можно', 'могу'],
        ['выйти', 'выход', 'покин', 'уйти'],
      ],
    ],
    complain: [[['жалоб', 'пожалов', 'жалуюсь', 'оспор', 'спор']]],
  },
  kk: {
    missing: [
      [
        ['қанша', 'канша'],
        ['жетпе', 'қал', 'кал', 'жинал', 'керек'],
      ],
    ],
    withdraw: [
      [
        ['кім', 'ким', 'болады', 'бола'],
        ['алу', 'алады', 'ала', 'шеш'],
      ],
    ],
    'next-transfer': [
      [
        ['қашан', 'кашан'],
        ['аударым', 'жарна', 'төлем', 'толем'],
      ],
    ],
    leave: [
      [
        ['қалай', 'калай', 'болады'],
        ['шығ', 'шыг', 'кет'],
      ],
    ],
    complain: [[['шағым', 'шагым', 'дау', 'келіспе']]],
  },
  en: {
    missing: [[['how'], ['much'], ['missing', 'left', 'remain', 'short', 'saved', 'collected']]],
    withdraw: [
      [
        ['who', 'can', 'may'],
        ['withdraw', 'take', 'cash'],
      ],
    ],
    'next-transfer': [[['when'], ['transfer', 'payment', 'pay', 'contribution', 'debit']]],
    leave: [
      [
        ['how', 'can', 'want'],
        ['leave', 'quit', 'exit'],
      ],
    ],
    complain: [[['complain', 'complaint', 'dispute', 'object']]],
  },
};

/** A longer question has more in it than these rules can see: somebody should read it. */
const MAX_WORDS = 20;
/** Letters that only Kazakh has. */
const KAZAKH = /[әғқңөұүһі]/u;

/**
 * Understands a question by a small grammar, without guessing: what it does not know, and what is too long for it, has no
 * intents.
 *
 * @param preferred the language of the client, when the question could be of several
 */
export function understandQuestion(text: string, preferred: Locale): Understood {
  const words = wordsOf(text);
  const nothing: Understood = { locale: languageOf(text, preferred), intents: [] };
  if (words.length > MAX_WORDS) return nothing;
  const languages = KAZAKH.test(text.toLowerCase()) ? (['kk'] as const) : [preferred, ...LOCALES];
  for (const locale of languages) {
    const intents = INTENTS.filter((intent) => GRAMMAR[locale][intent].some((rule) => isMet(rule, words)));
    if (intents.length > 0) return { locale, intents };
  }
  return nothing;
}

/** The text in lower case without anything but words, to look for the title of a goal in it. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function isMet(rule: Rule, words: readonly string[]): boolean {
  return rule.every((stems) => words.some((word) => stems.some((stem) => word.startsWith(stem))));
}

function languageOf(text: string, preferred: Locale): Locale {
  if (KAZAKH.test(text.toLowerCase())) return 'kk';
  if (/[а-яё]/iu.test(text)) return preferred === 'en' ? 'ru' : preferred;
  return /[a-z]/i.test(text) ? 'en' : preferred;
}
