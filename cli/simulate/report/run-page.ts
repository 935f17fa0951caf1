import { countOf } from '../../render/text.js';
import { settingsText } from '../run-text.js';
import type { Chart, ChartPress } from './chart.js';
import { foundText, messagesByTemplate, moneyText, percentText, scaledRows, successText } from './figures.js';
import { element, figure, type Html, htmlPage, section, tableHtml, text } from './page.js';
import type { SimulationReport } from './report.js';
import {
  balanceChart,
  faultChart,
  goalChart,
  messageChart,
  paymentChart,
  planChart,
  refusalChart,
} from './run-charts.js';
import { monthsOf } from './weeks.js';

/** A run as one page: what came of it, a picture of each part, and its figures under it. */
export function runPage(report: SimulationReport, press: ChartPress): string {
  const { seed, population, months, faults, from, to, rules, people } = report;
  const drawn = (chart: (of: SimulationReport) => Chart) => figure(press(chart(report)));
  return htmlPage(
    `Simulated savings: seed ${seed}`,
    paragraph(
      `${countOf(population, 'goal')}, ${countOf(months, 'month')} (${from} to ${to}), faults ${faults}${settingsText(rules, people)}.`,
      'soft',
    ),
    verdict(report),
    tiles(report),
    paragraph(`Met by their first deadline, of those that have come to it: ${successText(report.success)}.`),
    ...sampled(report),
    section('Goals', drawn(goalChart), monthTable(report)),
    section('Money', drawn(balanceChart)),
    section('Payments', drawn(paymentChart), paymentTable(report)),
    ...(report.plans.started === 0 ? [] : [section('Plans', drawn(planChart), ...unpaidTable(report))]),
    ...(report.refusals.length === 0 ? [] : [section('Refusals', drawn(refusalChart), refusalTable(report))]),
    ...(report.faultsByKind.length === 0 ? [] : [section('Faults', drawn(faultChart), faultTable(report))]),
    section(
      'Messages',
      drawn(messageChart),
      messageTable(report),
      effectTable(report),
      paragraph(report.messageEffect.note),
    ),
    section(
      'How it was looked at',
      costTable(report),
      paragraph(`State of both databases: ${report.stateHash}`, 'soft'),
    ),
  );
}

function paragraph(written: string, style?: 'soft' | 'good' | 'bad'): Html {
  return element(style === undefined ? 'p' : `p class="${style}"`, text(written));
}

/** Whether anything was found that must not be, and what. */
export function verdict(report: SimulationReport): Html {
  const { violations } = report;
  if (violations.length === 0) return paragraph('Nothing was found that must not be.', 'good');
  const told = violations.map(({ oracle, message, atMs }) =>
    element('div', paragraph(`${oracle}, ${new Date(atMs).toISOString()}`), element('pre', text(message))),
  );
  return element('section', paragraph(foundText(report), 'bad'), ...told);
}

function tiles({ goals, members, series, cost, faultsByKind }: SimulationReport): Html {
  const met = faultsByKind.reduce((sum, fault) => sum + fault.met, 0);
  const entries: readonly (readonly [string, string, string])[] = [
    [
      'goals met',
      goals.metShare === null ? '—' : percentText(goals.metShare),
      `${goals.met} of ${goals.met + goals.failed} decided, ${goals.opened} opened`,
    ],
    ['saved by each member', moneyText(members.savedPerMember), countOf(members.clients, 'member')],
    ['held at the end', moneyText(series.balances.books.at(-1) ?? '0'), 'by the books'],
    [
      'payments completed',
      String(cost.contributions),
      cost.each === null ? '' : `${cost.each.bankCalls} calls of the bank each`,
    ],
    ['faults met', String(met), 'and survived, unless it is said above'],
  ];
  const tile = ([name, value, more]: (typeof entries)[number]) =>
    element('div', element('dt', text(name)), element('dd', text(value), element('small', text(more))));
  return element('dl', ...entries.map(tile));
}

