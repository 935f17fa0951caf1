import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientDetails } from '../../../../src/savings/index.js';
import { client, openSavingsWorld, refusalOf, type SavingsWorld, staff } from '../../../support/savings-world.js';

let world: SavingsWorld;
beforeEach(async () => {
  world = await openSavingsWorld({ clients: { aigerim: 0 } });
});
afterEach(() => world.jinaq.close());

const importLines = (lines: readonly (Partial<ClientDetails> & { id: string })[], strict = false) =>
  world.jinaq.context.useCases.importClients.execute({
    actor: staff('operations'),
    lines: lines.map((details, index) => ({ line: index + 2, details: { name: details.id, ...details } })),
    strict,
  });
const ids = async () => (await world.jinaq.clients.list(staff('admin'))).map(({ id }) => id);
const show = (id: string) => world.jinaq.clients.show(staff('admin'), { client: id });

describe('registering a client', () => {
  it('asks the bank for the main account when it is not named', async () => {
    const { account } = await world.jinaq.clients.register(staff('operations'), { id: 'bolat', name: 'Болат' });
    expect(account).toBe(await world.sandbox.mainAccount('bolat'));
  });

  it('twice is one client', async () => {
    const input = { id: 'bolat', name: 'Болат', locale: 'kk' } as const;
    const [one, two] = await Promise.all([1, 2].map(() => world.jinaq.clients.register(staff('operations'), input)));
    expect(two).toEqual(one);
    expect(await ids()).toEqual(['aigerim', 'bolat']);
  });

  it('again adds what was not known, and refuses what is otherwise', async () => {
    const phone = '+77011234567';
    await world.jinaq.clients.register(staff('operations'), { id: 'bolat', name: 'Болат', locale: 'kk' });
    await world.jinaq.clients.register(staff('operations'), { id: 'bolat', name: 'Болат', phone });
    expect(await show('bolat')).toMatchObject({ phone, locale: 'kk' });
    const other = world.jinaq.clients.register(staff('operations'), { id: 'bolat', name: 'Болатбек' });
    expect(await refusalOf(other)).toMatchObject({
      code: 'clients.already-registered',
      details: { client: 'bolat', fields: ['name'] },
    });
  });

  it('is for staff, and a client sees only themselves', async () => {
    const register = world.jinaq.clients.register(client('aigerim'), { id: 'bolat', name: 'Болат' });
    expect((await refusalOf(register)).code).toBe('access.denied');
    expect((await world.jinaq.clients.show(client('aigerim'), { client: 'aigerim' })).id).toBe('aigerim');
    await world.jinaq.clients.register(staff('operations'), { id: 'bolat', name: 'Болат' });
    const other = world.jinaq.clients.show(client('aigerim'), { client: 'bolat' });
    expect((await refusalOf(other)).code).toBe('access.denied');
    expect((await refusalOf(world.jinaq.clients.list(client('aigerim')))).code).toBe('access.denied');
  });
});

describe('importing clients', () => {
  const mixed = [
    { id: 'bolat' },
    { id: 'd ana' },
    { id: 'erlan', iin: '900101300812' },
    { id: 'aigerim', name: 'somebody else' },
    { id: 'farid', locale: 'de' as never },
    { id: 'bolat' },
    { id: 'gulnar' },
  ];

  it('takes the good lines and reports each bad one with its number and code', async () => {
    const { imported, refused } = await importLines(mixed);
    expect(imported).toBe(3);
    expect(refused.map(({ line, error }) => [line, error.code])).toEqual([
      [3, 'input.invalid'],
      [4, 'input.invalid'],
      [5, 'clients.already-registered'],
      [6, 'input.invalid'],
    ]);
    expect(await ids()).toEqual(['aigerim', 'bolat', 'gulnar']);
  });

  it('takes nothing when it is strict and one line is bad, and names every bad one', async () => {
    const { code, details } = await refusalOf(importLines(mixed, true));
    expect(code).toBe('input.invalid');
    expect((details.problems as { path: string }[]).map(({ path }) => path)).toEqual([
      'line 3',
      'line 4',
      'line 5',
      'line 6',
    ]);
    expect(await ids()).toEqual(['aigerim']);
  });

  it('is the same when it is run again', async () => {
    await importLines([{ id: 'bolat' }, { id: 'gulnar' }]);
    expect(await importLines([{ id: 'bolat' }, { id: 'gulnar' }])).toEqual({ imported: 2, refused: [] });
    expect(await ids()).toEqual(['aigerim', 'bolat', 'gulnar']);
  });

  it('puts together what several lines say of one client', async () => {
    const report = await importLines([
      { id: 'bolat', phone: '+77011234567' },
      { id: 'bolat', iin: '900101300811' },
    ]);
    expect(report).toEqual({ imported: 2, refused: [] });
    expect(await show('bolat')).toMatchObject({ phone: '+77011234567', iin: '900101300811' });
  });

  it('stops when the bank does not answer, and takes nothing', async () => {
    await world.sandbox.down();
    expect((await refusalOf(importLines([{ id: 'bolat' }]))).code).toBe('bank.unavailable');
    expect(await ids()).toEqual(['aigerim']);
  });
});
