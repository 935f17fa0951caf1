import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { type CivilDate, parseClientId, startOfDay } from '../../src/shared/index.js';
import type { Story } from '../story.js';

const FAMILY = 4;
const NAMES = ['Aigerim', 'Bolat', 'Dana', 'Erlan', 'Gulnara', 'Marat', 'Saule', 'Timur'];
/** Of eight clients, how much is on the main account; the last one has too little for any plan. */
const BALANCES = [400_000, 250_000, 180_000, 90_000, 320_000, 60_000, 45_000, 6_000];
const MORNING_MS = 9 * 3_600_000;
const DEADLINE_YEARS = 2;

/** The morning of a day in Almaty, as `--now` takes it. */
export function morningOf(day: CivilDate): string {
  return new Date(startOfDay(day).getTime() + MORNING_MS).toISOString();
}

/** The bank's clients as its systems would export them. */
export function clientLines(count: number): readonly string[] {
  const lines = Array.from({ length: count }, (_, index) => {
    const name = NAMES[index % NAMES.length];
    return `${clientId(index)},${name} ${index + 1},${BALANCES[index % BALANCES.length]}`;
  });
  return ['id,name,balance', ...lines];
}

/** Families of four open a goal each, as an application of the bank would do it: through the library. */
export async function openFamilies(story: Story, count: number, day: CivilDate): Promise<readonly string[]> {
  const jinaq = await openJinaq({
    db: `sqlite:${story.path('operations.db')}`,
    bank: `sandbox:${story.path('bank.db')}`,
    clock: { now: () => new Date(morningOf(day)) },
  });
  try {
    const families = Array.from({ length: count / FAMILY }, (_, at) =>
      Array.from({ length: FAMILY }, (_member, index) => clientId(at * FAMILY + index)),
    );
    const lines: string[] = [];
    for (const family of families) lines.push(...(await openFamily(jinaq, family, day)));
    return ['client,goal,amount,every,on,floor,consent', ...lines];
  } finally {
    await jinaq.close();
  }
}

/** Opens the goal of one family, and gives a line of the file of plans for each of its members. */
async function openFamily(jinaq: Jinaq, family: readonly string[], day: CivilDate): Promise<readonly string[]> {
  const [organiser = '', ...others] = family;
  const deadline = `${Number(day.slice(0, 4)) + DEADLINE_YEARS}${day.slice(4, 8)}28`;
  const terms = { title: `Savings of ${organiser}`, target: '1200000', deadline };
  const { id: goal } = await jinaq.goals.create(client(organiser), terms);
  for (const other of others) {
    const { id: invitation } = await jinaq.goals.invite(client(organiser), { goal, client: other });
    await jinaq.invitations.accept(client(other), { invitation });
  }
  const dayOfMonth = Number(day.slice(8));
  return family.map(
    (member, index) => `${member},${goal},${10_000 + index * 5_000},month,${dayOfMonth},,paper-${member}`,
  );
}

function clientId(index: number): string {
  return `client-${String(index + 1).padStart(4, '0')}`;
}

function client(id: string): Actor {
  return { kind: 'client', client: parseClientId(id) };
}
