import {
  addDays,
  addMonths,
  type CivilDate,
  civilDateOf,
  firstDay,
  monthOf,
  nextMonth,
  startOfDay,
} from '../../../src/shared/index.js';
import { HOUR_MS } from '../durations.js';
import type { World } from '../world.js';
import { attack } from './attack.js';
import { type Group, isLive } from './group.js';
import { momentOn, until } from './moments.js';
import { earn, spend } from './money.js';
import { askForPapers } from './papers.js';
import type { Person } from './person.js';
import { tendPlan } from './plans.js';
import { saveUnasked, saveWhenAsked } from './save.js';

type Doing = { readonly atMs: number; readonly work: () => Promise<void> };

/** When somebody who did not save at payday thinks of it again: after the reminder of the second day has come. */
const LATER_DAYS = [3, 6] as const;
const PURCHASES_AFTER_DAYS = [4, 11, 18, 23, 27] as const;
/** Salaries come to all at once. */
const SALARY_HOUR = 8;
const MONTH_DAYS = 27;

/** One month after the other, from payday to payday: money comes, money goes, and some of it is saved. */
export async function liveMonths(world: World, group: Group, person: Person): Promise<void> {
  const begunMs = world.scheduler.nowMs();
  for (let month = monthOf(civilDateOf(world.scheduler.clock.now())); ; month = nextMonth(month)) {
    for (const { atMs, work } of doingsOf(world, group, person, addMonths(firstDay(month), 0, person.payday))) {
      if (atMs < begunMs) continue;
      await until(world, atMs);
      if (world.rest.isOn || !isLive(group)) return;
      if (!person.isGone) await work();
    }
  }
}

/** What somebody does between one payday and the next, in order. */
function doingsOf(world: World, group: Group, person: Person, payday: CivilDate): readonly Doing[] {
  const { random } = person;
  const { purchasesAMonth, asksForPapersA100Months, attacksAMonth } = world.options.people;
  const at = (days: number, work: () => Promise<void>): Doing => ({
    atMs: momentOn(world, addDays(payday, days), random),
    work,
  });
  const doings = [
    { atMs: startOfDay(payday).getTime() + SALARY_HOUR * HOUR_MS, work: () => earn(world, person) },
    at(random.int(0, 1), () => saveUnasked(world, group, person)),
    at(random.int(...LATER_DAYS), () => saveWhenAsked(world, group, person)),
    at(random.int(2, MONTH_DAYS), () => tendPlan(world, group, person)),
    ...PURCHASES_AFTER_DAYS.slice(0, purchasesAMonth).map((days) => at(days, () => spend(world, person))),
  ];
  if (random.chance(asksForPapersA100Months / 100)) {
    doings.push(at(random.int(2, MONTH_DAYS), () => askForPapers(world, group, person)));
  }
  for (let nth = 0; person.isHostile && nth < attacksAMonth; nth += 1) {
    doings.push(at(random.int(0, MONTH_DAYS), () => attack(world, group, person)));
  }
  return doings.sort((a, b) => a.atMs - b.atMs);
}
