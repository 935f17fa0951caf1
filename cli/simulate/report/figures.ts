import type { SimulationReport } from './report.js';

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
