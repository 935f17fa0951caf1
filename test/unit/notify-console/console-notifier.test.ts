import { describe, expect, it } from 'vitest';
import { consoleNotifier } from '../../../adapters/notify-console/index.js';
import { english } from '../../../adapters/notify-console/texts-en.js';
import { kazakh } from '../../../adapters/notify-console/texts-kk.js';
import { russian } from '../../../adapters/notify-console/texts-ru.js';
import { EVENT_TYPES, LOCALES, type Locale, type SavingsEvent } from '../../../src/savings/index.js';
import { asClientId, asGoalId } from '../../../src/shared/index.js';
import { client, openGoal, openSavingsWorld, staff } from '../../support/savings-world.js';

const EVENT: SavingsEvent = {
  ...{ goal: asGoalId('0194a1b2-0000-7000-8000-000000000001'), type: 'contribution.completed' },
  ...{ at: new Date('2026-01-05T19:30:00Z'), actor: 'system', client: asClientId('bolat'), rulesVersion: 0 },
  data: { contribution: 'c-1', amount: '1234567.89' },
};
/** Every field that some event has. */
const ALL_DATA = {
  ...{ title: 'Той', target: '300000.00', deadline: '2026-06-30', amount: '5.00', reason: 'bank.refused' },
  ...{ credited: '12.34', kind: 'cancel', choice: 'yes', status: 'passed', code: 'ledger.overdrawn', after: 'dana' },
  due: '2026-02-10',
};

async function linesOf(events: readonly SavingsEvent[], locale?: Locale): Promise<readonly string[]> {
  const lines: string[] = [];
  await consoleNotifier((line) => lines.push(line), locale).notify(events);
  return lines;
}

describe('a console notice', () => {
  it.each([
    ['ru', '2026-01-06 00:30 bolat: взнос 1\u00a0234\u00a0567,89\u00a0₸ зачислен [цель ID, system]'],
    ['kk', '2026-01-06 00:30 bolat: 1\u00a0234\u00a0567,89\u00a0₸ жарна есепке алынды [мақсат ID, system]'],
    ['en', '2026-01-06 00:30 bolat: a contribution of 1,234,567.89 ₸ was booked [goal ID, system]'],
  ] as const)('says in %s when, whom it concerns, what, in which goal and by whom', async (locale, line) => {
    expect(await linesOf([EVENT], locale)).toEqual([line.replace('ID', EVENT.goal)]);
  });

  it('is in Russian unless another locale is named', async () => {
    expect(await linesOf([EVENT])).toEqual(await linesOf([EVENT], 'ru'));
  });

  it('concerns everyone when it names no member', async () => {
    const event = { ...EVENT, type: 'goal.expired', client: null, data: { deadline: '2026-06-30' } } as const;
    expect(await linesOf([event], 'en')).toEqual([
      `2026-01-06 00:30 everyone: the deadline has passed: 2026-06-30 [goal ${EVENT.goal}, system]`,
    ]);
  });

  it('translates words of fixed lists, and never a title', async () => {
    const data = { title: 'cancel', target: '1.00', deadline: '2026-06-30' };
    expect((await linesOf([{ ...EVENT, type: 'goal.created', data }], 'ru'))[0]).toContain('«cancel»');
    expect((await linesOf([{ ...EVENT, type: 'proposal.voted', data: { choice: 'no' } }], 'ru'))[0]).toContain(
      'против',
    );
    expect((await linesOf([{ ...EVENT, type: 'goal.created', data: { ...data, title: 'constructor' } }]))[0]).toContain(
      '«constructor»',
    );
  });

  it.each(LOCALES)('is one full line in %s for every event there is', async (locale) => {
    const lines = await linesOf(
      EVENT_TYPES.map((type) => ({ ...EVENT, type, data: ALL_DATA })),
      locale,
    );
    expect(lines).toHaveLength(EVENT_TYPES.length);
    expect(lines.filter((line) => /[{}\n–]|undefined|null/.test(line))).toEqual([]);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('tells the same fields in every language', () => {
    const fields = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const type of EVENT_TYPES) {
      expect([type, fields(russian.events[type])]).toEqual([type, fields(english.events[type])]);
      expect([type, fields(kazakh.events[type])]).toEqual([type, fields(english.events[type])]);
    }
    expect(Object.keys(kazakh.words).sort()).toEqual(Object.keys(russian.words).sort());
  });
});

describe('what really happens', () => {
  it('is told without a gap', async () => {
    const lines: string[] = [];
    const world = await openSavingsWorld({ notifier: consoleNotifier((line) => lines.push(line), 'en') });
    const goal = await openGoal(world, ['aigerim', 'bolat'], { target: 10_000 });
    await world.sandbox.injectFault({ on: 'transfer', kind: 'refuse' });
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 10_000 });
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 10_000 });
    await world.jinaq.clients.mark(staff('admin'), { client: 'aigerim', status: 'blocked' });
    await world.jinaq.close();
    expect(lines.map((line) => line.slice('2026-01-05 09:00 '.length, line.indexOf(' [')))).toEqual([
      'everyone: goal “Той” was opened: 10,000.00 ₸ by 2026-06-30',
      'bolat: an invitation was sent',
      'bolat: the invitation was accepted',
      'bolat: a contribution of 10,000.00 ₸ was sent to the bank',
      'bolat: the bank refused a contribution of 10,000.00 ₸ (bank.refused)',
      'bolat: a contribution of 10,000.00 ₸ was sent to the bank',
      'bolat: a contribution of 10,000.00 ₸ was booked',
      'aigerim: the goal is met: 10,000.00 ₸',
      'bolat: the goal is met: 10,000.00 ₸',
      'aigerim: the client is blocked',
    ]);
  });
});
