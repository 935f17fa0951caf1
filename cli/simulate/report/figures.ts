import { displayMoney, parseMoney } from '../../../src/shared/index.js';
import { inWords } from '../../render/text.js';
import type { Interval } from '../interval.js';
import { commandText, settingsText } from '../run-text.js';
import type { SimulationReport } from './report.js';
import type { ScaledTotals } from './scaled.js';

/** How far the messages of a template came. */
export type TemplateCount = {
  readonly template: string;
  /** Was given to a channel, whether or not it arrived. */
  readonly left: number;
  readonly waiting: number;
  /** Was held back by a cap, a preference or a late hour, or could not be given to any channel. */
  readonly withheld: number;
};

const LEFT: ReadonlySet<string> = new Set(['sent', 'delivered', 'read']);
const WAITING: ReadonlySet<string> = new Set(['planned', 'queued']);

/** Messages by template, in the order of their names. */
export function messagesByTemplate({ messages }: Pick<SimulationReport, 'messages'>): readonly TemplateCount[] {
  const templates = [...new Set(messages.map(({ template }) => template))];
  return templates.map((template) => {
    const count = (wanted: (status: string) => boolean) =>
      messages
        .filter((message) => message.template === template && wanted(message.status))
        .reduce((sum, message) => sum + message.count, 0);
    const left = count((status) => LEFT.has(status));
    const waiting = count((status) => WAITING.has(status));
    return { template, left, waiting, withheld: count(() => true) - left - waiting };
  });
}

/** A share from 0 to 1 in percent, with one decimal. */
export function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Decimal tenge as a reader of a page sees them. */
export function moneyText(tenge: string): string {
  return displayMoney(parseMoney(tenge), 'en');
}

/** How many goals were met by their first deadline, of those that have come to it. */
export function successText({ shared, automatic }: SimulationReport['success']): string {
  const part = (name: string, { due, met, share }: typeof shared) =>
    `${met} of ${due} ${name}${share === null ? '' : ` (${percentText(share)})`}`;
  return `${part('shared goals', shared)}, ${part('personal ones with a plan', automatic)}`;
}

/** What all goals would come to: name, estimate, and the ends of its interval. */
export function scaledRows({ totals }: ScaledTotals): readonly (readonly string[])[] {
  return Object.entries(totals).map(([name, { mean, low, high }]: [string, Interval]) => [
    name === 'saved' ? 'saved, in tenge' : inWords(name),
    ...[mean, low, high].map((value) => (value === null ? '—' : groupedNumber(value))),
  ]);
}

/** A whole number with its thousands apart. */
export function groupedNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Where something was found that must not be, and how that world is played alone. */
export function foundText({ seed, months, faults, rules, people, worlds }: SimulationReport): string {
  const found = 'what must not be was found, and the run stopped';
  const last = worlds.at(-1);
  if (last === undefined || last.seed === seed) return `Seed ${seed}, step ${last?.steps ?? 0}: ${found}.`;
  const alone = `${commandText({ ...last, months, faults })}${settingsText(rules, people)}`;
  return `Seed ${seed}, in its world ${last.seed}, step ${last.steps}: ${found}. Alone that world is: ${alone}`;
}
