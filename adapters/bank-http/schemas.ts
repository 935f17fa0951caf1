import { z } from 'zod';
import {
  type CivilDate,
  DomainError,
  MAX_CLIENT_ID_LENGTH,
  type Money,
  parseCivilDate,
  parseInstant,
  parseMoney,
} from '../../src/shared/index.js';

/** The longest key of a transfer or an account opening, in characters. */
export const MAX_KEY_LENGTH = 200;
const MAX_ACCOUNT_LENGTH = 34;
const MAX_PURPOSE_LENGTH = 140;
const MAX_REFERENCE_LENGTH = 140;

/** `.` and `..` would be resolved away on the way to the bank, and half a character cannot be written in UTF-8. */
const UNFIT_FOR_A_PATH = /^\.{1,2}$|\p{Cs}/u;
const WRITTEN_MONEY = /^-?\d{1,17}(?:\.\d{1,2})?$/;
const WRITTEN_DATE = /^\d{4}-\d{2}-\d{2}$/;

const money = parsed(z.string().regex(WRITTEN_MONEY), (text): Money => parseMoney(text)).describe(
  'Tenge as a decimal string, such as "500000.00": exact, never a JSON number.',
);
const date = parsed(z.string().regex(WRITTEN_DATE), (text): CivilDate => parseCivilDate(text)).describe(
  'A day in Almaty, YYYY-MM-DD.',
);
const instant = parsed(z.string(), (text): Date => parseInstant(text)).describe(
  'An instant in ISO 8601 with an offset, such as 2026-01-05T09:00:00+05:00.',
);
const account = z.string().min(1).max(MAX_ACCOUNT_LENGTH).describe('An account number: IBAN of Kazakhstan.');
const reason = z.enum(['insufficient-funds', 'account-closed', 'account-unknown', 'limit', 'blocked']);

const completed = z.object({
  status: z.literal('completed'),
  reference: z.string().min(1).max(MAX_REFERENCE_LENGTH).describe("The bank's own name of the movement."),
  valueDate: date,
});
const refused = z.object({ status: z.literal('refused'), reason }).describe('Nothing moved, and nothing will.');
const held = z.object({ status: z.literal('held') }).describe('Under review, up to 5 working days: ask again later.');
const unseen = z
  .object({ status: z.literal('unseen') })
  .describe('No transfer with this key ever arrived; sending it again is safe.');

const entry = z.object({
  reference: z.string().min(1).max(MAX_REFERENCE_LENGTH),
  key: z.string().optional().describe("The key of the transfer that made it; absent for the bank's own entries."),
  kind: z.enum(['transfer', 'interest', 'salary', 'card', 'other']),
  valueDate: date,
  bookedAt: instant,
  amount: money.describe('Signed tenge, seen from the account: positive is a credit.'),
  counterparty: z.string().optional().describe('The other account, where there is one.'),
  purpose: z.string().optional(),
});

/** What the wire carries, and how each piece becomes a value of the core. The OpenAPI document is made of these. */
export const wire = {
  money,
  date,
  account,
  entry,
  key: pathText(MAX_KEY_LENGTH).describe('Names the request for ever: the same key never acts twice.'),
  client: pathText(MAX_CLIENT_ID_LENGTH).describe("The bank's id of the client."),
  accountInPath: pathText(MAX_ACCOUNT_LENGTH).describe('An account number: IBAN of Kazakhstan.'),
  transferOrder: z.strictObject({
    from: account.describe('The account that is debited.'),
    to: account.describe('The account that is credited.'),
    amount: money.describe('Tenge as a decimal string, positive.'),
    keepAtLeast: money
      .optional()
      .describe(
        'Tenge that must stay on the debited account; with less it is refused as insufficient-funds, in one step with the debit.',
      ),
    valueDate: date.optional().describe("The day the money counts from; the bank's today when absent."),
    purpose: z.string().max(MAX_PURPOSE_LENGTH).optional().describe('Text on both statements.'),
  }),
  accountOrder: z.strictObject({
    client: z.string().min(1).max(MAX_CLIENT_ID_LENGTH),
    product: z.strictObject({
      rateBps: z.int().min(0).describe('Nominal yearly rate in basis points: 1400 = 14 %.'),
      dayCount: z.literal('actual/365'),
      capitalisation: z.enum(['monthly', 'none']),
    }),
  }),
  transferResult: z.discriminatedUnion('status', [completed, refused, held]),
  transferStatus: z.discriminatedUnion('status', [completed, refused, held, unseen]),
  mainAccount: z.object({ account: account.nullable().describe('null: the bank knows none of this client.') }),
  savingsAccount: z.object({ account }),
  closedAccount: z.object({ account, interest: money.describe('Interest credited by the closing.') }),
  balance: z.object({ balance: money }),
  transactions: z.object({ entries: z.array(entry) }),
  statement: z.object({
    account,
    from: date,
    to: date,
    opening: money.describe('Balance at the end of the day before `from`.'),
    closing: money.describe('Balance at the end of `to`.'),
    entries: z.array(entry),
  }),
} as const;

function pathText(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !UNFIT_FOR_A_PATH.test(text), 'cannot be written in the path of an address');
}

/** Reads the text with a parser of the core; what that refuses is a problem at this place of the JSON. */
function parsed<T>(text: z.ZodString, parse: (text: string) => T) {
  return text.transform((value, context): T => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}
