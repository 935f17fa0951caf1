import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asClientId } from '../../../../src/shared/index.js';
import { client, refusalOf, staff } from '../../../support/savings-world.js';
import { accept, codeOf, DAY_MS, goal, invite, members, openInviting, pass, world } from './inviting.js';

beforeEach(openInviting);
afterEach(() => world.jinaq.close());

describe('an invitation that was turned down or taken back', () => {
  it('opens nothing any more, and its place is free', async () => {
    await world.jinaq.rules.set(staff('admin'), { name: 'maxMembers', value: 2 });
    const first = await invite({ client: 'bolat' });
    expect(await codeOf(invite({ client: 'dana' }))).toBe('savings.member-limit');
    await world.jinaq.invitations.decline(client('bolat'), { invitation: first.id });
    expect(await codeOf(accept('bolat', { token: first.token }))).toBe('savings.invitation-used');
    const second = await invite({ client: 'dana' });
    await world.jinaq.invitations.revoke(client('aigerim'), { invitation: second.id });
    expect(await codeOf(accept('dana', { token: second.token }))).toBe('savings.invitation-used');
    expect(await codeOf(world.jinaq.invitations.resend(client('aigerim'), { invitation: second.id }))).toBe(
      'savings.invitation-used',
    );
    expect((await invite({ client: 'bolat' })).status).toBe('open');
  });

  it('is taken back by the organiser, and by nobody who is only in the goal', async () => {
    const bolat = await invite({ client: 'bolat' });
    await accept('bolat', { invitation: bolat.id });
    const { id: invitation } = await invite({ client: 'dana' });
    for (const actor of [client('bolat'), client('dana'), client('erlan'), staff('admin')]) {
      expect(await codeOf(world.jinaq.invitations.revoke(actor, { invitation }))).toBe('access.denied');
      expect(await codeOf(world.jinaq.invitations.resend(actor, { invitation }))).toBe('access.denied');
    }
    expect((await world.jinaq.invitations.revoke(client('aigerim'), { invitation })).status).toBe('revoked');
  });
});

describe('a client with two open invitations to one goal', () => {
  it('has none left after accepting one: the other opens nothing, and its place is free', async () => {
    await world.jinaq.rules.set(staff('admin'), { name: 'maxMembers', value: 3 });
    const toClient = await invite({ client: 'erlan' });
    // The bank learns of the phone after the second invitation was sent to it.
    const stranger = await invite({ phone: '+77010000000' });
    await world.jinaq.ports.store.transact(async (tx) => {
      const erlan = (await tx.clients.findMany([asClientId('erlan')])).get(asClientId('erlan'));
      if (erlan !== undefined) await tx.clients.save({ ...erlan, phone: '+77010000000' });
    });
    expect(await codeOf(invite({ client: 'dana' }))).toBe('savings.member-limit');
    await accept('erlan', { invitation: toClient.id });
    expect(await world.jinaq.invitations.list(client('aigerim'), { goal })).toEqual([]);
    expect(await codeOf(accept('bolat', { token: stranger.token }))).toBe('savings.invitation-used');
    expect((await invite({ client: 'dana' })).status).toBe('open');
    const history = await world.jinaq.goals.history(client('aigerim'), { goal });
    expect(history.slice(-3).map(({ type, actor }) => [type, actor])).toEqual([
      ['invitation.accepted', 'client:erlan'],
      ['invitation.revoked', 'system'],
      ['invitation.sent', 'client:aigerim'],
    ]);
  });

  it('of others leaves theirs open', async () => {
    const { id } = await invite({ client: 'bolat' });
    await invite({ client: 'dana' });
    await accept('bolat', { invitation: id });
    const open = await world.jinaq.invitations.list(client('aigerim'), { goal });
    expect(open).toMatchObject([{ client: 'dana' }]);
  });
});

describe('the ten places of a goal', () => {
  it('are held by members and open invitations; the eleventh comes in vain', async () => {
    for (let n = 1; n <= 10; n += 1) {
      await world.jinaq.clients.register(staff('operations'), { id: `c${n}`, name: `c${n}` });
    }
    for (let n = 1; n <= 9; n += 1) {
      const { id } = await invite({ client: `c${n}` });
      if (n <= 5) await accept(`c${n}`, { invitation: id });
    }
    expect(await refusalOf(invite({ client: 'c10' }))).toMatchObject({
      code: 'savings.member-limit',
      details: { limit: 10, members: 6, invited: 4 },
    });
    expect(await world.jinaq.invitations.list(client('aigerim'), { goal })).toHaveLength(4);
    pass(7 * DAY_MS);
    expect((await invite({ client: 'c10' })).status).toBe('open');
  });

  it('are not given away twice when two are invited to the last one at once', async () => {
    await world.jinaq.rules.set(staff('admin'), { name: 'maxMembers', value: 2 });
    const race = await Promise.allSettled([invite({ client: 'bolat' }), invite({ client: 'dana' })]);
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a goal that is met', () => {
  it('takes nobody in any more', async () => {
    const { id } = await invite({ client: 'bolat' });
    await world.sandbox.fund('aigerim', 300_000_00n);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 300_000 });
    expect(await codeOf(accept('bolat', { invitation: id }))).toBe('savings.goal-not-active');
    expect(await codeOf(invite({ client: 'dana' }))).toBe('savings.goal-not-active');
    expect(await codeOf(world.jinaq.invitations.resend(client('aigerim'), { invitation: id }))).toBe(
      'savings.goal-not-active',
    );
    expect(await members()).toEqual(['aigerim']);
  });
});