function sampled({ sample, population }: SimulationReport): readonly Html[] {
  if (sample === null) return [];
  const line = `Of ${population} goals ${sample.played} were played. All other figures on this page are of those; these are of all.`;
  const rows = scaledRows(sample);
  return [section('All goals', paragraph(line), tableHtml('95 % intervals', ['', '>estimate', '>from', '>to'], rows))];
}

function monthTable({ series }: SimulationReport): Html {
  const months = monthsOf(series);
  const { opened, met, expired, closed } = series.goals;
  const lines = [opened, met, expired, closed].map((values) => months.lasts(values));
  const sums = months.lasts(series.balances.books);
  const rows = months.starts.map((start, index) => [
    ...[start.slice(0, 7), ...lines.map((line) => String(line[index] ?? 0)), moneyText(sums[index] ?? '0')],
  ]);
  const titles = ['month', '>opened', '>met', '>past deadline', '>closed', '>held by the books'];
  return tableHtml('So far, at the end of each month', titles, rows);
}

function paymentTable({ contributions }: SimulationReport): Html {
  const rows = contributions.map(({ by, status, reason, count, amount }) => [
    ...[by, status, reason ?? '', String(count), moneyText(amount)],
  ]);
  return tableHtml(
    'Payments into goals that the bank was asked for',
    ['by', 'outcome', 'reason', '>count', '>sum'],
    rows,
  );
}

function unpaidTable({ plans }: SimulationReport): readonly Html[] {
  if (plans.unpaid.length === 0) return [];
  const rows = plans.unpaid.map(({ outcome, reason, count }) => [outcome, reason, String(count)]);
  return [tableHtml('Dates that were not paid', ['outcome', 'reason', '>count'], rows)];
}

function refusalTable({ refusals }: SimulationReport): Html {
  const rows = refusals.map(({ code, count }) => [code, String(count)]);
  return tableHtml('Refused calls, over all operations', ['code', '>count'], rows);
}

function faultTable({ faultsByKind }: SimulationReport): Html {
  const rows = faultsByKind.map(({ kind, planned, met }) => [kind, String(planned), String(met)]);
  return tableHtml(
    'A fault meets something when a call of its kind comes after it',
    ['kind', '>planned', '>met something'],
    rows,
  );
}

function messageTable(report: SimulationReport): Html {
  const rows = messagesByTemplate(report).map(({ template, left, waiting, withheld }) => [
    ...[template, String(left), String(waiting), String(withheld)],
  ]);
  return tableHtml('Messages', ['template', '>left', '>under way', '>withheld or failed'], rows);
}

function effectTable({ messageEffect }: SimulationReport): Html {
  const { reminded, heldOut, difference, low, high } = messageEffect;
  const group = (name: string, { clients, reminders, mean, deviation }: typeof reminded) => [
    ...[name, String(clients), String(reminders)],
    ...[mean, deviation].map((money) => (clients === 0 ? '—' : moneyText(money))),
  ];
  const interval = low === null || high === null ? '—' : `${moneyText(low)} to ${moneyText(high)}`;
  const caption = `Saved within seven days after a reminder was due. Difference: ${difference === null ? '—' : moneyText(difference)}, 95 % interval: ${interval}`;
  const rows = [group('reminded', reminded), group('held out', heldOut)];
  return tableHtml(caption, ['group', '>clients', '>reminders', '>mean', '>deviation'], rows);
}

function costTable({ cost, looks }: SimulationReport): Html {
  const { each } = cost;
  const rows = [
    ['steps', String(cost.steps), String(each?.steps ?? '—')],
    ['transactions', String(cost.transactions), String(each?.transactions ?? '—')],
    ['reads', String(cost.reads), '—'],
    ['calls of the bank', String(cost.bankCalls), String(each?.bankCalls ?? '—')],
    ...Object.entries(looks).map(([name, count]) => [`looked ${name}`, String(count), '—']),
  ];
  return tableHtml('Calls of store and bank', ['', '>in all', '>for each payment'], rows);
}
