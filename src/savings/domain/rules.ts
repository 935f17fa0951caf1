import {
  type CivilDate,
  invalidInput,
  type Money,
  parseMoney,
  parsePercent,
  type RateBps,
} from '../../shared/index.js';

/** The bank's limits and terms that hold on a given day, and the version that says so. */
export type Rules = {
  /** 0 are the defaults; each change makes the next. An operation records the version that decided it. */
  readonly version: number;
  readonly minTargetShared: Money;
  readonly minTargetPersonal: Money;
  readonly maxMembers: number;
  /** One client's principal over all goals, pending included. */
  readonly clientLimit: Money;
  readonly minAutomaticTransfer: Money;
  /** What an automatic transfer always leaves on the main account; a client may choose more. */
  readonly minFloor: Money;
  /** Nominal, a year. */
  readonly interestRate: RateBps;
  readonly dayCount: 'actual/365';
  readonly capitalisation: 'monthly' | 'none';
  readonly invitationDays: number;
};

export type RuleName = Exclude<keyof Rules, 'version'>;

/** A change of one rule, with the date from which it holds. Values are kept as the text that was given. */
export type RuleChange = {
  readonly version: number;
  readonly name: RuleName;
  readonly value: string;
  readonly from: CivilDate;
  readonly setAt: Date;
  readonly setBy: string;
};

/** What holds until an admin says otherwise. */
export const DEFAULT_RULES: Rules = {
  version: 0,
  minTargetShared: 10_000_00n,
  minTargetPersonal: 1_000_00n,
  maxMembers: 10,
  clientLimit: 10_000_000_00n,
  minAutomaticTransfer: 1_000_00n,
  minFloor: 5_000_00n,
  interestRate: 1400,
  dayCount: 'actual/365',
  capitalisation: 'monthly',
  invitationDays: 7,
};

/** A hundred members fit every query and every vote that Jinaq was measured with. */
const MAX_MEMBERS_LIMIT = 100;
const MAX_INVITATION_DAYS = 365;

const PARSERS: { readonly [Name in RuleName]: (text: string) => Rules[Name] } = {
  minTargetShared: positiveMoney,
  minTargetPersonal: positiveMoney,
  maxMembers: (text) => wholeNumber(text, 1, MAX_MEMBERS_LIMIT),
  clientLimit: positiveMoney,
  minAutomaticTransfer: positiveMoney,
  minFloor: positiveMoney,
  interestRate: (text) => parsePercent(text, 'value'),
  dayCount: (text) => oneOf(text, ['actual/365']),
  capitalisation: (text) => oneOf(text, ['monthly', 'none']),
  invitationDays: (text) => wholeNumber(text, 1, MAX_INVITATION_DAYS),
};

export const RULE_NAMES = Object.keys(PARSERS) as readonly RuleName[];

/**
 * Reads a rule's value as an admin writes it: money in tenge, a rate in percent a year, a whole number or a word.
 *
 * @throws input.invalid naming what would be accepted
 */
export function parseRuleValue<Name extends RuleName>(name: Name, text: string): Rules[Name] {
  return PARSERS[name](text);
}

/** The rules that hold on a day: the defaults, overlaid by every change whose date has come, in order of version. */
export function rulesOn(date: CivilDate, changes: readonly RuleChange[]): Rules {
  const due = changes.filter((change) => change.from <= date).sort((a, b) => a.version - b.version);
  return due.reduce<Rules>(
    (rules, { version, name, value }) => ({ ...rules, [name]: parseRuleValue(name, value), version }),
    DEFAULT_RULES,
  );
}

function positiveMoney(text: string): Money {
  const amount = parseMoney(text, 'value');
  if (amount <= 0n) throw invalidInput({ path: 'value', message: 'must be above zero' });
  return amount;
}

function wholeNumber(text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw invalidInput({ path: 'value', message: `must be a whole number from ${min} to ${max}` });
}

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw invalidInput({ path: 'value', message: `must be one of ${words.join(', ')}` });
  return word;
}
