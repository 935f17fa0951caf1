import { addDays, type CivilDate, startOfMonth } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { Plan } from './plan.js';
import { gatheredFrom, incomeIn, measureIncome } from './plan-income.js';
import { watchesAccount } from './plan-rule.js';

/** The bank may book an entry some days after the day it counts from. */
const LATE_BOOKING_DAYS = 10;

/** Days of the client's account, both included, by value date. */
export type AccountDays = { readonly from: CivilDate; readonly to: CivilDate };

/**
 * The days of the account that the plan has to be told of before its present date is decided: those that are over and
 * that it has not seen, or the last month for an amount that follows the income. Null when it need not know any.
 */
export function daysToWatch({ rule, readTo }: Pick<Plan, 'rule' | 'readTo'>, today: CivilDate): AccountDays | null {
  const yesterday = addDays(today, -1);
  if (watchesAccount(rule)) {
    return readTo >= yesterday ? null : { from: addDays(readTo, 1 - LATE_BOOKING_DAYS), to: yesterday };
  }
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
    const gathered = gatheredFrom(rule, entries, { after: plan.readTo, upTo: days.to });
    return { ...plan, collected: plan.collected + gathered, readTo: days.to };
  }
  const income = incomeIn(entries, { after: addDays(days.from, -1), upTo: days.to });
  return { ...plan, ...measureIncome(plan, income), readTo: days.to };
}
