import { type Actor, actorName, authorise } from '../../access/index.js';
import { type ClientId, type GoalId, pages } from '../../shared/index.js';
import type { Client, ClientStatus } from '../domain/client.js';
import type { Goal } from '../domain/goal.js';
import { isActiveMember, type Member } from '../domain/member.js';
import {
  hasElectionFailed,
  organiserDuties,
  organiserVacancy,
  successionOf,
  type Vacancy,
} from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { appointOrganiser } from './appoint-organiser.js';
import { openGoal, requireClient, unableAmong } from './load.js';
import type { OutflowPorts } from './payouts.js';
import { type Cause, tell } from './tell.js';

type SuccessionDeps = Pick<OutflowPorts, 'store' | 'clock'>;

/**
 * An admin makes a member the organiser, where neither a deputy nor a vote could: `goals advance` lists those goals.
 *
 * @throws access.denied not-found savings.not-a-member
 */
export class AppointOrganiser {
  readonly #deps: SuccessionDeps;

  constructor(deps: SuccessionDeps) {
    this.#deps = deps;
  }

  async execute(command: { readonly actor: Actor; readonly goal: GoalId; readonly client: ClientId }): Promise<Goal> {
    const { actor, goal: id, client } = command;
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const { goal, members } = await openGoal(tx, actor, 'organisers.appoint', id, now);
      return appointOrganiser(tx, goal, members, client, { actor: actorName(actor), now });
    });
  }
}

const PAGE = 200;

/**
 * An admin marks a client as blocked, deceased or active again. In the goals that the client organised the deputy takes
 * over at once. The client's own claims stay theirs.
 *
 * @throws access.denied not-found
 */
export class MarkClient {
  readonly #deps: SuccessionDeps;

  constructor(deps: SuccessionDeps) {
    this.#deps = deps;
  }

  async execute(command: {
    readonly actor: Actor;
    readonly client: ClientId;
    readonly status: ClientStatus;
  }): Promise<Client> {
    const { actor, client: id, status } = command;
    authorise(actor, 'clients.mark');
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const marked: Client = { ...(await requireClient(tx, id)), status };
      await tx.clients.save(marked);
      const load = (after: GoalId | null) => tx.goals.page({ client: id }, after, PAGE);
      for await (const page of pages(load, (goal) => goal.id)) {
        for (const goal of page) {
          const cause = { actor: actorName(actor), now };
          await tell(tx, { goal: goal.id, type: 'client.marked', client: id, data: { status } }, cause);
          await succeedOrganiser(tx, goal, { actor: 'system', now });
        }
      }
      return marked;
    });
  }
}

/** A goal without an organiser: why, and who is to find another one. */
export type VacantGoal = { readonly goal: GoalId; readonly vacancy: Vacancy; readonly by: 'vote' | 'admin' };

/**
 * Lets the deputy take over where the organiser has left, is blocked, has died or has let a duty wait for 60 days.
 * Where there is no deputy the members elect another organiser; where they cannot, or have elected nobody, an admin
 * appoints one.
 *
 * @returns the goal, and whom it waits for when nobody has taken over
 */
export async function succeedOrganiser(
  tx: OutflowTx,
  goal: Goal,
  cause: Cause,
): Promise<{ readonly goal: Goal; readonly vacant: VacantGoal | null }> {
  if (goal.status === 'closed' || goal.status === 'cancelling') return { goal, vacant: null };
  const members = await tx.members.ofGoals([goal.id]);
  const vacancy = await findVacancy(tx, goal, members, cause.now);
  if (vacancy === null) return { goal, vacant: null };
  const hasVoteFailed = hasElectionFailed(goal, await tx.proposals.ofGoal(goal.id));
  const succession = successionOf(goal, members, { unable: await unableAmong(tx, members), hasVoteFailed });
  if (succession.by !== 'deputy') return { goal, vacant: { goal: goal.id, vacancy, by: succession.by } };
  return { goal: await appointOrganiser(tx, goal, members, succession.client, cause), vacant: null };
}

/** Whether a goal has lost its organiser. In a goal of one nobody else is there to wait. */
export async function findVacancy(
  tx: OutflowTx,
  goal: Goal,
  members: readonly Member[],
  now: Date,
): Promise<Vacancy | null> {
  const organiser = members.find(({ client }) => client === goal.organiser);
  const { status } = await requireClient(tx, goal.organiser);
  const others = members.filter((member) => isActiveMember(member) && member.client !== goal.organiser);
  const duties = others.length === 0 ? [] : await dutiesOf(tx, goal, now);
  const vacancy = organiserVacancy(organiser, status, duties, now);
  if (vacancy !== 'inactive') return vacancy;
  // What has waited for the one before is new to who has just taken over.
  const since = await organiserSince(tx, goal.id);
  const own = duties.map((duty) => (since !== undefined && since > duty ? since : duty));
  return organiserVacancy(organiser, status, own, now);
}

async function dutiesOf(tx: OutflowTx, goal: Goal, now: Date): Promise<readonly Date[]> {
  // An unresolved dispute freezes its goal: the others need not be read.
  const disputes = goal.frozen ? await tx.disputes.ofGoal(goal.id) : [];
  const isAsking = goal.status === 'expired' || goal.status === 'reached';
  return organiserDuties(goal, isAsking ? await tx.proposals.ofGoal(goal.id) : [], disputes, now);
}

/** When the present organiser took over; undefined for the one who made the goal. */
async function organiserSince(tx: OutflowTx, goal: GoalId): Promise<Date | undefined> {
  const load = (after: number | null) => tx.events.ofGoal(goal, after ?? 0, PAGE);
  let since: Date | undefined;
  for await (const page of pages(load, ({ position }) => position)) {
    since = page.filter(({ type }) => type === 'organiser.replaced').at(-1)?.at ?? since;
  }
  return since;
}
