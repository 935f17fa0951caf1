import fc from 'fast-check';
import { runOperation, CATALOGUE } from '../../../adapters/operations/index.js';
import { addDays, civilDateOf, DomainError, startOfDay } from '../../../src/shared/index.js';
import { as, openSharedGoal, type SharedGoal } from '../../unit/savings/use-cases/shared-goal.js';

const HOSTILE = 'mallory';
const OTHERS = ['aigerim', 'bolat'] as const;
const HISTORY = 25;

/** What the hostile member knows or guesses, by the name of a field. */
type Guess = { readonly operation: string; readonly fields: Readonly<Record<string, unknown>> };

const whom = fc.constantFrom(HOSTILE, ...OTHERS);
const sum = fc.oneof(
  fc.constantFrom('0.01', '1', '49999.99', '50000', '100000', '150000', '-1', '0'),
  fc.bigInt(1n, 20_000_000n),
);
const day = fc.constantFrom('2026-01-01', '2026-01-06', '2026-12-31', '2049-12-31');
const slot = fc.nat(50);
const GUESSES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  goal: fc.constant('goal'),
  client: whom,
  refund: slot,
  proposal: slot,
  dispute: slot,
  invitation: slot,
  transfer: slot,
  amount: sum,
  target: sum,
  minContribution: sum,
  deadline: day,
  from: day,
  valueDate: day,
  date: day,
  month: fc.constantFrom('2026-01', '2026-02', '2025-12'),
  kind: fc.constantFrom('payout', 'early-withdrawal', 'cancel', 'change', 'remove-member', 'replace-organiser'),
  status: fc.constantFrom('active', 'blocked', 'deceased'),
  yes: fc.boolean(),
  shareAmounts: fc.boolean(),
  iban: fc.constant('iban'),
  account: fc.constant('iban'),
  rate: fc.constant('99'),
  key: fc.constantFrom('k-1', 'k-2'),
  text: fc.constant('Mine'),
  decision: fc.constant('Mine'),
  reason: fc.constant('Mine'),
  reasons: fc.constant('Mine'),
  name: fc.constantFrom('clientLimit', 'minTargetShared'),
  value: fc.constant('1'),
  title: fc.constant('Mine'),
};

/** Doors of the sandbox bank, of files and of nothing but reading are not a member's to go through. */
const CLOSED_DOORS = /^bank\.|\.import$|^receipts\.|^clients\.register|^goals\.create|^ledger\.verify/;

const guesses: fc.Arbitrary<Guess> = fc
  .constantFrom(...CATALOGUE.filter(({ name }) => !CLOSED_DOORS.test(name)))
  .chain(({ name, input }) => {
    const fields = Object.keys(input.shape).filter((field) => GUESSES[field] !== undefined);
    const known = Object.fromEntries(fields.map((field) => [field, GUESSES[field] ?? fc.constant(undefined)]));
    return fc.record(known, { requiredKeys: fields.filter((field) => field === 'goal') }).map((chosen) => ({
      operation: name,
      fields: chosen,
    }));
  });

/** What pays best is tried most: proposals with everything that belongs to them, and votes on them. */
const favourites: fc.Arbitrary<Guess> = fc.oneof(
  fc
    .record({ kind: GUESSES.kind ?? fc.constant(''), client: whom, amount: sum, target: sum })
    .map(({ kind, client, amount, target }) => ({
      operation: 'proposals.open',
      fields: {
        goal: 'goal',
        kind,
        ...(kind === 'change' ? { target } : kind === 'cancel' ? {} : { client }),
        ...(kind === 'early-withdrawal' && { amount }),
      },
    })),
  fc
    .record({ proposal: slot })
    .map(({ proposal }) => ({ operation: 'proposals.vote', fields: { proposal, yes: true } })),
  fc.record({ amount: sum }).map(({ amount }) => ({ operation: 'goals.contribute', fields: { goal: 'goal', amount } })),
);

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: guesses },
    { weight: 6, arbitrary: favourites },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
  ),
  { minLength: HISTORY, maxLength: HISTORY },
);

/**
 * Looks for a way in which a single member, whatever they do in whatever order and however time passes, moves money of
 * the others, who do nothing. Throws with the shortest way it finds.
 */
export async function searchForTheft(commands: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (history, isOrganiser) => {
      const order = isOrganiser ? [HOSTILE, ...OTHERS] : [...OTHERS, HOSTILE];
      const goal = await openSharedGoal(order, { target: 150_000, deadline: '2050-12-31' });
      try {
        for (const client of OTHERS) await goal.pay(client, 50_000);
        const before = await wealthOfOthers(goal);
        const known: string[] = [];
        for (const step of history) {
          if (typeof step === 'number') await pass(goal, step);
          else await attempt(goal, known, step);
        }
        await goal.settle();
        expectUntouched(before, await wealthOfOthers(goal));
        await goal.expectSoundBooks();
      } finally {
        await goal.jinaq.close();
      }
    }),
    { numRuns: Math.ceil(commands / HISTORY) },
  );
}

async function attempt(goal: SharedGoal, known: string[], { operation, fields }: Guess): Promise<void> {
  const input = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (value === 'goal') return [name, goal.goal];
      if (value === 'iban') return [name, goal.account];
      if (typeof value === 'number') return [name, known[value % Math.max(1, known.length)] ?? goal.goal];
      return [name, value];
    }),
  );
  try {
    const result = await runOperation(goal.jinaq.context, operation, as(HOSTILE), input);
    remember(known, result);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

/** Ids of whatever was made are worth trying everywhere. */
function remember(known: string[], result: unknown): void {
  const { id } = (result ?? {}) as { readonly id?: unknown };
  if (typeof id === 'string') known.unshift(id);
}

async function pass(goal: SharedGoal, days: number): Promise<void> {
  const end = addDays(civilDateOf(goal.clock.now()), days);
  for (let day = addDays(civilDateOf(goal.clock.now()), 1); day <= end; day = addDays(day, 1)) {
    goal.clock.set(new Date(startOfDay(day).getTime() + 3_600_000));
    if (day.endsWith('-01')) await goal.endOfMonth(day);
  }
  await goal.settle();
  await goal.advance();
}

type Wealth = { readonly client: string; readonly cash: bigint; readonly principal: bigint; readonly interest: bigint };

async function wealthOfOthers(goal: SharedGoal): Promise<readonly Wealth[]> {
  const { members } = await goal.show();
  return Promise.all(
    OTHERS.map(async (client) => {
      const member = members.find((candidate) => candidate.client === client);
      if (member?.status !== 'active') throw new Error(`${client} was put out of the goal`);
      return {
        client,
        cash: await goal.cash(client),
        principal: member.principal ?? 0n,
        interest: member.interest ?? 0n,
      };
    }),
  );
}

function expectUntouched(before: readonly Wealth[], after: readonly Wealth[]): void {
  for (const [index, { client, cash, principal, interest }] of before.entries()) {
    const now = after[index];
    if (now?.cash === cash && now.principal === principal && now.interest >= interest) continue;
    throw new Error(`Money of ${client} has moved: ${String(now?.cash)}, ${String(now?.principal)}`);
  }
}
