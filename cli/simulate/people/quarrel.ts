import type { World } from '../world.js';
import { ADMIN } from '../staff.js';
import { ask, askId } from './asking.js';
import { type Group, presentIn } from './group.js';
import { daysPass } from './moments.js';
import type { Person } from './person.js';

/** Somebody objects: nothing goes out until it is answered and decided, or taken back. Some try to take money out meanwhile. */
export async function quarrel(world: World, group: Group, person: Person): Promise<void> {
  const { random } = group;
  const goal = group.id;
  const dispute = await askId(world, person.actor, 'disputes.open', { goal, text: 'Я этого не понимаю' });
  if (dispute === null) return;
  group.secrets.dispute = dispute;
  if (random.chance(0.3)) {
    const leaver = random.pick(presentIn(group));
    if ((await ask(world, leaver.actor, 'goals.leave', { goal })) !== undefined) leaver.isIn = false;
  }
  await daysPass(world, random.int(0, 9), random);
  if (random.chance(0.7)) {
    const answering = { dispute, text: 'Все суммы в выписке' };
    await ask(world, random.chance(0.8) ? group.organiser.actor : ADMIN, 'disputes.answer', answering);
  }
  await daysPass(world, random.int(0, 6), random);
  if (random.chance(0.4)) {
    await ask(world, person.actor, 'disputes.withdraw', { dispute });
    return;
  }
  const resolving = { dispute, decision: 'Остаётся как есть', text: 'Книги сходятся' };
  const again = random.chance(0.2) ? [ask(world, ADMIN, 'disputes.resolve', resolving)] : [];
  await Promise.all([ask(world, ADMIN, 'disputes.resolve', resolving), ...again]);
}
