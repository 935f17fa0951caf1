import { type CivilDate, DomainError, type InputProblem, invalidInput } from '../../shared/index.js';
import { type PlanProposal, proposePlan } from './plan-proposal.js';
import type { PlanWish } from './plan-wish.js';
import type { Rules } from './rules.js';

/** What would be asked differently. Naming one of months, deadline and amount takes the place of the others. */
export type PlanChanges = {
  readonly [Name in Exclude<keyof PlanWish, 'members' | 'missed'>]?: PlanWish[Name] | undefined;
};

/** A plan as it would be with some changes. */
export type WhatIf = { readonly changes: PlanChanges; readonly proposal: PlanProposal };

/** More columns than that nobody compares. */
export const MAX_WHAT_IFS = 10;

/**
 * Proposes a plan again and again, each time with other changes to the same wish. Each is what would be proposed if
 * it were asked for by itself.
 *
 * @throws input.invalid with the place of the changes before the path: `whatIf.1.months`
 */
export function comparePlans(
  wish: PlanWish,
  changes: readonly PlanChanges[],
  rules: Rules,
  today: CivilDate,
): readonly WhatIf[] {
  if (changes.length > MAX_WHAT_IFS) {
    throw invalidInput({ path: 'whatIf', message: `at most ${MAX_WHAT_IFS} plans are compared at once` });
  }
  return changes.map((each, index) => {
    const changed = applyChanges(wish, each);
    return { changes: each, proposal: atPlace(`whatIf.${index}`, () => proposePlan(changed, rules, today)) };
  });
}

function applyChanges({ months, deadline, amount, ...others }: PlanWish, changes: PlanChanges): PlanWish {
  const isTermChanged = [changes.months, changes.deadline, changes.amount].some((value) => value !== undefined);
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...others, ...(isTermChanged ? {} : { months, deadline, amount }), ...Object.fromEntries(given) };
}

function atPlace<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const problems = error instanceof DomainError ? (error.details.problems as readonly InputProblem[]) : undefined;
    if (problems === undefined) throw error;
    throw invalidInput(...problems.map(({ path, message }) => ({ path: `${place}.${path}`, message })));
  }
}
