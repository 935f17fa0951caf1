import { formatTenge } from '../../../src/shared/index.js';
import type { World } from '../world.js';
import { tiyn } from './asking.js';
import type { Person } from './person.js';

/** How far a month's spending strays from the usual. */
const SPREAD = 0.12;
/** What an illness costs and what falls into somebody's lap, in monthly incomes. */
const ILLNESS = [0.3, 1.5] as const;
const WINDFALL = [0.3, 2] as const;

/** Payday: the salary comes, unless there is no work; and with it the surprises of the month. */
export async function earn(world: World, person: Person): Promise<void> {
  const { random, income } = person;
  const { losesJobA100Months, jobSearchMonths, fallsIllA100Months, windfallA100Months } = world.options.people;
  if (person.jobless > 0) person.jobless -= 1;
  else if (random.chance(losesJobA100Months / 100)) person.jobless = random.int(1, 2 * jobSearchMonths - 1);
  else await credit(world, person, income, 'salary');
  if (random.chance(windfallA100Months / 100)) await credit(world, person, between(person, WINDFALL), 'fund');
  if (!random.chance(fallsIllA100Months / 100)) return;
  const bill = Math.min(between(person, ILLNESS), Math.max(0, person.purse));
  if (bill > 0) await buy(world, person, bill);
}

async function credit(world: World, person: Person, tenge: number, kind: 'salary' | 'fund'): Promise<void> {
  const { name } = person;
  const amount = tiyn(tenge);
  person.purse += tenge;
  await world.atBank(`bank.${kind}`, { client: name, amount: formatTenge(amount) }, async (bank) => {
    if (kind === 'fund') return bank.fund(name, amount);
    const account = await bank.mainAccount(name);
    return account === undefined ? undefined : bank.credit(account, amount, 'salary');
  });
}

/** A part of the month's shopping, paid by card at once. Who has no work spends less. */
export async function spend(world: World, person: Person): Promise<void> {
  const { spentShare, purchasesAMonth } = world.options.people;
  const usual = (person.income * spentShare * (person.jobless > 0 ? 0.5 : 1)) / purchasesAMonth;
  const wanted = Math.round(usual * Math.max(0, person.random.normal(1, SPREAD)));
  const amount = Math.min(wanted, Math.floor(person.purse));
  if (amount > 0) await buy(world, person, amount);
}

async function buy(world: World, person: Person, tenge: number): Promise<void> {
  const { name } = person;
  const amount = tiyn(tenge);
  person.purse -= tenge;
  await world.atBank('bank.card', { client: name, amount: formatTenge(amount) }, (bank) =>
    bank.cardPurchase(name, amount),
  );
}

function between({ income, random }: Person, [from, to]: readonly [number, number]): number {
  return Math.round(income * (from + random.float() * (to - from)));
}
