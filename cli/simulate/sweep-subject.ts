import { parseRuleValue, RULE_NAMES, type RuleName } from '../../src/savings/index.js';
import { DomainError, invalidInput } from '../../src/shared/index.js';
import type { SimulationOptions } from './options.js';
import { PARAMETERS, type ParameterName } from './people/parameters.js';

/** What a sweep changes from run to run. */
export type SweepSubject = {
  readonly name: string;
  /** At least two, as they were given. */
  readonly values: readonly string[];
  /** The options of a run with one of the values. */
  readonly apply: (options: SimulationOptions, value: string) => SimulationOptions;
};

const PEOPLE = 'people.';
const DIFFERENT = 'is NAME=VALUE,VALUE…, with two different values or more, such as minFloor=5000,20000';

/**
 * Reads `minFloor=5000,20000` or `people.discipline=0.5,0.9`.
 *
 * @throws input.invalid for a name or a value that there is not, before anything is played
 */
export function parseSweep(text: string): SweepSubject {
  const [, name = '', list = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const values = list.split(',').map((value) => value.trim());
  if (values.length < 2 || values.includes('')) throw wrong(DIFFERENT);
  return name.startsWith(PEOPLE) ? parameterSubject(name, values) : ruleSubject(name, values);
}

function ruleSubject(name: string, values: readonly string[]): SweepSubject {
  const rule = RULE_NAMES.find((candidate) => candidate === name);
  if (rule === undefined) {
    throw wrong(`knows no ${name}; it changes ${RULE_NAMES.join(', ')}, or a parameter of people as people.NAME`);
  }
  requireDifferent(values.map((value) => readRule(rule, value)));
  return { name, values, apply: (options, value) => ({ ...options, rules: { ...options.rules, [rule]: value } }) };
}

function readRule(rule: RuleName, value: string): unknown {
  try {
    return parseRuleValue(rule, value);
  } catch (error) {
    throw wrong(`cannot set ${rule} to ${value}: ${error instanceof DomainError ? error.message : String(error)}`);
  }
}

function parameterSubject(name: string, values: readonly string[]): SweepSubject {
  const wanted = name.slice(PEOPLE.length);
  const parameter = (Object.keys(PARAMETERS) as ParameterName[]).find((candidate) => candidate === wanted);
  if (parameter === undefined) throw wrong(`knows no parameter ${wanted} of people; a file of people names them all`);
  const parsed = new Map(values.map((value) => [value, parameterOf(parameter, value)]));
  requireDifferent(values.map((value) => parsed.get(value)));
  return {
    ...{ name, values },
    apply: (options, value) => ({ ...options, people: { ...options.people, [parameter]: parsed.get(value) } }),
  };
}

function parameterOf(name: ParameterName, value: string): unknown {
  const parsed = PARAMETERS[name].safeParse(value);
  if (parsed.success) return parsed.data;
  throw wrong(`cannot set ${name} to ${value}: it ${parsed.error.issues[0]?.message ?? 'is something else'}`);
}

/** Compared with itself, written otherwise, a value shows no difference. */
function requireDifferent(values: readonly unknown[]): void {
  if (new Set(values.map(String)).size < values.length) throw wrong(DIFFERENT);
}

function wrong(message: string): DomainError {
  return invalidInput({ path: 'sweep', message });
}
