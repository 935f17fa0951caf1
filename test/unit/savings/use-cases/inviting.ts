import type { GoalId } from '../../../../src/shared/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../../support/savings-world.js';

export const DAY_MS = 86_400_000;
export const PHONE = '+77011234567';

export let world: SavingsWorld;
export let goal: GoalId;

/** Aigerim alone in a goal; Bolat and Dana, and Erlan by his phone, may be invited. Before each test. */
export async function openInviting(): Promise<void> {
  world = await openSavingsWorld({ clients: { aigerim: 0, bolat: 0, dana: 0 } });
  await world.jinaq.clients.register(staff('operations'), { id: 'erlan', name: 'Ерлан', phone: PHONE });
  goal = await openGoal(world, ['aigerim']);
}

/** Lets the functions below speak of another goal. */
export function speakOf(another: GoalId): void {
  goal = another;
}

type Invitee = { readonly client: string } | { readonly phone: string };
export const invite = (to: Invitee, by = 'aigerim') => world.jinaq.goals.invite(client(by), { goal, ...to });
export const accept = (who: string, input: { invitation?: string; token?: string; shareAmounts?: boolean }) =>
  world.jinaq.invitations.accept(client(who), input);
export const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
export const pass = (ms: number) => world.clock.set(new Date(world.clock.now().getTime() + ms));
export const members = async () =>
  (await world.jinaq.goals.show(staff('admin'), { goal })).members.map((member) => member.client);
