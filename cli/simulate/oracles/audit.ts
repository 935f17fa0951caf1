import type { Account, Transfer } from '../../../src/ledger/index.js';
import type {
  BankEntry,
  Closing,
  Contribution,
  Dispute,
  Goal,
  Member,
  Payout,
  Plan,
  Proposal,
  Rules,
  StoredEvent,
} from '../../../src/savings/index.js';
import type { ClientId } from '../../../src/shared/index.js';

/** Whose account this is by the books of the bank. */
export type Owner = { readonly kind: 'main' | 'savings' | 'world'; readonly client: string | undefined };

/** Everything that Jinaq says of a goal, beside everything that the bank says of its savings account. */
export type GoalAudit = {
  readonly now: Date;
  /** On when nothing is under way any more: what was bounded is then equal. */
  readonly isAtRest: boolean;
  readonly goal: Goal;
  readonly members: readonly Member[];
  /** By key: `bank`, `unallocated`, `principal:CLIENT`, `interest:CLIENT`. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly transfers: readonly Transfer[];
  readonly contributions: readonly Contribution[];
  readonly payouts: readonly Payout[];
  readonly plans: readonly Plan[];
  readonly proposals: readonly Proposal[];
  readonly disputes: readonly Dispute[];
  readonly closing: Closing | undefined;
  readonly events: readonly StoredEvent[];
  /** What the bank booked on the savings account, in the order in which it did. */
  readonly entries: readonly BankEntry[];
  readonly ownerOf: (account: string) => Owner;
  /** When Jinaq first asked the bank for the transfer with this key; undefined when it never did. */
  readonly askedAt: (key: string) => Date | undefined;
  /** How far apart the clocks of two processes may be. */
  readonly skewMs: number;
};

/** What the bank says of a client's main account, beside what Jinaq ordered. */
export type PayerAudit = {
  readonly client: ClientId;
  readonly account: string;
  /** In the order in which they were booked. */
  readonly entries: readonly BankEntry[];
  /** The order behind each key of a transfer; undefined for a key that Jinaq does not know. */
  readonly orderOf: (key: string) => PaidOrder | undefined;
  readonly rules: Rules;
  /** Keys of transfers that the bank has reviewed first: the money was promised long before it was booked. */
  readonly heldKeys: ReadonlySet<string>;
};

/** A contribution with the goal and the plan that it belongs to. */
export type PaidOrder = {
  readonly contribution: Contribution;
  readonly goal: Goal;
  readonly members: readonly Member[];
  readonly plan: Plan | undefined;
  /** The plan was changed after the contribution was ordered. */
  readonly hasChanged: boolean;
};

/** What is wrong with a goal; nothing when it is as it should be. */
export type GoalOracle = { readonly name: string; readonly find: (audit: GoalAudit) => readonly string[] };

/** What is wrong with a client's main account. */
export type PayerOracle = { readonly name: string; readonly find: (audit: PayerAudit) => readonly string[] };
