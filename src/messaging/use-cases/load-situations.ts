import { accountIn, BANK, type Books, balanceOf, interestOf, principalOf, UNALLOCATED } from '../../ledger/index.js';
import { collectedIn, expectedBy, type Goal, isActiveMember, type Member, missingIn } from '../../savings/index.js';
import { addDays, type ClientId, civilDateOf, type GoalId, invariant } from '../../shared/index.js';
import type { GoalSituation } from '../domain/situation.js';
import type { MessagingTx } from '../ports/messaging-tx.js';

/** From these days the usual day of a member is read, and whether they have paid in this turn or the one before. */
const PAYMENT_DAYS = 190;

export type SituationOptions = {
  readonly now: Date;
  /** Read what each member has and who agreed to be named, too: reminders, which come every day, look at neither. */
  readonly withShares?: boolean | undefined;
};

/** Reads some goals with everything that reminders and feedback look at, in one query for each kind of thing. */
export async function loadSituations(
  tx: MessagingTx,
  goals: readonly Goal[],
  { now, withShares = false }: SituationOptions,
): Promise<readonly GoalSituation[]> {
  const ids = goals.map(({ id }) => id);
  const members = byGoal((await tx.members.ofGoals(ids)).filter(isActiveMember));
  const accounts = withShares ? 'all' : [BANK, UNALLOCATED];
  const books = await tx.books.load(ids.map((goal) => ({ goal, accounts })));
  const payments = await tx.payments.since(ids, addDays(civilDateOf(now), -PAYMENT_DAYS));
  const byPlan = await tx.payments.byPlan(ids);
  const all = [...members.values()].flat();
  const paydays = await tx.recipients.paydays([...new Set(all.map(({ client }) => client))]);
  const names = await namesOf(tx, withShares ? all.filter(({ shareAmounts }) => shareAmounts) : []);
  return goals.map((goal) => {
    const found = books.get(goal.id);
    invariant(found !== undefined, `goal ${goal.id} has books`);
    const ofGoal = members.get(goal.id) ?? [];
    return situationOf(goal, ofGoal, found, {
      payments: payments.get(goal.id) ?? [],
      byPlan: byPlan.get(goal.id) ?? new Set(),
      ...{ paydays, names, now, withShares },
    });
  });
}

type Extras = Pick<GoalSituation, 'payments' | 'byPlan' | 'paydays' | 'names'> & Required<SituationOptions>;

function situationOf(goal: Goal, members: readonly Member[], books: Books, extras: Extras): GoalSituation {
  const { now, names, withShares, ...rest } = extras;
  const claimOf = (client: ClientId) =>
    balanceOf(accountIn(books, principalOf(client))) + balanceOf(accountIn(books, interestOf(client)));
  const shown = members.filter(({ shareAmounts }) => shareAmounts);
  return {
    goal,
    members,
    collected: collectedIn(books),
    missing: missingIn(goal, books),
    claims: new Map(withShares ? members.map(({ client }) => [client, claimOf(client)]) : []),
    expected: expectedBy(goal, now),
    // A consent holds for its goal only.
    names: new Map(shown.flatMap(({ client }) => pairOf(client, names.get(client)))),
    ...rest,
  };
}

function pairOf(client: ClientId, name: string | undefined): (readonly [ClientId, string])[] {
  return name === undefined ? [] : [[client, name]];
}

async function namesOf(tx: MessagingTx, members: readonly Member[]): Promise<ReadonlyMap<ClientId, string>> {
  const clients = await tx.clients.findMany([...new Set(members.map(({ client }) => client))]);
  return new Map([...clients].map(([id, { name }]) => [id, name]));
}

/** Members by their goal. */
export function byGoal(members: readonly Member[]): ReadonlyMap<GoalId, readonly Member[]> {
  const found = new Map<GoalId, Member[]>();
  for (const member of members) {
    const ofGoal = found.get(member.goal);
    if (ofGoal === undefined) found.set(member.goal, [member]);
    else ofGoal.push(member);
  }
  return found;
}
