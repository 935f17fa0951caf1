import { type Place, problemAt } from './problem-at.js';

/** A leaf element: its text, trimmed, and where it stood. */
export type Field = Place & { readonly text: string; readonly currency: string | undefined };

const FREE_TEXT = 'RmtInf/Ustrd';
/** The longest free text that is kept, in characters. */
const MAX_FREE_TEXT = 500;

/** The leaves of one element that somebody wants, by their paths within it. */
export class Fields {
  /** Where the element itself stands. */
  readonly place: Place;
  readonly #byPath = new Map<string, Field>();

  constructor(place: Place) {
    this.place = place;
  }

  /**
   * Keeps a leaf. Lines of free text are joined; everything else is there once, or nobody knows which one is meant.
   *
   * @throws input.invalid when it was there before
   */
  add(path: string, field: Field): void {
    const earlier = this.#byPath.get(path);
    if (earlier !== undefined && path !== FREE_TEXT) throw problemAt(field, 'is there twice');
    const text = earlier === undefined ? field.text : `${earlier.text} ${field.text}`;
    this.#byPath.set(path, { ...field, text: path === FREE_TEXT ? text.slice(0, MAX_FREE_TEXT) : text });
  }

  /** The first of these paths that is there. */
  find(...paths: readonly string[]): Field | undefined {
    for (const path of paths) {
      const field = this.#byPath.get(path);
      if (field !== undefined) return field;
    }
    return undefined;
  }

  text(...paths: readonly string[]): string | undefined {
    return this.find(...paths)?.text;
  }

  /** @throws input.invalid when none of these paths is there */
  require(...paths: readonly string[]): Field {
    const field = this.find(...paths);
    if (field === undefined) throw problemAt(this.place, `has no ${paths.join(' and no ')}`);
    return field;
  }
}
