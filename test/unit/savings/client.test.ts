import { describe, expect, it } from 'vitest';
import { type ClientDetails, makeClient, registerOnce, requireActive } from '../../../src/savings/domain/client.js';
import { relationsOf, requireMember } from '../../../src/savings/domain/member.js';
import type { Locale, Member } from '../../../src/savings/index.js';
import { refusal } from '../shared/refusal.js';
import { AIGERIM, BOLAT, DANA, makeGoal, makeMember, NOW } from './family.js';

const DETAILS: ClientDetails = {
  ...{ id: 'bolat', name: ' Болат  ', iin: '900101300811', phone: '8 701 123 45 67', locale: 'kk' },
  ...{ account: 'KZ86 125K ZT50 0410 0100' },
};
const wrongField = (details: Partial<ClientDetails>) => {
  const { code, details: found } = refusal(() => makeClient({ ...DETAILS, ...details }, NOW));
  expect(code).toBe('input.invalid');
  return (found.problems as { path: string }[]).map(({ path }) => path).join();
};

describe('a client', () => {
  it('is kept in one way of writing', () => {
    expect(makeClient(DETAILS, NOW)).toEqual({
      ...{ id: 'bolat', name: 'Болат', iin: '900101300811', phone: '+77011234567', locale: 'kk' },
      ...{ account: 'KZ86125KZT5004100100', status: 'active', registeredAt: NOW },
    });
  });

  it('needs only an id and a name, and is written to in Russian unless they say otherwise', () => {
    expect(makeClient({ id: 'dana', name: 'Дана' }, NOW)).toEqual({
      ...{ id: 'dana', name: 'Дана', iin: null, phone: null, locale: 'ru', account: null },
      ...{ status: 'active', registeredAt: NOW },
    });
  });

  it.each([
    ['id', { id: 'b o' }],
    ['id', { id: '' }],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(201) }],
    ['iin', { iin: '900101300812' }],
    ['phone', { phone: '12' }],
    ['account', { account: 'KZ00125KZT5004100100' }],
    ['locale', { locale: 'de' as Locale }],
  ])('is refused with a wrong %s', (field, details) => {
    expect(wrongField(details)).toBe(field);
  });
});

describe('registering a client again', () => {
  const client = makeClient(DETAILS, NOW);
  const again = (existing: typeof client | undefined, details: ClientDetails) =>
    registerOnce(existing, makeClient(details, new Date(NOW.getTime() + 1)), details);

  it('with the same data, or with less, changes nothing', () => {
    expect(registerOnce(undefined, client, DETAILS)).toBe(client);
    expect(again(client, DETAILS)).toBe(client);
    expect(again(client, { id: 'bolat', name: 'Болат' })).toBe(client);
  });

  it('adds what was not known before', () => {
    const stranger = makeClient({ id: 'bolat', name: 'Болат', locale: 'kk' }, NOW);
    expect(again(stranger, DETAILS)).toEqual(client);
  });

  it('with other data is refused, and the fields are named', () => {
    const other = { ...DETAILS, name: 'Болатбек', phone: '+77010000000', locale: 'en' } as const;
    expect(refusal(() => again(client, other))).toMatchObject({
      code: 'clients.already-registered',
      details: { client: 'bolat', fields: ['name', 'phone', 'locale'] },
    });
  });
});

describe('a client acts', () => {
  it.each(['blocked', 'deceased'] as const)('not when %s', (status) => {
    const client = { ...makeClient(DETAILS, NOW), status };
    expect(refusal(() => requireActive(client))).toMatchObject({ code: 'clients.blocked', details: { status } });
  });
});

describe('what a client is to a goal', () => {
  const members: readonly Member[] = [makeMember(AIGERIM), makeMember(BOLAT, { role: 'deputy' }), makeMember(DANA)];
  const relations = (client: typeof DANA, changes: Partial<Member> = {}) =>
    relationsOf(
      client,
      members.map((member) => (member.client === client ? { ...member, ...changes } : member)),
    );

  it('an organiser and a deputy are participants as well', () => {
    expect(relations(AIGERIM)).toEqual(['organiser', 'participant']);
    expect(relations(BOLAT)).toEqual(['deputy', 'participant']);
    expect(relations(DANA)).toEqual(['participant']);
  });

  it('who left still sees their goal, and no longer leads it', () => {
    expect(relations(AIGERIM, { status: 'left' })).toEqual(['participant']);
    expect(relations(DANA, { status: 'leaving' })).toEqual(['participant']);
  });

  it('who was removed is nothing to it, nor is a stranger', () => {
    expect(relations(DANA, { status: 'removed' })).toEqual([]);
    expect(relationsOf('erlan' as typeof DANA, members)).toEqual([]);
  });

  it('an invitation makes one invited', () => {
    expect(relationsOf('erlan' as typeof DANA, members, true)).toEqual(['invited']);
  });

  it('only active members pay', () => {
    const goal = makeGoal();
    expect(requireMember(goal, DANA, makeMember(DANA)).client).toBe(DANA);
    for (const status of ['leaving', 'left', 'removed'] as const) {
      expect(refusal(() => requireMember(goal, DANA, makeMember(DANA, { status }))).code).toBe('savings.not-a-member');
    }
    expect(refusal(() => requireMember(goal, DANA, undefined))).toMatchObject({
      code: 'savings.not-a-member',
      details: { goal: goal.id, client: DANA },
    });
  });
});
