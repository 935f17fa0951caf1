import { applyRate, civilDateOf, type CivilDate, type Money, rateFraction, sumMoney } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { IncomeShareRule, RoundUpRule } from './plan-rule.js';

/** The days of a client's account that are looked at, both included. */
export type AccountDays = { readonly from: CivilDate; readonly to: CivilDate };

/**
 * What a plan takes from what happened on the account: its share of the salaries, each rounded down to the tiyn, or
 * what rounds each card purchase up to the next multiple. An entry counts on the day on which the bank booked it.
 */
export function gatheredFrom(
  rule: IncomeShareRule | RoundUpRule,
  entries: readonly BankEntry[],
  days: AccountDays,
): Money {
  const seen = entries.filter(({ bookedAt }) => isWithin(civilDateOf(bookedAt), days));
  if (rule.kind === 'income-share') {
    const factor = rateFraction(rule.share);
    return sumMoney(salaries(seen).map((amount) => applyRate(amount, factor, 'down')));
  }
  const purchases = seen.filter(({ kind, amount }) => kind === 'card' && amount < 0n).map(({ amount }) => -amount);
  return sumMoney(purchases.map((amount) => roundUp(amount, rule.to) - amount));
}

/** The salaries of the days, in tiyn. */
export function incomeIn(entries: readonly BankEntry[], days: AccountDays): Money {
  return sumMoney(salaries(entries.filter(({ bookedAt }) => isWithin(civilDateOf(bookedAt), days))));
}

/** An income counts as risen when it is at least a twentieth above the last measure: less is noise. */
const RISE_DENOMINATOR = 20n;

/**
 * Compares a month's income with the last measure: the first month is only measured, a month without income says
 * nothing, and a lower one does not lower the measure.
 */
export function measureIncome(
  { rises, income }: { readonly rises: number; readonly income: Money | null },
  lastMonth: Money,
): { readonly rises: number; readonly income: Money | null } {
  if (lastMonth === 0n) return { rises, income };
  if (income === null) return { rises, income: lastMonth };
  const hasRisen = lastMonth * RISE_DENOMINATOR >= income * (RISE_DENOMINATOR + 1n);
  return hasRisen ? { rises: rises + 1, income: lastMonth } : { rises, income };
}

function salaries(entries: readonly BankEntry[]): Money[] {
  return entries.filter(({ kind, amount }) => kind === 'salary' && amount > 0n).map(({ amount }) => amount);
}

function roundUp(amount: Money, to: Money): Money {
  return ((amount + to - 1n) / to) * to;
}

function isWithin(day: CivilDate, { from, to }: AccountDays): boolean {
  return day >= from && day <= to;
}
