import type { TemplateName } from '../../src/messaging/index.js';

/**
 * The words of one message in one language, each an ICU message (MessageFormat 1). A word of a list stands in `select`
 * with `_` for `-`: `early_withdrawal`.
 */
export type Texts = {
  readonly subject: string;
  readonly text: string;
  /** For SMS and push, where the text is too long for them. */
  readonly short?: string;
};

export const TEXT_FORMS = ['subject', 'text', 'short'] as const satisfies readonly (keyof Texts)[];

/** The sentences of answers to members’ questions. */
export type Answers = { readonly [Name in Extract<TemplateName, `answer.${string}`>]: Texts };

/** Everything that Jinaq says in one language. */
export type Catalogue = { readonly [Name in TemplateName]: Texts };
