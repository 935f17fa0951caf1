import type { Locale } from '../../savings/index.js';
import type { Params, TemplateName } from '../domain/template.js';

/** A message in words. */
export type RenderedMessage = {
  readonly subject: string;
  readonly text: string;
  /** For SMS and push: a sentence or two. */
  readonly short: string;
  /** The text as HTML, escaped. */
  readonly html: string;
};

/** Puts messages into the words of a language; the bank's own words where it has some. */
export type Renderer = {
  render(template: TemplateName, params: Params, locale: Locale): RenderedMessage;
};
