import type { CivilDate, Money } from '../../shared/index.js';
import type { Course } from './plan-course.js';
import { contributionDate } from './plan-interval.js';
import type { SavingTerms } from './plan-wish.js';
import { splitSum } from './plan-split.js';
import type { Rules } from './rules.js';

/** What a client should know about a plan besides its figures. Money in tiyn. */
export type PlanNote =
  /** The money at hand meets the target: nothing has to be put in. */
  | { readonly code: 'already-met' }
  /** The money at hand and its interest meet the target on that day: nothing has to be put in. */
  | { readonly code: 'met-by-interest'; readonly date: CivilDate }
  /** The amount is rounded up, so that the target is met before the term is over. */
  | { readonly code: 'met-early'; readonly date: CivilDate; readonly saved: number }
  /** The last contribution is only what is missing. */
  | { readonly code: 'last-trimmed'; readonly amount: Money }
  /** The last contribution is under the minimum of an automatic transfer: it has to be paid by hand. */
  | { readonly code: 'last-below-minimum'; readonly amount: Money; readonly bound: Money };

/** What is worth saying about a plan, in the order of its days. */
export function notesOn(course: Course, terms: SavingTerms, rules: Rules): readonly PlanNote[] {
  const { saving, every, start, members, step } = terms;
  const { amount, steps, count, past } = course;
  if (saving.have >= saving.target) return [{ code: 'already-met' }];
  const date = contributionDate(start, steps.length, every);
  if (amount === 0n) return [{ code: 'met-by-interest', date }];
  const notes: PlanNote[] = [];
  if (steps.length < count) notes.push({ code: 'met-early', date, saved: count - steps.length });
  const last = steps.length > past ? (steps.at(-1)?.contribution ?? 0n) : 0n;
  if (last > 0n && last < amount) {
    const bound = rules.minAutomaticTransfer;
    const full = splitSum(amount, members, step);
    const isTooSmall = splitSum(last, members, step).some(
      (part, index) => part < bound && bound <= (full[index] ?? 0n),
    );
    notes.push(
      isTooSmall ? { code: 'last-below-minimum', amount: last, bound } : { code: 'last-trimmed', amount: last },
    );
  }
  return notes;
}
