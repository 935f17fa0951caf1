import fc from 'fast-check';
import { sha256Digest as digest } from '../../../adapters/system/index.js';
import {
  type AccountRef,
  BANK,
  type Books,
  chainStart,
  type Instruction,
  interestOf,
  principalOf,
  record,
  type Transfer,
  UNALLOCATED,
} from '../../../src/ledger/index.js';
import { asClientId, asGoalId, asTransferId, DomainError, parseCivilDate } from '../../../src/shared/index.js';

export const GOAL = asGoalId('0194a1b2-0000-7000-8000-000000000001');
const CLIENTS = ['aigerim', 'bolat', 'dana'].map(asClientId);
const ACCOUNTS: readonly AccountRef[] = [
  BANK,
  UNALLOCATED,
  ...CLIENTS.flatMap((client) => [principalOf(client), interestOf(client)]),
];
const NOW = new Date('2026-01-05T09:00:00+05:00');
const DAY = parseCivilDate('2026-01-05');

/** What may be tried: between any two accounts; `which` chooses among what is pending or posted by then. */
type Attempt = {
  readonly act: 'post' | 'hold' | 'post-pending' | 'void-pending' | 'reverse';
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  readonly amount: bigint;
  readonly which: number;
};

const attempt = (): fc.Arbitrary<Attempt> =>
  fc.record({
    act: fc.constantFrom('post', 'hold', 'post-pending', 'void-pending', 'reverse'),
    // Mostly from the bank's side, else nobody would have anything that could be taken.
    debit: fc.oneof({ weight: 2, arbitrary: fc.constant(BANK) }, fc.constantFrom(...ACCOUNTS)),
    credit: fc.constantFrom(...ACCOUNTS),
    amount: fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 1_000_000_000_00n })),
    which: fc.nat(),
  });

/** A goal's life: groups of linked attempts, some of which will be refused. */
export const lives = () => fc.array(fc.array(attempt(), { minLength: 1, maxLength: 3 }), { maxLength: 25 });
type Life = readonly (readonly Attempt[])[];

type Lived = {
  readonly books: Books;
  readonly transfers: readonly Transfer[];
  /** The books after each group that was recorded. */
  readonly steps: readonly Books[];
  readonly refused: number;
  /** How many ids were given out. */
  readonly made: number;
};

const BORN: Lived = {
  ...{ books: { goal: GOAL, accounts: new Map(), head: chainStart(GOAL, digest) } },
  ...{ transfers: [], steps: [], refused: 0, made: 0 },
};

/** Lives a life: records group after group; a refused group leaves the books as they were. */
export function live(life: Life, before: Lived = BORN): Lived {
  let { books, refused, made } = before;
  const transfers = [...before.transfers];
  const steps = [...before.steps];
  for (const group of life) {
    const instructions = group.flatMap((tried, index) => instructionOf(tried, transfers, group, index, (made += 1)));
    if (instructions.length === 0) continue;
    try {
      const change = record(books, instructions, { now: NOW, digest });
      books = change.books;
      transfers.push(...change.transfers);
      steps.push(books);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused += 1;
    }
  }
  return { books, transfers, steps, refused, made };
}

function instructionOf(
  { act, debit, credit, amount, which }: Attempt,
  transfers: readonly Transfer[],
  group: readonly Attempt[],
  index: number,
  n: number,
): Instruction[] {
  const id = asTransferId(`0194a1b2-aaaa-7000-8000-${String(n).padStart(12, '0')}`);
  if (act === 'post' || act === 'hold') {
    return debit === credit ? [] : [{ do: act, id, debit, credit, amount, code: 'correction', valueDate: DAY }];
  }
  // Two of one group could choose the same transfer, which callers may not do: the second one stands back.
  if (group.slice(0, index).some((other) => other.act !== 'post' && other.act !== 'hold')) return [];
  const candidates = act === 'reverse' ? reversible(transfers) : open(transfers);
  const chosen = candidates[which % Math.max(1, candidates.length)];
  if (chosen === undefined) return [];
  if (act === 'reverse') return [{ do: act, id, original: chosen, reason: 'a mistake', valueDate: DAY }];
  if (act === 'void-pending') return [{ do: act, id, pending: chosen }];
  return [{ do: act, id, pending: chosen, amount: amount < chosen.amount ? amount : chosen.amount, valueDate: DAY }];
}

function open(transfers: readonly Transfer[]): readonly Transfer[] {
  const resolved = new Set(transfers.flatMap(({ phase, refersTo }) => (phase === 'posted' ? [] : [refersTo])));
  return transfers.filter(({ phase, id }) => phase === 'pending' && !resolved.has(id));
}

function reversible(transfers: readonly Transfer[]): readonly Transfer[] {
  return transfers.filter(({ phase }) => phase === 'posted' || phase === 'post');
}
