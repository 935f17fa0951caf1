import { addDays, type CivilDate, startOfMonth } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { Plan } from './plan.js';
import { type AccountDays, gatheredFrom, incomeIn, measureIncome } from './plan-income.js';
import { watchesAccount } from './plan-rule.js';

/** An entry may count from a day so far from the one on which the bank booked it, before it or after. */
const MAX_VALUE_DATE_DAYS = 10;

/** The value dates that hold every entry which was booked on these days. */
export function valueDatesOf({ from, to }: AccountDays): AccountDays {
  return { from: addDays(from, -MAX_VALUE_DATE_DAYS), to: addDays(to, MAX_VALUE_DATE_DAYS) };
}

/**
 * The days, by booking, that the plan has to be told of before its present date is decided: those that are over and
 * that it has not seen, or the last month for an amount that follows the income. Null when it need not know any.
 */
export function daysToWatch({ rule, readTo }: Pick<Plan, 'rule' | 'readTo'>, today: CivilDate): AccountDays | null {
  const yesterday = addDays(today, -1);
  if (watchesAccount(rule)) return readTo >= yesterday ? null : { from: addDays(readTo, 1), to: yesterday };
  if (rule.kind !== 'fixed' || rule.growth === null || !('onRise' in rule.growth)) return null;
  const lastDay = addDays(startOfMonth(today), -1);
  return lastDay <= readTo ? null : { from: startOfMonth(lastDay), to: lastDay };
}

/** The plan with what happened on the account since it last looked. */
export function watchAccount(plan: Plan, entries: readonly BankEntry[], today: CivilDate): Plan {
  const days = daysToWatch(plan, today);
  if (days === null) return plan;
  const { rule } = plan;
  if (watchesAccount(rule)) {
    return { ...plan, collected: plan.collected + gatheredFrom(rule, entries, days), readTo: days.to };
  }
  return { ...plan, ...measureIncome(plan, incomeIn(entries, days)), readTo: days.to };
}
