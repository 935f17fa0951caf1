import type { EventType } from '../../src/savings/index.js';

/** What a locale says of each event. `{name}` is a field of the event's data. */
export type Texts = {
  readonly goal: string;
  /** Whom an event concerns that names no member. */
  readonly everyone: string;
  readonly events: { readonly [Type in EventType]: string };
  /** Words of the data that stand for themselves in English. */
  readonly words: Readonly<Record<string, string>>;
};
