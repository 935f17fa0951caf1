import { BANK, type Instruction, principalOf, type Transfer, UNALLOCATED } from '../../ledger/index.js';
import { asTransferId, type CivilDate, type IdGenerator, invariant } from '../../shared/index.js';
import { type Booked, bankReference } from './booked-transfers.js';
import type { Contribution } from './contribution.js';
import type { Payout } from './payout-order.js';
import type { Difference } from './reconciliation.js';
import type { Remedy } from './remedy.js';

/** A remedy that new transfers carry out. */
export type CorrectingRemedy = Exclude<Remedy, 'settle' | 'post-interest' | 'ask-bank'>;

export function isCorrecting(remedy: Remedy): remedy is CorrectingRemedy {
  return remedy !== 'settle' && remedy !== 'post-interest' && remedy !== 'ask-bank';
}

/** What a correction is made of. */
export type CorrectionFacts = {
  readonly booked: Booked | undefined;
  readonly contribution: Contribution | undefined;
  readonly payout: Payout | undefined;
  readonly ids: IdGenerator;
  /** Why; kept with each transfer. */
  readonly reason: string;
};

/** The transfers that put a difference right, and the payout as it is then, where that changes. */
export type Correction = { readonly instructions: readonly Instruction[]; readonly payout: Payout | null };

/** Makes the transfers that carry out a remedy. The money at the bank does not move: the books follow it. */
export function correctionOf(difference: Difference, remedy: CorrectingRemedy, facts: CorrectionFacts): Correction {
  const { payout } = facts;
  switch (remedy) {
    case 'book':
    case 'correct-amount':
      return { instructions: [toMember(difference, facts)], payout: null };
    case 'reverse':
      return {
        instructions: standing(facts).map((original) => reversalOf(original, dateOf(difference), facts)),
        // The money is back on the members' accounts: it can be tried again.
        payout: payout === undefined ? null : { ...payout, status: 'unclaimed', reason: 'returned' },
      };
    case 'correct-date':
      return { instructions: standing(facts).flatMap((one) => onDay(one, dateOf(difference), facts)), payout: null };
    case 'book-interest':
      return { instructions: [interest(difference, facts)], payout: null };
  }
}

/** What the bank has more, or less, of a member's contribution than the books. */
function toMember(difference: Difference, { contribution, ids, reason }: CorrectionFacts): Instruction {
  invariant(contribution !== undefined, 'only a contribution has a member whose money it is');
  const change = difference.atBank - difference.inBooks;
  const principal = principalOf(contribution.client);
  return {
    do: 'post',
    id: asTransferId(ids.next()),
    debit: change > 0n ? BANK : principal,
    credit: change > 0n ? principal : BANK,
    amount: change > 0n ? change : -change,
    code: 'correction',
    valueDate: dateOf(difference),
    subject: contribution.id,
    reason,
  };
}

/** The same transfer on another day. A member's account is not empty in between, whichever way the money went. */
function onDay(original: Transfer, valueDate: CivilDate, facts: CorrectionFacts): readonly Instruction[] {
  const { debit, credit, amount } = original;
  const subject = facts.contribution?.id ?? facts.payout?.bankKey ?? null;
  const id = asTransferId(facts.ids.next());
  const again: Instruction = {
    ...{ do: 'post', id, debit, credit, amount, code: 'correction', valueDate, subject },
    reason: facts.reason,
  };
  const back = reversalOf(original, original.valueDate, facts);
  return debit.kind === 'bank' ? [again, back] : [back, again];
}

function reversalOf(original: Transfer, valueDate: CivilDate, { ids, reason }: CorrectionFacts): Instruction {
  return { do: 'reverse', id: asTransferId(ids.next()), original, reason, valueDate };
}

/** Interest that nobody is owed yet: it is shared out by a decision of its own. */
function interest(difference: Difference, { ids }: CorrectionFacts): Instruction {
  return {
    ...{ do: 'post', id: asTransferId(ids.next()), debit: BANK, credit: UNALLOCATED, code: 'interest' },
    amount: difference.atBank,
    valueDate: dateOf(difference),
    reason: bankReference(difference.reference ?? ''),
  };
}

function standing({ booked }: CorrectionFacts): readonly Transfer[] {
  return booked?.transfers ?? [];
}

function dateOf({ date }: Difference): CivilDate {
  invariant(date !== null, 'what is corrected has a day');
  return date;
}
