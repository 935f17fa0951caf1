import { type Actor, actorName, authorise } from '../../access/index.js';
import { type ClientId, type GoalId, pages } from '../../shared/index.js';
import type { Client, ClientStatus } from '../domain/client.js';
import type { Goal } from '../domain/goal.js';
import { isActiveMember } from '../domain/member.js';
import { organiserVacancy, successionOf } from '../domain/succession.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { appointOrganiser } from './appoint-organiser.js';
import { openGoal, requireClient, unableAmong } from './load.js';
import type { OutflowPorts } from './payouts.js';
import { type Cause, tell } from './tell.js';

type SuccessionDeps = Pick<OutflowPorts, 'store' | 'clock'>;

/**
 * An admin makes a member the organiser, where neither a deputy nor a vote could.
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

/**
 * Lets the deputy take over where the organiser has left, is blocked, has died or has let a duty wait for 60 days.
 * Where there is no deputy the members vote or an admin appoints.
 */
export async function succeedOrganiser(tx: OutflowTx, goal: Goal, cause: Cause): Promise<Goal> {
  if (goal.status === 'closed' || goal.status === 'cancelling') return goal;
  const members = await tx.members.ofGoals([goal.id]);
  const organiser = members.find(({ client }) => client === goal.organiser);
  const client = await requireClient(tx, goal.organiser);
  const others = members.filter((member) => isActiveMember(member) && member.client !== goal.organiser);
  // An expired goal waits for its organiser to ask the members; nobody else is bound to.
  const dutiesSince = goal.status === 'expired' && others.length > 0 ? [goal.statusSince] : [];
  if (organiserVacancy(organiser, client.status, dutiesSince, cause.now) === null) return goal;
  const unable = await unableAmong(tx, members);
  const succession = successionOf(goal, members, { unable, hasVoteFailed: false });
  return succession.by === 'deputy' ? appointOrganiser(tx, goal, members, succession.client, cause) : goal;
}
