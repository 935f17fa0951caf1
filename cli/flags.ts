import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Operation } from '../adapters/operations/index.js';
import { DomainError, invalidInput } from '../src/shared/index.js';
import { once } from './global-options.js';

/** A field of an operation's input as the command line knows it. */
type Field = {
  readonly name: string;
  readonly flag: string;
  readonly isRequired: boolean;
  readonly isSwitch: boolean;
  /** What a value looks like. */
  readonly value: string;
  /** The words that are accepted, when there are only some. */
  readonly words: readonly string[];
};

/** `minContribution` is `--min-contribution`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Gives a command one flag for each field of the operation's input, and its positional argument. */
export function addFlags(command: Command, { input, positional }: Operation): void {
  for (const { name, flag, isRequired, isSwitch, value, words } of fieldsOf(input)) {
    if (isSwitch) {
      command.option(flag, 'yes').option(`--no-${flag.slice(2)}`, 'no');
      continue;
    }
    const need = isRequired ? ['required'] : [];
    const place = name === positional ? ['with or without the flag'] : [];
    const text = [...need, ...place, words.join(' | ')].filter((part) => part !== '').join(', ');
    command.addOption(new Option(`${flag} <${value}>`, text).argParser(once));
  }
  if (positional === undefined) return;
  const isRequired = fieldsOf(input).some(({ name, isRequired: needed }) => name === positional && needed);
  // Declared optional in any case: the flag may be given instead, and the schema says what is missing.
  command.argument(`[${positional}]`).usage(`${isRequired ? `<${positional}>` : `[${positional}]`} [options]`);
}

/**
 * The operation's input as it was given by flags and the positional argument.
 *
 * @throws input.invalid when the positional argument and its flag contradict each other
 */
export function readInput(command: Command, { input, positional }: Operation): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name } of fieldsOf(input)) {
    const value: unknown = command.getOptionValue(name);
    if (value !== undefined) values[name] = value;
  }
  const [argument] = command.args;
  if (positional === undefined || argument === undefined) return values;
  if (values[positional] !== undefined && values[positional] !== argument) {
    throw invalidInput({ path: positional, message: 'was given twice, with different values' });
  }
  return { ...values, [positional]: argument };
}

/**
 * The words of a command line with every switch spelt without a value: `--yes false` and `--yes=false` as `--no-yes`,
 * since YAML and JSON say it that way.
 */
export function spellSwitches(words: readonly string[], switches: ReadonlySet<string>): string[] {
  const spelt: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return [...spelt, ...words.slice(index)];
    const [flag = '', own] = word.split('=');
    const value = own ?? words[index + 1];
    if (!switches.has(flag) || (value !== 'true' && value !== 'false')) {
      spelt.push(word);
      continue;
    }
    spelt.push(value === 'true' ? flag : `--no-${flag.slice(2)}`);
    if (own === undefined) index += 1;
  }
  return spelt;
}

/** The fields of an operation's input, in the order of its schema. */
export function fieldsOf({ shape }: z.ZodObject): readonly Field[] {
  return Object.entries(shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : (schema as z.ZodType);
    return {
      name,
      flag: flagOf(name),
      isRequired: !(schema instanceof z.ZodOptional),
      // Only a switch takes both the value and its word.
      isSwitch: accepts(inner, true) && accepts(inner, 'true') && !accepts(inner, 'a'),
      value: inner.description ?? (inner instanceof z.ZodEnum ? 'word' : 'text'),
      words: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
    };
  });
}

function accepts(schema: z.ZodType, value: unknown): boolean {
  try {
    return schema.safeParse(value).success;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
