import { displayMoney, formatInstant, type Money } from '../../src/shared/index.js';
import type { ResultOf } from './result.js';
import type { View } from './style.js';
import { fields, page, table } from './table.js';
import { countOf, printable } from './text.js';

/** Messages as they would be read, with what their short forms cost as SMS. */
export function previews(messages: ResultOf<'messages.preview'>, { style, locale: reader }: View): string {
  return page(
    ...messages.map(({ template, locale, subject, text, short, sms }) => {
      const cost = `${sms.encoding}, ${sms.units} units, ${countOf(sms.parts, 'part')}, ${displayMoney(sms.price, reader)}`;
      const lines: (readonly [string, string])[] = [
        ['subject', printable(subject)],
        ['text', printable(text)],
        ['short', printable(short)],
        ['as SMS', cost],
      ];
      return `${style.bold(template)} ${style.dim(locale)}\n${fields(lines, style)}`;
    }),
  );
}

/** An inbox, the latest first; what is new stands out. */
export function inbox(messages: ResultOf<'messages.inbox'>, { style }: View): string {
  if (messages.length === 0) return style.dim('none');
  return page(
    ...messages.map(({ at, subject, text, isRead, key }) => {
      const title = printable(subject);
      return [
        `${isRead ? title : style.bold(title)} ${style.dim(formatInstant(at))}`,
        printable(text),
        style.dim(key),
      ].join('\n');
    }),
  );
}

/** What the member is told, line by line. */
export function answer({ answer: text }: ResultOf<'messages.ask'>): string {
  return text.split('\n').map(printable).join('\n');
}

/** Both groups beside each other, then what the difference means. */
export function effect(report: ResultOf<'messages.effect'>, { style, locale }: View): string {
  const { from, to, days, reminded, heldOut, difference, low, high, percent, note, formula } = report;
  const sum = (amount: Money | null) => (amount === null ? '—' : displayMoney(amount, locale));
  const row = (name: string, { clients, reminders, mean, deviation }: typeof reminded) => [
    ...[name, String(clients), String(reminders), sum(mean), sum(deviation)],
  ];
  const columns = ['group', 'clients', 'reminders', 'mean', 'deviation'];
  return page(
    `Saved within ${countOf(days, 'day')} after a reminder was due, ${from} to ${to}`,
    table(
      columns.map((title) => ({ title, align: title === 'group' ? 'left' : 'right' })),
      [row('reminded', reminded), row('held out', heldOut)],
      style,
    ),
    fields(
      [
        ['difference', percent === null ? sum(difference) : `${sum(difference)} (${percent} %)`],
        ['95 % interval', low === null ? '—' : `${sum(low)} to ${sum(high)}`],
        ['formula', formula],
      ],
      style,
    ),
    note,
  );
}
