import { z } from 'zod';
import { PLAN_RHYTHMS, type PlanMember, type SplitRule } from '../../src/savings/index.js';
import { invalidInput, parseClientId, parseMoney } from '../../src/shared/index.js';
import { day, money, parsedBy, percent, wholeNumber, words } from './inputs.js';

/** What a plan is asked for. */
export const planFields = {
  target: money(),
  months: wholeNumber().optional(),
  deadline: day().optional(),
  amount: money().optional(),
  every: z.enum(PLAN_RHYTHMS).optional(),
  have: money().optional(),
  rate: percent().optional(),
  step: parsedBy((raw) => (raw === 'tiyn' ? 1n : parseMoney(raw, '')))
    .describe('tiyn, 100, 500 …')
    .optional(),
  surplus: money().describe('tenge a month').optional(),
  start: day().optional(),
};

/** The fields of a plan, the nominal rate named as the core names it. */
export function planWish<Fields extends { readonly rate?: number | undefined }>({ rate, ...fields }: Fields) {
  return { ...fields, rateBps: rate };
}

type Entry = readonly [name: string, value: string | undefined];

const MEMBERS = 'aigerim=2,bolat=1';

/** Who shares a plan: `aigerim=2,bolat=1` or `aigerim,bolat` on the command line, a map or a list elsewhere. */
export const planMembers = () =>
  z
    .union([words(), z.array(words()), z.record(z.string(), words())], { error: `must be written like ${MEMBERS}` })
    .transform((given): readonly Entry[] => {
      if (typeof given === 'string') return entriesIn(given);
      return Array.isArray(given) ? given.map((name): Entry => [name, undefined]) : Object.entries(given);
    })
    .describe(MEMBERS);

/**
 * The members with their weights: the same for all, as they are written, or their incomes.
 *
 * @param split by weights when there are any, otherwise equally
 * @throws input.invalid
 */
export function membersOf(entries: readonly Entry[], split: SplitRule | undefined): readonly PlanMember[] {
  const rule = split ?? (entries.some(([, value]) => value !== undefined) ? 'weights' : 'equal');
  return entries.map(([name, value]) => {
    const client = parseClientId(name, 'members');
    return { client, weight: weightOf(rule, value, `members.${client}`) };
  });
}

function weightOf(rule: SplitRule, value: string | undefined, path: string): bigint {
  if (rule === 'equal') {
    if (value === undefined) return 1n;
    throw invalidInput({ path, message: 'has a value, which an equal split does not look at' });
  }
  if (value === undefined) throw invalidInput({ path, message: `has no ${rule === 'income' ? 'income' : 'weight'}` });
  if (rule === 'income') return parseMoney(value, path);
  const [, whole, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(value) ?? [];
  if (whole === undefined) throw invalidInput({ path, message: 'is not a weight such as 2 or 1.5' });
  return BigInt(whole + decimals.padEnd(2, '0'));
}

/** Numbers of contributions: `3,5` on the command line, a list elsewhere. */
export const contributionNumbers = () =>
  z
    .union([z.array(wholeNumber()), words().transform(partsOf).pipe(z.array(wholeNumber()))], {
      error: 'must be written like 3,5',
    })
    .describe('3,5');

const WHAT_IF = '"months=18; amount=50000,rate=12"';
const planChanges = z.array(z.strictObject({ ...planFields, target: money().optional() }));
type ChangesInput = z.input<typeof planChanges>;

/** Plans to compare: `months=18; amount=50000,rate=12` on the command line, a list of fields elsewhere. */
export const whatIfs = () => {
  const schema = z.preprocess((raw, context) => (typeof raw === 'string' ? changesIn(raw, context) : raw), planChanges);
  // What comes before a preprocessing is unknown to zod; callers of the library are told what it may be.
  return (schema as z.ZodType<z.output<typeof planChanges>, string | ChangesInput>).describe(WHAT_IF);
};

function changesIn(text: string, context: z.RefinementCtx): unknown {
  const plans = text.split(';').map(entriesIn);
  for (const entries of plans) {
    const names = entries.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    const isBroken = entries.some(([name, value]) => name === '' || value === undefined);
    const message = isBroken ? `must be written like ${WHAT_IF}` : `names ${twice} twice in one plan`;
    if (isBroken || twice !== undefined) context.addIssue({ code: 'custom', message });
  }
  return plans.map((entries) => Object.fromEntries(entries));
}

function partsOf(text: string): (string | number | bigint)[] {
  return text.split(',').map((part) => part.trim());
}

/** The parts of `name=value,name=value`; a name may stand without a value. */
function entriesIn(text: string): readonly Entry[] {
  return text.split(',').map((part): Entry => {
    const [name = '', ...value] = part.split('=');
    return [name.trim(), value.length === 0 ? undefined : value.join('=').trim()];
  });
}
