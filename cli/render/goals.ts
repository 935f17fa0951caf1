import type { GoalView } from '../../src/savings/index.js';
import { displayMoney, formatInstant } from '../../src/shared/index.js';
import { scalar } from './anything.js';
import { bar, percentOf } from './bars.js';
import type { ResultOf } from './result.js';
import { moneyText, type View } from './style.js';
import { fields, page, table } from './table.js';
import { printable, shorten } from './text.js';

const BPS_PER_PERCENT = 100;
const LIST_BAR = 10;
const LIST_TITLE = 28;
/** Space beside the bar for the percentage. */
const BAR_MARGIN = 30;

/** A goal with its terms and its members. */
export function goal(result: GoalView, view: View): string {
  const terms = fields(
    [
      ['missing', displayMoney(result.missing, view.locale)],
      ['deadline', result.deadline],
      ['minimum', result.minContribution === null ? undefined : displayMoney(result.minContribution, view.locale)],
      ['decision', result.decision],
      ['organiser', result.organiser],
      ['deputy', result.deputy ?? undefined],
      ['interest', `${result.interestRateBps / BPS_PER_PERCENT} % a year`],
      ['account', result.account],
      ['opened', formatInstant(result.createdAt)],
    ],
    view.style,
  );
  return page(goalHeading(result, view), terms, members(result, view));
}

/** The title of a goal, what it is, and how far it is. */
export function goalHeading(result: GoalView, view: View): string {
  const { style, locale } = view;
  const { id, title, kind, status, frozen, collected, target, pending } = result;
  const isMoving = pending > 0n;
  const state = status === 'active' ? style.green(status) : style.yellow(status);
  return [
    style.bold(printable(title)),
    `${id}  ${kind}, ${state}${frozen ? `, ${style.red('frozen by a dispute')}` : ''}`,
    `${style.cyan(bar(collected, target, view.width - BAR_MARGIN))} ${percentOf(collected, target)}`,
    `${displayMoney(collected, locale)} of ${displayMoney(target, locale)}${isMoving ? `, ${displayMoney(pending, locale)} on its way` : ''}`,
  ].join('\n');
}

/** Goals, one a line. */
export function goalList(result: readonly GoalView[], view: View): string {
  if (result.length === 0) return view.style.dim('No goals.');
  const columns = [
    { title: 'id' },
    { title: 'title' },
    { title: 'status' },
    { title: 'collected', align: 'right' },
    { title: 'target', align: 'right' },
    { title: 'progress' },
    { title: '', align: 'right' },
    { title: 'deadline' },
    { title: 'members', align: 'right' },
  ] as const;
  const rows = result.map((each) => [
    each.id,
    shorten(printable(each.title), LIST_TITLE),
    each.frozen ? `${each.status}, frozen` : each.status,
    displayMoney(each.collected, view.locale),
    displayMoney(each.target, view.locale),
    view.style.cyan(bar(each.collected, each.target, LIST_BAR)),
    percentOf(each.collected, each.target),
    each.deadline,
    String(each.members.filter(({ status }) => status === 'active').length),
  ]);
  return table(columns, rows, view.style);
}

/** What happened in a goal, one event a line. */
export function history(result: ResultOf<'goals.history'>, view: View): string {
  const rows = result.map(({ at, type, actor, client, data }) => [
    formatInstant(at),
    type,
    printable(actor),
    client ?? '',
    scalar(data, view),
  ]);
  return table(
    [{ title: 'when' }, { title: 'what' }, { title: 'by' }, { title: 'member' }, { title: '' }],
    rows,
    view.style,
  );
}

/** The place that was taken, and the goal it is in. */
export function accepted({ goal: joined, member }: ResultOf<'invitations.accept'>, view: View): string {
  return page(`${member.client} is a ${member.role} of this goal.`, goal(joined, view));
}

function members({ members: all }: GoalView, view: View): string {
  const columns = [
    { title: 'member' },
    { title: 'role' },
    { title: 'status' },
    { title: 'principal', align: 'right' },
    { title: 'interest', align: 'right' },
    { title: 'on plan' },
  ] as const;
  const rows = all.map(({ client, role, status, principal, interest, onPlan }) => [
    client,
    role,
    status,
    moneyText(principal, view),
    moneyText(interest, view),
    onPlan ? 'yes' : 'no',
  ]);
  return table(columns, rows, view.style);
}
