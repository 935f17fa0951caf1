import { type Actor, authorise } from '../../access/index.js';
import { LOCALES, type Locale } from '../../savings/index.js';
import type { Money } from '../../shared/index.js';
import { sampleParams } from '../domain/sample-params.js';
import { smsSegments } from '../domain/sms-segments.js';
import { TEMPLATE_NAMES, type TemplateName } from '../domain/template.js';
import type { MessagingPorts } from '../ports/index.js';
import type { RenderedMessage } from '../ports/renderer.js';

/** A message as it would be read, with what its short form costs as SMS. */
export type MessagePreview = RenderedMessage & {
  readonly template: TemplateName;
  readonly locale: Locale;
  readonly sms: {
    readonly encoding: string;
    /** Septets (gsm7) or UTF-16 code units (ucs2). */
    readonly units: number;
    readonly parts: number;
    readonly price: Money;
  };
};

export type PreviewCommand = {
  readonly actor: Actor;
  /** All of them when absent. */
  readonly template?: TemplateName | undefined;
  /** All of them when absent. */
  readonly locale?: Locale | undefined;
  /** The title of the goal in the sample. */
  readonly title?: string | undefined;
};

/**
 * Shows messages with sample values: what people read, and what it costs.
 *
 * @throws access.denied
 */
export class PreviewMessages {
  readonly #deps: Pick<MessagingPorts, 'renderer' | 'messaging'>;

  constructor(deps: Pick<MessagingPorts, 'renderer' | 'messaging'>) {
    this.#deps = deps;
  }

  async execute({ actor, template, locale, title }: PreviewCommand): Promise<readonly MessagePreview[]> {
    authorise(actor, 'messages.preview');
    const templates = template === undefined ? TEMPLATE_NAMES : [template];
    const locales = locale === undefined ? LOCALES : [locale];
    return templates.flatMap((name) => locales.map((language) => this.#preview(name, language, title)));
  }

  #preview(template: TemplateName, locale: Locale, title: string | undefined): MessagePreview {
    const { renderer, messaging } = this.#deps;
    const rendered = renderer.render(template, sampleParams(template, title), locale);
    const { encoding, units, parts } = smsSegments(rendered.short);
    const price = messaging.smsPartPrice * BigInt(parts.length);
    return { template, locale, ...rendered, sms: { encoding, units, parts: parts.length, price } };
  }
}
