import { displayMoney, parseMoney } from '../../../src/shared/index.js';
import { page, table, fields, type Column } from '../../render/table.js';
import { countOf, printable } from '../../render/text.js';
import type { View } from '../../render/style.js';
import { foundText, messagesByTemplate, percentText, scaledRows, successText } from './figures.js';
import { settingsText } from '../run-text.js';
import type { SimulationReport } from './report.js';

/** A run on the terminal: what came of it, then each table that has something in it. */
export function reportText(report: SimulationReport, view: View): string {
  const { style } = view;
  return page(
    heading(report, view),
    fields(summary(report, view), style),
    titled(`all ${report.population} goals, by ${report.sample?.played ?? 0} of them`, sampleTable(report, view), view),
    titled('payments', paymentTable(report, view), view),
    titled('refused calls', refusalTable(report, view), view),
    titled('dates of plans that were not paid', unpaidTable(report, view), view),
    titled('faults', faultTable(report, view), view),
    titled('messages', messageTable(report, view), view),
    violationText(report, view),
  );
}

function heading(report: SimulationReport, { style }: View): string {
  const { seed, population, months, faults, from, to, rules, people } = report;
  const size = `${countOf(population, 'goal')}, ${countOf(months, 'month')} (${from} to ${to}), faults ${faults}`;
  return `${style.bold(`Seed ${seed}`)}: ${size}${printable(settingsText(rules, people))}`;
}

function summary(report: SimulationReport, view: View): readonly (readonly [string, string | undefined])[] {
  const { goals, members, plans, series, cost, looks, success, messageEffect: effect } = report;
  const money = (text: string | null | undefined) => moneyOf(text, view);
  const share = goals.metShare === null ? '' : ` (${percentText(goals.metShare)} of those decided)`;
  return [
    ['goals', `${goals.opened} opened, ${goals.met} met${share}, ${goals.failed} not met, ${goals.open} open`],
    ['met in time', successText(success)],
    ['members', `${members.clients}, each saved ${money(members.savedPerMember)}`],
    [
      'held at the end',
      `${money(series.balances.books.at(-1))} by the books, ${money(series.balances.bank.at(-1))} at the bank`,
    ],
    ['plans', plans.started === 0 ? undefined : String(plans.started)],
    [
      'reminders bring',
      effect.difference === null
        ? undefined
        : `${money(effect.difference)} (95 %: ${money(effect.low)} to ${money(effect.high)}). ${effect.note}`,
    ],
    [
      'a payment takes',
      cost.each === null
        ? undefined
        : `${cost.each.steps} steps, ${cost.each.transactions} transactions, ${cost.each.bankCalls} calls of the bank`,
    ],
    [
      'looked',
      Object.entries(looks)
        .map(([name, count]) => `${countOf(count, 'time')} ${name}`)
        .join(', '),
    ],
    ['state', report.stateHash],
  ];
}

function sampleTable({ sample }: SimulationReport, view: View): string | undefined {
  return tableOf(['', '>estimate', '>from', '>to'], sample === null ? [] : scaledRows(sample), view);
}

function paymentTable({ contributions }: SimulationReport, view: View): string | undefined {
  const rows = contributions.map(({ by, status, reason, count, amount }) => [
    ...[by, status, reason ?? '', String(count), moneyOf(amount, view)],
  ]);
  return tableOf(['by', 'outcome', 'reason', '>count', '>sum'], rows, view);
}

function refusalTable({ refusals }: SimulationReport, view: View): string | undefined {
  return tableOf(
    ['code', '>count'],
    refusals.map(({ code, count }) => [code, String(count)]),
    view,
  );
}

function unpaidTable({ plans }: SimulationReport, view: View): string | undefined {
  const rows = plans.unpaid.map(({ outcome, reason, count }) => [outcome, reason, String(count)]);
  return tableOf(['outcome', 'reason', '>count'], rows, view);
}

function faultTable({ faultsByKind }: SimulationReport, view: View): string | undefined {
  const rows = faultsByKind.map(({ kind, planned, met }) => [kind, String(planned), String(met)]);
  return tableOf(['kind', '>planned', '>met something'], rows, view);
}

function messageTable(report: SimulationReport, view: View): string | undefined {
  const rows = messagesByTemplate(report).map(({ template, left, waiting, withheld }) => [
    ...[template, String(left), String(waiting), String(withheld)],
  ]);
  return tableOf(['template', '>left', '>under way', '>withheld or failed'], rows, view);
}

/** Whether anything was found that must not be, and what. */
export function violationText(report: SimulationReport, { style }: View): string {
  const { violations } = report;
  if (violations.length === 0) return style.green('✔ Nothing was found that must not be.');
  const lines = violations.map(({ oracle, message, atMs }) => {
    const at = new Date(atMs).toISOString();
    return `${style.red('✘')} ${style.bold(printable(oracle))} ${style.dim(at)}\n  ${message.split('\n').map(printable).join('\n  ')}`;
  });
  return [foundText(report), ...lines].join('\n');
}

function titled(title: string, text: string | undefined, { style }: View): string | undefined {
  return text === undefined ? undefined : `${style.bold(title)}\n${text}`;
}

/** A table, its numbers to the right (`>`); undefined when it has no rows. */
function tableOf(titles: readonly string[], rows: readonly (readonly string[])[], { style }: View): string | undefined {
  if (rows.length === 0) return undefined;
  const columns = titles.map(
    (title): Column => ({
      title: title.replace('>', ''),
      align: title.startsWith('>') ? 'right' : 'left',
    }),
  );
  return table(
    columns,
    rows.map((row) => row.map(printable)),
    style,
  );
}

function moneyOf(text: string | null | undefined, { locale }: View): string {
  return text === null || text === undefined ? '—' : displayMoney(parseMoney(text), locale);
}
