import type { PlanRule } from '../../src/savings/index.js';
import type { ResultOf } from './result.js';
import { moneyText, type View } from './style.js';
import { fields, page, table } from './table.js';
import { countOf, printable } from './text.js';

type Plan = ResultOf<'plans.show'>;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const PERCENT_BPS = 100;

/** One plan: what it does, what stays on the account, and what comes next. */
export function plan(result: Plan, view: View): string {
  const { style } = view;
  const { status, goal, floor, catchUp, collected, missed, attempts, consent } = result;
  const paper = consent.reference === null ? '' : `, ${printable(consent.reference)}`;
  return page(
    `${style.bold(ruleText(result.rule, view))}, ${statusText(result, view)}\n${style.dim(result.id)}`,
    fields(
      [
        ['goal', goal],
        ['client', result.client],
        ['stays on the account', moneyText(floor, view)],
        ['catches up', catchUp ? 'yes' : 'no'],
        ['collected', collected === 0n ? undefined : moneyText(collected, view)],
        ['missed', missed === 0n ? undefined : moneyText(missed, view)],
        ['attempts without money', attempts === 0 ? undefined : String(attempts)],
        ['consent', `${consent.givenBy}${paper}`],
      ],
      style,
    ),
    status === 'active' || status === 'paused' ? nextDates(result, view) : undefined,
  );
}

/** Plans one a line, each with its next date. */
export function planList(plans: ResultOf<'plans.list'>, view: View): string {
  if (plans.length === 0) return 'No plans.';
  const rows = plans.map((one) => {
    const [next] = one.next;
    const sum = next === undefined || next.amount === null ? '' : moneyText(next.amount, view);
    return [one.id, one.client, statusText(one, view), ruleText(one.rule, view), next?.runOn ?? '', sum];
  });
  const columns = [
    ...['plan', 'client', 'status', 'saves', 'next'].map((title) => ({ title })),
    { title: 'amount', align: 'right' as const },
  ];
  return page(table(columns, rows, view.style), countOf(plans.length, 'plan'));
}

/** What a run has paid, and what not and why. */
export function runReport(result: ResultOf<'transfers.run'>, view: View): string {
  const { style } = view;
  const { date, dryRun, due, done, counts, moved, stopped, settled } = result;
  const what = dryRun ? 'Dry run, nothing was moved' : `${moneyText(moved, view)} moved`;
  const ends = {
    interrupted: 'it was interrupted',
    'too-many-errors': 'too many errors',
    'bank-unavailable': 'the bank is away',
  };
  const waits = settled === null ? 0 : settled.held + settled.unanswered + settled.failed.length;
  const rows = counts.map(({ outcome, reason, count, amount }) => [
    outcome,
    reason ?? '',
    String(count),
    amount === 0n ? '' : moneyText(amount, view),
  ]);
  const columns = [
    { title: 'outcome' },
    { title: 'reason' },
    { title: 'dates', align: 'right' as const },
    { title: 'amount', align: 'right' as const },
  ];
  return page(
    `${style.bold(date)}: ${countOf(due, 'date')} due, ${done} worked on. ${what}.`,
    rows.length === 0 ? undefined : table(columns, rows, style),
    settled === null || settled.completed + settled.refused + waits === 0
      ? undefined
      : `From an earlier run: ${settled.completed} settled, ${settled.refused} refused, ${waits} still wait.`,
    stopped === null
      ? undefined
      : style.yellow(`Stopped before the end: ${ends[stopped]}. Start it again to go on; nothing is paid twice.`),
  );
}

function statusText({ status, isSending }: Plan, { style }: View): string {
  const paint = { active: style.green, paused: style.yellow, finished: style.dim, stopped: style.dim };
  return paint[status](isSending ? `${status}, on its way` : status);
}

function nextDates({ next }: Plan, view: View): string {
  if (next.length === 0) return 'No more dates before the goal’s deadline.';
  const rows = next.map(({ on, runOn, amount }) => [
    on,
    on === runOn ? '' : runOn,
    amount === null ? 'what the account gives' : moneyText(amount, view),
  ]);
  return table([{ title: 'next' }, { title: 'moved on' }, { title: 'amount', align: 'right' }], rows, view.style);
}

function ruleText(rule: PlanRule, view: View): string {
  switch (rule.kind) {
    case 'fixed': {
      const { amount, every, on, growth } = rule;
      const day = every === 'month' ? `on day ${on} of every month` : `every ${fortnight(every)}${WEEKDAYS[on - 1]}`;
      return `${moneyText(amount, view)} ${day}${growth === null ? '' : `, ${growthText(growth)}`}`;
    }
    case 'income-share':
      return `${rule.share / PERCENT_BPS} % of income`;
    case 'round-up':
      return `purchases rounded up to ${moneyText(rule.to, view)}`;
    case 'ladder':
      return `52-week ladder of ${moneyText(rule.unit, view)}${rule.descending ? ', downwards' : ''}`;
  }
}

function fortnight(every: 'week' | 'fortnight'): string {
  return every === 'week' ? '' : 'second ';
}

type Growth = NonNullable<Extract<PlanRule, { readonly kind: 'fixed' }>['growth']>;

function growthText(growth: Growth): string {
  const by = `+${growth.by / PERCENT_BPS} %`;
  return 'onRise' in growth ? `${by} when income rises` : `${by} every ${countOf(growth.everyMonths, 'month')}`;
}
