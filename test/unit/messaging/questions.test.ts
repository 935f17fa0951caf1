import { describe, expect, it } from 'vitest';
import { understandQuestion } from '../../../src/messaging/index.js';

const understood = (text: string, locale: 'ru' | 'kk' | 'en' = 'ru') => understandQuestion(text, locale);

describe('a question', () => {
  it.each([
    ['ru', 'Сколько ещё не хватает?', ['missing']],
    ['ru', 'сколько осталось собрать', ['missing']],
    ['ru', 'Кто может снять деньги?', ['withdraw']],
    ['ru', 'Когда следующий перевод?', ['next-transfer']],
    ['ru', 'Как выйти из цели?', ['leave']],
    ['ru', 'Хочу пожаловаться', ['complain']],
    ['ru', 'Сколько собрано и когда мой взнос', ['missing', 'next-transfer']],
    ['kk', 'Қанша жетпейді?', ['missing']],
    ['kk', 'Ақшаны кім ала алады?', ['withdraw']],
    ['kk', 'Келесі аударым қашан?', ['next-transfer']],
    ['kk', 'Мақсаттан қалай шығамын?', ['leave']],
    ['kk', 'Шағым айтқым келеді', ['complain']],
    ['en', 'How much is missing?', ['missing']],
    ['en', 'Who can withdraw the money?', ['withdraw']],
    ['en', 'When is the next transfer?', ['next-transfer']],
    ['en', 'HOW DO I LEAVE???', ['leave']],
    ['en', 'I want to complain', ['complain']],
  ] as const)('%s “%s” is about %j', (locale, text, intents) => {
    for (const preferred of ['ru', 'kk', 'en'] as const) {
      expect(understood(text, preferred)).toEqual({ locale, intents });
    }
  });

  it.each([
    'Дадут ли мне ипотеку?',
    'Сколько стоит доллар?',
    'How much is a loan?',
    'Несие қанша тұрады?',
    'Когда откроется отделение?',
    'привет',
    '?!',
    '<script>alert(1)</script>',
    `${'слово '.repeat(30)} сколько не хватает`,
  ])('“%s” is not understood, and nothing is guessed', (text) => {
    expect(understood(text).intents).toEqual([]);
  });

  it('that is not understood is answered in the language it is written in', () => {
    expect(understood('Why?', 'kk').locale).toBe('en');
    expect(understood('Неге?', 'kk').locale).toBe('kk');
    expect(understood('Почему?', 'en').locale).toBe('ru');
    expect(understood('Неге өйтеді?', 'ru').locale).toBe('kk');
    expect(understood('123', 'kk').locale).toBe('kk');
  });
});
