import {
  applyRate,
  type CivilDate,
  Decimal,
  endOfMonth,
  type Money,
  minMoney,
  rateFraction,
} from '../../shared/index.js';
import type { Plan } from './plan.js';
import { type DueDate, type FixedRule, LADDER_WEEKS, watchesAccount } from './plan-rule.js';

/**
 * What a date of the plan asks for, in tiyn. A plan that watches the account asks for nothing of its own: what it saw
 * is in what it has collected.
 *
 * Formula of a stepped amount: amount x (1 + p)^k, half-even to the tiyn, where k counts the whole spans of
 * `everyMonths` since the first date, or the rises of the income.
 */
export function sumOf(plan: Pick<Plan, 'rule' | 'rises' | 'startedOn'>, due: DueDate): Money {
  const { rule } = plan;
  if (watchesAccount(rule)) return 0n;
  if (rule.kind === 'ladder') return rule.unit * BigInt(rule.descending ? LADDER_WEEKS + 1 - due.number : due.number);
  const steps = stepsOf(rule, plan, due.on);
  if (rule.growth === null || steps === 0) return rule.amount;
  const factor = rateFraction(rule.growth.by).plus(1);
  // Capped before it is money: a hundred steps of 100 % are more than there is.
  const exact = Decimal.min(factor.pow(steps), MAX_FACTOR);
  return minMoney(applyRate(rule.amount, exact, 'half-even'), MAX_STEPPED_AMOUNT);
}

/** No client saves more than the limit over all goals; a step beyond it would only be trimmed. */
const MAX_STEPPED_AMOUNT: Money = 1_000_000_000_00n;
const MAX_FACTOR = new Decimal(1_000_000);

function stepsOf(
  { growth }: FixedRule,
  { rises, startedOn }: Pick<Plan, 'rises' | 'startedOn'>,
  on: CivilDate,
): number {
  if (growth === null) return 0;
  return 'onRise' in growth ? rises : Math.floor(monthsBetween(startedOn, on) / growth.everyMonths);
}

/** Whole months from one day to another; a series that clamps to the end of a short month has completed it. */
function monthsBetween(from: CivilDate, to: CivilDate): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split('-').map(Number);
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth;
  const isShort = toDay < fromDay && toDay < lastDayOf(to);
  return Math.max(0, isShort ? months - 1 : months);
}

function lastDayOf(date: CivilDate): number {
  return Number(endOfMonth(date).slice(8));
}
