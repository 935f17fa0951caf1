import type { PlanNote, PlanObstacle, PlanProposal } from '../../src/savings/index.js';
import { displayMoney, type Money } from '../../src/shared/index.js';
import type { View } from './style.js';
import { countOf } from './text.js';

/** What a client should know about a plan, one sentence a line. */
export function noteTexts({ notes, catchUp, amount, every }: PlanProposal, view: View): readonly string[] {
  const money = (sum: Money) => displayMoney(sum, view.locale);
  const told = notes.map((note) => noteText(note, money));
  if (catchUp === null) return told;
  const { missed, planned, from, otherwiseMetOn } = catchUp;
  const names = `${missed.length === 1 ? 'Contribution' : 'Contributions'} ${missed.join(', ')}`;
  const verb = missed.length === 1 ? 'was' : 'were';
  if (amount === planned) return [`${names} ${verb} missed; the rounded amount has room for that and stays.`, ...told];
  const rest = `from ${from} on it is ${money(amount)} a ${every} instead of ${money(planned)}.`;
  const otherwise =
    otherwiseMetOn === null
      ? `With ${money(planned)} as before it would not be met in the longest plan.`
      : `With ${money(planned)} as before the target is met on ${otherwiseMetOn}.`;
  return [`${names} ${verb} missed; to catch up in the rest of the term, ${rest}`, otherwise, ...told];
}

function noteText(note: PlanNote, money: (sum: Money) => string): string {
  switch (note.code) {
    case 'already-met':
      return 'The money at hand is the target already.';
    case 'met-by-interest':
      return `The money at hand and its interest meet the target on ${note.date}.`;
    case 'met-early':
      return `The amount is rounded up: the target is met on ${note.date}, ${countOf(note.saved, 'contribution')} early.`;
    case 'last-trimmed':
      return `The last contribution is ${money(note.amount)}, what is missing.`;
    case 'last-below-minimum':
      return `The last contribution is ${money(note.amount)}, below the ${money(note.bound)} of an automatic transfer: pay it by hand.`;
  }
}

/** Why a plan cannot be carried out. */
export function obstacleText({ code, client, amount, bound }: PlanObstacle, view: View): string {
  const [asked, allowed] = [displayMoney(amount, view.locale), displayMoney(bound, view.locale)];
  const whose = client === null ? '' : ` of ${client}`;
  switch (code) {
    case 'below-minimum':
      return `A contribution${whose} of ${asked} is below ${allowed}, the minimum of an automatic transfer.`;
    case 'over-limit':
      return `${client ?? 'The client'} would put in ${asked}; one client saves at most ${allowed}, over all goals.`;
    case 'over-surplus':
      return `It costs ${asked} in an average month; ${allowed} can be spared.`;
  }
}
