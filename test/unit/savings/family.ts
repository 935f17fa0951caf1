import { sha256Digest as digest } from '../../../adapters/system/index.js';
import { type Books, chainStart, type Instruction, record } from '../../../src/ledger/index.js';
import { createGoal, type CreateGoalTerms, type Goal } from '../../../src/savings/domain/goal.js';
import type { Member } from '../../../src/savings/domain/member.js';
import { BANK, interestOf, principalOf, UNALLOCATED } from '../../../src/ledger/index.js';
import { DEFAULT_RULES, type Rules } from '../../../src/savings/index.js';
import { asClientId, asGoalId, asTransferId, type ClientId, parseCivilDate } from '../../../src/shared/index.js';

/** Monday, 9 in the morning in Almaty. */
export const NOW = new Date('2026-01-05T09:00:00+05:00');
export const TODAY = parseCivilDate('2026-01-05');
export const GOAL_ID = asGoalId('0194a1b2-0000-7000-8000-000000000001');
export const AIGERIM = asClientId('aigerim');
export const BOLAT = asClientId('bolat');
export const DANA = asClientId('dana');

/** Whole tenge as tiyn. */
export const tenge = (whole: number): bigint => BigInt(whole) * 100n;

export const TERMS: CreateGoalTerms = {
  organiser: AIGERIM,
  title: 'Той',
  target: tenge(300_000),
  deadline: parseCivilDate('2026-06-30'),
};

/** A new goal of Aigerim's; the account is the bank's to give. */
export function makeGoal(terms: Partial<CreateGoalTerms> = {}, rules: Rules = DEFAULT_RULES, now = NOW): Goal {
  return { ...createGoal({ ...TERMS, ...terms }, rules, now, GOAL_ID), account: 'KZ86125KZT5004100100' };
}

export const makeMember = (client: ClientId, changes: Partial<Member> = {}): Member => ({
  ...{ goal: GOAL_ID, client, role: client === AIGERIM ? 'organiser' : 'participant', status: 'active' },
  ...{ shareAmounts: false, shareWithAdvisor: false, joinedAt: NOW },
  ...changes,
});

type Entry = {
  readonly in?: [ClientId, bigint];
  readonly pending?: [ClientId, bigint];
  readonly interest?: [ClientId | null, bigint];
};

/** The books of the goal after money came in, is on its way, or was earned (shared out when a client is named). */
export function makeBooks(...entries: readonly Entry[]): Books {
  let books: Books = { goal: GOAL_ID, accounts: new Map(), head: chainStart(GOAL_ID, digest) };
  const instructions = entries.flatMap((entry, index): Instruction[] => {
    const move = (debit: typeof BANK, credit: typeof BANK, amount: bigint, n: number) =>
      ({
        ...{ id: asTransferId(`${index}-${n}`), debit, credit, amount },
        ...{ code: 'contribution' as const, valueDate: TODAY },
      }) as const;
    if (entry.in) return [{ do: 'post', ...move(BANK, principalOf(entry.in[0]), entry.in[1], 0) }];
    if (entry.pending) return [{ do: 'hold', ...move(BANK, principalOf(entry.pending[0]), entry.pending[1], 0) }];
    if (!entry.interest) return [];
    const [client, amount] = entry.interest;
    const paid: Instruction = { do: 'post', ...move(BANK, UNALLOCATED, amount, 0) };
    return client === null ? [paid] : [paid, { do: 'post', ...move(UNALLOCATED, interestOf(client), amount, 1) }];
  });
  if (instructions.length > 0) books = record(books, instructions, { now: NOW, digest }).books;
  return books;
}
