import { specOf, type TemplateName } from '../../../src/messaging/index.js';
import { DAY_MS } from '../durations.js';
import type { World } from '../world.js';
import { ask, insist, look, type Settled } from './asking.js';
import type { Group } from './group.js';
import { meetEnd } from './ending.js';
import type { Person } from './person.js';

/** Sums are round ones, and nobody bothers with less. */
const STEP_TENGE = 500;
const LEAST_TENGE = 1_000;
/** What people leave on their account when they save by hand. */
const KEEPS_TENGE = 10_000;

/** At payday: the disciplined save at once. */
export async function saveUnasked(world: World, group: Group, person: Person): Promise<void> {
  person.hasSaved = false;
  if (!savesByHand(group, person) || !person.random.chance(person.discipline)) return;
  await save(world, group, person, 0);
}

/** Some days later: whoever has not saved may think of it, and saves more when a reminder has come. */
export async function saveWhenAsked(world: World, group: Group, person: Person): Promise<void> {
  if (!savesByHand(group, person) || person.hasSaved) return;
  if (!person.random.chance(world.options.people.savesLater)) return;
  await save(world, group, person, await effectOfReminder(world, person));
}

function savesByHand({ status }: Group, { isIn, plan }: Person): boolean {
  return isIn && plan === null && status === 'active';
}

/**
 * What the reminder does that has come since payday: it must really have left, on whatever channel, and it does more
 * when it names the goal.
 */
async function effectOfReminder(world: World, { actor }: Person): Promise<number> {
  const { reminderNamingGoal, reminderNamingNothing } = world.options.people;
  const mail = (await ask(world, actor, 'messages.explain', {})) as readonly MessageState[] | undefined;
  const sinceMs = world.scheduler.nowMs() - REMEMBERED_DAYS * DAY_MS;
  const last = mail?.find(({ template, leftAt }) => REMINDERS.has(template) && (leftAt?.getTime() ?? 0) >= sinceMs);
  if (last === undefined) return 0;
  return specOf(last.template).mustSay.includes('goal') ? reminderNamingGoal : reminderNamingNothing;
}

type MessageState = { readonly template: TemplateName; readonly leftAt: Date | null };
const REMINDERS: ReadonlySet<TemplateName> = new Set(['reminder.due', 'reminder.late']);
const REMEMBERED_DAYS = 10;

async function save(world: World, group: Group, person: Person, more: number): Promise<void> {
  const wanted = Math.ceil((wantedBy(world, group, person) * (1 + more)) / STEP_TENGE) * STEP_TENGE;
  const affordable = Math.floor((person.purse - KEEPS_TENGE) / STEP_TENGE) * STEP_TENGE;
  const amount = Math.min(wanted, affordable);
  if (amount < LEAST_TENGE) return;
  await pay(world, group, person, String(amount));
}

/**
 * Before the deadline: what is still missing of what was promised; of somebody with a plan, what the plan does not bring.
 * Who saves alone leaves it to the plan.
 */
export async function payTheRest(world: World, group: Group, person: Person): Promise<void> {
  if (person.plan !== null && !group.isShared) return;
  const seen = await look(world, group, person);
  if (seen?.status !== 'active') return;
  const missing = Number(seen.missing) / 100;
  const own = person.plan === null ? Math.max(person.promised - person.paid, missing / group.people.length) : missing;
  // To the tiyn: interest leaves odd sums, and a goal that is short by less than a tenge is not met.
  const amount = Math.min(Math.ceil(own), missing, Math.floor(person.purse - KEEPS_TENGE));
  if (amount > 0) await pay(world, group, person, amount.toFixed(2));
}

/** The usual instalment, or what makes up for the months that were missed. */
function wantedBy(world: World, group: Group, { promised, paid, random }: Person): number {
  const { months, firstDeadline } = group;
  const isCatchingUp = random.chance(world.options.people.catchesUp);
  if (!isCatchingUp || firstDeadline === null) return promised / months;
  const left = (Date.parse(`${firstDeadline}T00:00:00+05:00`) - world.scheduler.nowMs()) / MONTH_MS;
  return Math.max(0, promised - paid) / Math.max(1, Math.floor(left) + 1);
}

const MONTH_MS = 30.4 * DAY_MS;

/** Pays into the goal; where less is missing, just that. */
export async function pay(world: World, group: Group, person: Person, amount: string): Promise<void> {
  const settled = await order(world, group, person, amount);
  if (settled === null) return;
  if ('result' in settled) return note(person, Number(amount));
  if (settled.refused === 'savings.not-a-member') person.isIn = false;
  if (!NEWS.has(settled.refused)) return;
  const seen = await look(world, group, person);
  if (seen === undefined) return;
  if (seen.status === 'active' && seen.missing > 0n && settled.refused !== 'savings.deadline-passed') {
    const least = Number(seen.missing) / 100;
    const rest = await order(world, group, person, least.toFixed(2));
    if (rest !== null && 'result' in rest) note(person, least);
    await look(world, group, person);
  }
  await meetEnd(world, group);
}

/** Refusals that say that something has changed. */
const NEWS: ReadonlySet<string> = new Set([
  'savings.over-target',
  'savings.goal-not-active',
  'savings.below-min-contribution',
  'savings.deadline-passed',
]);

/** One order, perhaps clicked twice, and sent again under the same key when nobody answers; some forget the key. */
async function order(world: World, group: Group, person: Person, amount: string): Promise<Settled> {
  const { doubleClicks, forgetsKey } = world.options.people;
  const { name, actor, random } = person;
  const isClickedTwice = random.chance(doubleClicks);
  const forgets = random.chance(forgetsKey);
  let key = `${name}-${random.int(0, 0x7fffffff)}`;
  const again = `${name}-${random.int(0, 0x7fffffff)}`;
  return insist(world, async () => {
    const input = { goal: group.id, amount, key };
    const call = () => world.call(actor, 'goals.contribute', input);
    const [answer] = await Promise.all([call(), ...(isClickedTwice ? [call()] : [])]);
    if (answer.status === 'lost' && forgets) key = again;
    return answer;
  });
}

function note(person: Person, tenge: number): void {
  person.hasSaved = true;
  person.paid += tenge;
  person.purse -= tenge;
}
