import { describe, expect, it } from 'vitest';
import { CATALOGUES, createRenderer } from '../../../adapters/templates/index.js';
import { problemsOf } from '../../../adapters/templates/check-text.js';
import { TEXT_FORMS } from '../../../adapters/templates/catalogue.js';
import { type Params, specOf, smsSegments, TEMPLATE_NAMES, type TemplateName } from '../../../src/messaging/index.js';
import { sampleParams } from '../../../src/messaging/domain/sample-params.js';
import { LOCALES, type Locale } from '../../../src/savings/index.js';

const EVERY = LOCALES.flatMap((locale) => TEMPLATE_NAMES.map((template) => [locale, template] as const));
const renderer = createRenderer();

/** The sample with each word of each list in its turn. */
function variants(template: TemplateName): readonly Params[] {
  const sample = sampleParams(template);
  const lists = Object.entries(specOf(template).params).flatMap(([name, kind]) =>
    typeof kind === 'string' ? [] : kind.map((word) => ({ ...sample, [name]: word })),
  );
  return [sample, ...lists];
}

describe('the catalogues', () => {
  it('have the same templates, and short forms of the same ones, in every language', () => {
    for (const locale of LOCALES) {
      expect(Object.keys(CATALOGUES[locale])).toEqual([...TEMPLATE_NAMES]);
      for (const template of TEMPLATE_NAMES) {
        expect(Object.keys(CATALOGUES[locale][template])).toEqual(Object.keys(CATALOGUES.en[template]));
      }
    }
  });

  it.each(EVERY)('%s %s is an ICU message that names what it must and nothing else', (locale, template) => {
    for (const form of TEXT_FORMS) {
      const text = CATALOGUES[locale][template][form];
      if (text !== undefined) expect([form, problemsOf(text, form, specOf(template), locale)]).toEqual([form, []]);
    }
  });

  it.each(EVERY)('%s %s is a full sentence for every word of every list', (locale, template) => {
    for (const params of variants(template)) {
      const { subject, text, short } = renderer.render(template, params, locale);
      for (const said of [subject, text, short]) {
        if (specOf(template).mustSay.includes('goal')) expect(said).toContain('Той');
        expect(said).not.toMatch(/[{}]|undefined|null|NaN| {2}/);
      }
      expect(text).toMatch(/[.!]$/);
      expect(smsSegments(short).parts.length).toBeLessThanOrEqual(4);
    }
  });

  it.each(TEMPLATE_NAMES)('%s says something else in each language', (template) => {
    const said = LOCALES.map((one) => renderer.render(template, sampleParams(template), one).text);
    expect(new Set(said).size).toBe(LOCALES.length);
  });
});

describe('plurals', () => {
  const daysLeft = (days: number, locale: Locale) =>
    renderer.render('goal.deadline-near', { ...sampleParams('goal.deadline-near'), days }, locale).text;

  it.each([
    ['ru', 0, 'остался последний день'],
    ['ru', 1, 'остался 1 день'],
    ['ru', 2, 'осталось 2 дня'],
    ['ru', 5, 'осталось 5 дней'],
    ['ru', 11, 'осталось 11 дней'],
    ['ru', 21, 'остался 21 день'],
    ['kk', 1, '1 күн қалды'],
    ['kk', 5, '5 күн қалды'],
    ['en', 1, '1 day is left'],
    ['en', 2, '2 days are left'],
  ] as const)('%s: %d', (locale, days, said) => {
    expect(daysLeft(days, locale)).toContain(said);
  });

  it.each([
    ['ru', 4, 6, 'идут 4 из 6 участников'],
    ['ru', 1, 21, 'идёт 1 из 21 участника'],
    ['kk', 4, 6, '6 мүше ішінен 4 мүше жоспармен жүр'],
    ['en', 4, 6, '4 of 6 members are on plan'],
    ['en', 1, 3, '1 of 3 members is on plan'],
  ] as const)('%s: %d of %d on plan', (locale, onPlan, members, said) => {
    const params = { ...sampleParams('feedback.weekly'), show: 'counts', naming: 'nobody', onPlan, members };
    expect(renderer.render('feedback.weekly', params, locale).text).toContain(said);
  });
});

describe('sums and days', () => {
  const render = (locale: Locale) =>
    renderer.render('goal.changed', { goal: 'Той', target: 1_234_567_89n, deadline: '2026-02-25' }, locale);

  it.each([
    ['ru', '1\u00a0234\u00a0567,89\u00a0₸', '25\u00a0февраля\u00a02026'],
    ['kk', '1\u00a0234\u00a0567,89\u00a0₸', '2026\u00a0жылғы 25\u00a0ақпан'],
    ['en', '1,234,567.89 ₸', '25\u00a0February\u00a02026'],
  ] as const)('are written as %s reads them', (locale, sum, day) => {
    expect(render(locale).text).toContain(sum);
    expect(render(locale).text).toContain(day);
  });

  it('are short in SMS, which in English fit the alphabet of SMS', () => {
    const params = {
      goal: 'Flat',
      share: 12_500_00n,
      due: '2026-02-25',
      missing: 87_500_50n,
      target: 1n,
      effect: 'none',
    };
    const { short } = renderer.render('reminder.due', params, 'en');
    expect(smsSegments(short)).toMatchObject({ encoding: 'gsm7' });
    expect(smsSegments(short).parts).toEqual(['"Flat": 12,500 KZT by 25 February 2026. 87,500.50 KZT is missing.']);
    expect(renderer.render('reminder.due', params, 'ru').short).toContain('12\u00a0500\u00a0₸ до 25.02.2026');
  });
});

describe('what somebody wrote', () => {
  const render = (goal: string) => renderer.render('goal.closed', { goal }, 'en');

  it('does nothing in HTML', () => {
    const { html, text } = render(`<script>alert("1")</script>&'`);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
    expect(text).toContain('<script>');
  });

  it('is no placeholder, no plural and no tag, whatever it looks like', () => {
    expect(render("{missing} <b>#</b> '{").text).toContain("“{missing} <b>#</b> '{”");
  });

  it('cannot turn round what stands beside it: controls are left out, and text from right to left is isolated', () => {
    expect(render('A\u202eevil\u202c\u2066B').text).toContain('“AevilB”');
    expect(render('דירה 100').text).toContain('“\u2068דירה 100\u2069”');
    expect(render('Той').text).not.toMatch(/[\u2066-\u2069]/);
  });

  it('stays on one line', () => {
    expect(render('A\r\nBcc: all@example.kz\u2028C').subject).toBe('“ABcc: all@example.kzC” is closed');
  });
});
