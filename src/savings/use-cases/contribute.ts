import { authorise } from '../../access/index.js';
import {
  asContributionId,
  Batcher,
  type ClientId,
  createGate,
  createLanes,
  DomainError,
  isOutcomeUnknown,
  type Lanes,
  type Outcome,
  untilKnown,
} from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
import type { SavingsPorts } from '../ports/index.js';
import { sendToBank } from './ask-bank.js';
import { type ContributeCommand, type Intent, intendContributions, type Order } from './intend-contributions.js';
import { SETTLE_JOB } from './queued-work.js';
import { type Answer, resolveContributions } from './resolve-contributions.js';

export type ContributeDeps = Pick<SavingsPorts, 'store' | 'bank' | 'clock' | 'ids' | 'digest'>;

/**
 * Pays into a goal from the member's main account, in three steps of which none is ever lost: the intent with a
 * pending transfer, the bank transfer, and the posting. A contribution that comes back `pending` was not answered by
 * the bank yet; `SettleTransfers` finishes it. Concurrent callers share the two database transactions; where the store has
 * lanes, each of them its own.
 *
 * @throws savings.not-a-member savings.goal-not-active savings.deadline-passed savings.over-target
 *   savings.below-min-contribution savings.client-limit savings.account-missing idempotency.key-reused
 */
export class Contribute {
  readonly #deps: ContributeDeps;
  readonly #lanes: Lanes<Lane>;
  readonly #unanswered: Batcher<undefined, undefined>;

  constructor(deps: ContributeDeps) {
    this.#deps = deps;
    this.#unanswered = new Batcher({ flush: (callers) => askToSettle(deps, callers) });
    this.#lanes = createLanes(deps.store.lanes ?? 1, () => openLane(deps));
  }

  async execute(command: ContributeCommand): Promise<Contribution> {
    const client = payerOf(command);
    const id = asContributionId(this.#deps.ids.next());
    const lane = this.#lanes(command.goal);
    const intent = await lane.intents.submit({ ...command, client, id });
    if (intent.order === undefined) return intent.contribution;
    const answer = await sendToBank(this.#deps.bank, intent.order);
    if (answer.status === 'unseen') await this.#unanswered.submit(undefined);
    if (answer.status !== 'completed' && answer.status !== 'refused') return intent.contribution;
    return lane.answers.submit({ contribution: intent.contribution, answer });
  }
}

/**
 * Lets workers ask the bank soon, once for all who were not answered. Only now is it known that anybody has to: a job with each
 * intent would have them ask for everything that is under way. Whoever dies before this is settled by the schedule.
 */
async function askToSettle(
  { store }: ContributeDeps,
  callers: readonly undefined[],
): Promise<readonly Outcome<undefined>[]> {
  if (store.hasQueue === true) await store.transact(async (tx) => tx.jobs?.ensure([SETTLE_JOB])).catch(leaveToSchedule);
  return callers.map((value) => ({ status: 'completed', value }));
}

function leaveToSchedule(): void {
  // The contribution is kept as pending, and whoever pays is told so.
}

type Lane = { readonly intents: Batcher<Order, Intent>; readonly answers: Batcher<Answer, Contribution> };

function openLane(deps: ContributeDeps): Lane {
  // Both lock the same goals: one would only wait for the other.
  const gate = createGate(1);
  return {
    intents: new Batcher({
      gate,
      // Where the commit may have been kept or not, the ids made before tell which of these are there.
      flush: (orders) => untilKnown((isRepeated) => intendContributions(deps, orders, isRepeated)),
      isTransient: (error) => !isOutcomeUnknown(error),
    }),
    answers: new Batcher({ gate, flush: (answers) => untilKnown(() => resolveContributions(deps, answers)) }),
  };
}

function payerOf({ actor, client, valueDate }: ContributeCommand): ClientId {
  if (actor.kind === 'client') {
    authorise(actor, 'goals.contribute');
    const isOwn = (client ?? actor.client) === actor.client;
    if (isOwn && valueDate === undefined) return actor.client;
    throw new DomainError('access.denied', 'A client pays only from their own account, today.', {
      details: { actor: `client:${actor.client}`, client, valueDate },
    });
  }
  authorise(actor, 'contributions.import');
  if (client === undefined) throw new DomainError('access.denied', 'A contribution is made by a client.');
  return client;
}
