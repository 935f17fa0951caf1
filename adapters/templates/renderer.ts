import { IntlMessageFormat } from 'intl-messageformat';
import { type RenderedMessage, type Renderer, specOf } from '../../src/messaging/index.js';
import type { Locale } from '../../src/savings/index.js';
import type { Catalogue } from './catalogue.js';
import { formatParams } from './format-params.js';
import { htmlOf } from './safe-text.js';
import { english } from './texts-en.js';
import { kazakh } from './texts-kk.js';
import { russian } from './texts-ru.js';

export type Catalogues = { readonly [Name in Locale]: Catalogue };

/** What Jinaq says where the bank has no words of its own. */
export const CATALOGUES: Catalogues = { ru: russian, kk: kazakh, en: english };

/** Puts messages into the words of these catalogues. Each text is read once, when it is first needed. */
export function createRenderer(catalogues: Catalogues = CATALOGUES): Renderer {
  const messages = new Map<string, IntlMessageFormat>();
  const format = (locale: Locale, text: string, values: Readonly<Record<string, string | number>>): string => {
    const key = `${locale} ${text}`;
    const known = messages.get(key);
    const message = known ?? new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    if (known === undefined) messages.set(key, message);
    return String(message.format(values));
  };
  return {
    render: (template, params, locale): RenderedMessage => {
      const { subject, text, short } = catalogues[locale][template];
      const { params: kinds } = specOf(template);
      const full = formatParams(kinds, params, locale, 'full');
      const body = format(locale, text, full);
      return {
        subject: format(locale, subject, full),
        text: body,
        short: format(locale, short ?? text, formatParams(kinds, params, locale, 'short')),
        html: htmlOf(body, locale),
      };
    },
  };
}
