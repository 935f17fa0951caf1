import { styleText } from 'node:util';
import type { Locale } from '../../src/savings/index.js';
import { displayMoney, type Money } from '../../src/shared/index.js';

type Paint = (text: string) => string;

/** Colours of one stream; on a stream without colours they change nothing. */
export type Style = {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
};

/** How results are shown on standard output. */
export type View = {
  readonly style: Style;
  readonly locale: Locale;
  /** Columns that a line may take. */
  readonly width: number;
};

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

const WIDTH_WITHOUT_TERMINAL = 80;
const MIN_WIDTH = 40;
/** Bars and charts wider than this are harder to read, not easier. */
const MAX_WIDTH = 120;

/** Colours are for terminals, and only where nobody asked for none (no-color.org). */
export function createStyle(stream: Stream, env: NodeJS.ProcessEnv = process.env): Style {
  const hasColours = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const paint =
    (name: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      hasColours ? styleText(name, text) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}

/** The view for a stream, in the language that money is written in. */
export function createView(stream: Stream, locale: Locale, env: NodeJS.ProcessEnv = process.env): View {
  const columns = stream.isTTY === true ? (stream.columns ?? WIDTH_WITHOUT_TERMINAL) : WIDTH_WITHOUT_TERMINAL;
  return { style: createStyle(stream, env), locale, width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, columns)) };
}

/** Money in the reader's language; a sum that its owner does not show is told as such. */
export function moneyText(amount: Money | null, { locale, style }: View): string {
  return amount === null ? style.dim('hidden') : displayMoney(amount, locale);
}
