import { AsyncResource } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { accountIn, BANK, chainStart, principalOf, record, UNALLOCATED } from '../../src/ledger/index.js';
import type { SavingsTx } from '../../src/savings/index.js';
import {
  type GoalId,
  InvariantViolation,
  MAX_MONEY,
  MAX_NAMED_AMOUNT,
  parseCivilDate,
  parseClientId,
  type Store,
} from '../../src/shared/index.js';
import { awaitingGoals } from './awaiting.contract.js';
import {
  AIGERIM,
  BEYOND_DOUBLE,
  BOLAT,
  book,
  client,
  contribution,
  DAY,
  event,
  goal,
  hold,
  invitation,
  member,
  NOW,
  newGoalId,
  newTransferId,
  post,
  postPending,
  recordAll,
  seed,
} from './store-fixtures.js';

/** An empty store of its own for each test. */
export type OpenStore = () => Promise<{ readonly store: Store<SavingsTx>; close(): void | Promise<void> }>;

/** What every store must do, whatever database is under it. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`the store contract: ${name}`, () => {
    let store: Store<SavingsTx>;
    let close: () => void | Promise<void>;

    beforeEach(async () => {
      const opened = await open();
      store = opened.store;
      close = () => opened.close();
    });
    afterEach(async () => close());

    const stored = (): Store<SavingsTx> => store;
    transactions(stored);
    clients(stored);
    goals(stored);
    awaitingGoals(stored);
    members(stored);
    invitations(stored);
    contributions(stored);
    books(stored);
    transfers(stored);
    history(stored);
    statistics(stored);
  });
}

type Stored = () => Store<SavingsTx>;

const knownClients = (store: Store<SavingsTx>) =>
  store.read(async (tx) => (await tx.clients.page(null, 100)).map(({ id }) => id));

function transactions(stored: Stored): void {
  describe('a transaction', () => {
    it('returns what the work returns and keeps what it wrote', async () => {
      const result = await stored().transact(async (tx) => {
        await tx.clients.insertMany([client('aigerim')]);
        return 'done';
      });
      expect(result).toBe('done');
      expect(await knownClients(stored())).toEqual([AIGERIM]);
    });

    it('keeps nothing of work that throws, and throws the very same error', async () => {
      const error = new Error('changed my mind');
      const work = stored().transact(async (tx) => {
        await tx.clients.insertMany([client('aigerim')]);
        throw error;
      });
      await expect(work).rejects.toBe(error);
      expect(await knownClients(stored())).toEqual([]);
    });

    it('sees its own writes', async () => {
      await stored().transact(async (tx) => {
        await tx.clients.insertMany([client('aigerim')]);
        expect((await tx.clients.findMany([AIGERIM])).has(AIGERIM)).toBe(true);
      });
    });

    it('that was rolled back leaves no trace in what later ones know', async () => {
      // The row that was rolled back gives its number to the next goal: what was learnt of it must be forgotten.
      const [other, again] = [goal(), goal()];
      await seed(stored());
      const failed = stored().transact(async (tx) => {
        await tx.goals.insert(again);
        await tx.goals.findMany([again.id]);
        throw new Error('rolled back');
      });
      await expect(failed).rejects.toThrow('rolled back');
      await stored().transact((tx) => tx.goals.insert(other));
      await stored().transact((tx) => tx.goals.insert(again));
      await stored().transact((tx) => tx.events.append([event(again)]));
      const events = await stored().read((tx) => tx.events.ofGoal(other.id, 0, 10));
      expect(events).toEqual([]);
    });

    it('waits for the one before it: concurrent read-modify-write loses nothing', async () => {
      await stored().transact((tx) => tx.clients.insertMany([client('aigerim', { name: '0' })]));
      const increment = () =>
        stored().transact(async (tx) => {
          const found = (await tx.clients.findMany([AIGERIM])).get(AIGERIM);
          await Promise.resolve();
          await tx.clients.save(client('aigerim', { name: String(Number(found?.name) + 1) }));
        });
      await Promise.all(Array.from({ length: 40 }, increment));
      const [last] = await stored().read((tx) => tx.clients.page(null, 1));
      expect(last?.name).toBe('40');
    });

    it('that fails does not hold up the next one', async () => {
      const works = ['a', 'b', 'c'].map((id) =>
        stored().transact(async (tx) => {
          await tx.clients.insertMany([client(id)]);
          if (id === 'b') throw new Error('b is refused');
        }),
      );
      const results = await Promise.allSettled(works);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await knownClients(stored())).toEqual(['a', 'c']);
    });
  });

  describe('a read', () => {
    it('sees one snapshot, whatever is committed meanwhile', async () => {
      await stored().transact((tx) => tx.clients.insertMany([client('aigerim')]));
      const beside = callersBeside();
      let writing: Promise<void> | undefined;
      await stored().read(async (tx) => {
        const before = await tx.clients.page(null, 10);
        writing = beside(() => stored().transact((other) => other.clients.insertMany([client('bolat')])));
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(await tx.clients.page(null, 10)).toEqual(before);
      });
      await writing;
      expect(await knownClients(stored())).toEqual([AIGERIM, BOLAT]);
    });

    it('sees nothing that is not committed', async () => {
      const beside = callersBeside();
      let reading: Promise<readonly string[]> | undefined;
      await stored()
        .transact(async (tx) => {
          await tx.clients.insertMany([client('aigerim')]);
          reading = beside(() => knownClients(stored()));
          await new Promise((resolve) => setTimeout(resolve, 30));
          throw new Error('never mind');
        })
        .catch(() => undefined);
      expect(await reading).toEqual([]);
    });

    it('throws the very error of its work', async () => {
      const error = new Error('not today');
      await expect(stored().read(() => Promise.reject(error))).rejects.toBe(error);
      expect(await knownClients(stored())).toEqual([]);
    });
  });
}

/** Lets a transaction be begun as if by another caller: one begun inside of another's is refused. */
function callersBeside(): <T>(work: () => Promise<T>) => Promise<T> {
  return AsyncResource.bind(<T>(work: () => Promise<T>) => work());
}

function clients(stored: Stored): void {
  describe('clients', () => {
    const full = client('bolat', {
      name: "Болат О'Нил Әуезұлы",
      iin: '900101300811',
      phone: '+77011234567',
      locale: 'kk',
      account: 'KZ86125KZT5004100100',
      status: 'blocked',
    });

    it('come back as they were stored', async () => {
      await stored().transact((tx) => tx.clients.insertMany([client('aigerim'), full]));
      const found = await stored().read((tx) => tx.clients.findMany([AIGERIM, BOLAT, BOLAT, parseClientId('nobody')]));
      expect(found).toEqual(
        new Map([
          [AIGERIM, client('aigerim')],
          [BOLAT, full],
        ]),
      );
    });

    it('that are not there are not saved: it is a bug of the caller', async () => {
      const saving = stored().transact((tx) => tx.clients.save(client('nobody')));
      await expect(saving).rejects.toBeInstanceOf(InvariantViolation);
      expect(await knownClients(stored())).not.toContain('nobody');
    });

    it('can change everything but the id', async () => {
      await stored().transact((tx) => tx.clients.insertMany([client('bolat')]));
      await stored().transact((tx) => tx.clients.save(full));
      const found = await stored().read((tx) => tx.clients.findMany([BOLAT]));
      expect(found.get(BOLAT)).toEqual(full);
    });

    it('are registered once: a second one under the same id is a conflict and changes nothing', async () => {
      await stored().transact((tx) => tx.clients.insertMany([full]));
      const again = stored().transact((tx) => tx.clients.insertMany([client('aigerim'), client('bolat')]));
      await expect(again).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect(await knownClients(stored())).toEqual([BOLAT]);
    });

    it('come in pages, in the order of their ids as bytes', async () => {
      const names = ['b', 'B', 'a.1', 'a-1', 'a_1', '10', '9', 'A'];
      await stored().transact((tx) => tx.clients.insertMany(names.map((id) => client(id))));
      const pages: string[] = [];
      for (let after: ReturnType<typeof parseClientId> | null = null; ; ) {
        const page = await stored().read((tx) => tx.clients.page(after, 3));
        const last = page.at(-1);
        if (last === undefined) break;
        expect(page.length).toBeLessThanOrEqual(3);
        pages.push(...page.map(({ id }) => id));
        after = last.id;
      }
      expect(pages).toEqual([...names].sort());
    });

    it('have their principal over all goals as total: posted less taken out, with what is on its way in', async () => {
      const [first, second] = [goal(), goal({ kind: 'personal' })];
      await seed(stored(), first, second);
      await book(stored(), first.id, post(AIGERIM, BEYOND_DOUBLE), post(BOLAT, 1_00n));
      await book(stored(), second.id, hold(AIGERIM, 50_00n), post(AIGERIM, 7_00n));
      await book(stored(), first.id, {
        do: 'post',
        id: newTransferId(),
        debit: principalOf(AIGERIM),
        credit: BANK,
        amount: 3_00n,
        code: 'refund',
        valueDate: DAY,
      });
      await book(stored(), first.id, {
        do: 'post',
        id: newTransferId(),
        debit: BANK,
        credit: { kind: 'interest', client: AIGERIM },
        amount: 999_00n,
        code: 'interest',
        valueDate: DAY,
      });
      const totals = await stored().read((tx) => tx.clients.totals([AIGERIM, BOLAT]));
      expect(totals.get(AIGERIM)).toBe(BEYOND_DOUBLE + 54_00n);
      expect(totals.get(BOLAT)).toBe(1_00n);
    });

    it('without any books have the total zero', async () => {
      await seed(stored());
      expect((await stored().read((tx) => tx.clients.totals([BOLAT]))).get(BOLAT)).toBe(0n);
    });
  });
}

function goals(stored: Stored): void {
  describe('goals', () => {
    it('come back as they were stored, large amounts to the tiyn', async () => {
      const plain = goal();
      const full = goal({
        kind: 'personal',
        status: 'cancelling',
        frozen: true,
        target: BEYOND_DOUBLE,
        minContribution: BEYOND_DOUBLE - 1n,
        deputy: BOLAT,
        decision: 'organiser',
        product: { rateBps: 0, dayCount: 'actual/365', capitalisation: 'none' },
        deadline: parseCivilDate('2199-12-31'),
      });
      await seed(stored(), plain, full);
      const found = await stored().read((tx) => tx.goals.findMany([plain.id, full.id, full.id, newGoalId()]));
      expect(found).toEqual(
        new Map([
          [plain.id, plain],
          [full.id, full],
        ]),
      );
    });

    it('keep what changed, and only in the goals that were saved', async () => {
      const [first, second] = [goal(), goal()];
      await seed(stored(), first, second);
      const changed = {
        ...first,
        title: 'Үй',
        status: 'reached',
        statusSince: new Date(NOW.getTime() + 1),
        frozen: true,
        target: 1n,
        minContribution: 1n,
        deadline: DAY,
        organiser: BOLAT,
        deputy: AIGERIM,
      } as const;
      await stored().transact((tx) => tx.goals.saveMany([changed]));
      const found = await stored().read((tx) => tx.goals.findMany([first.id, second.id]));
      expect([...found.values()]).toEqual([changed, second]);
    });

    it('that are not there are not saved: it is a bug of the caller, and nothing of its batch is kept', async () => {
      const one = goal();
      await seed(stored(), one);
      const saving = stored().transact((tx) => tx.goals.saveMany([{ ...one, title: 'Үй' }, goal()]));
      await expect(saving).rejects.toBeInstanceOf(InvariantViolation);
      expect((await stored().read((tx) => tx.goals.findMany([one.id]))).get(one.id)).toEqual(one);
    });

    it('saved twice in one batch are there once, as the last one says', async () => {
      const one = goal();
      await seed(stored(), one);
      await stored().transact((tx) => tx.goals.saveMany([one, one]));
      expect((await stored().read((tx) => tx.goals.findMany([one.id]))).get(one.id)).toEqual(one);
    });

    it('are opened once', async () => {
      const one = goal();
      await seed(stored(), one);
      await expect(stored().transact((tx) => tx.goals.insert(one))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('come in pages in the order they were made, by client and by status', async () => {
      const made = [goal(), goal({ status: 'closed' }), goal(), goal(), goal({ status: 'closed' })] as const;
      await seed(stored(), ...made);
      await stored().transact((tx) =>
        tx.members.saveMany([member(made[1], BOLAT), member(made[2], BOLAT), member(made[4], BOLAT)]),
      );
      const page = (...args: Parameters<SavingsTx['goals']['page']>) =>
        stored().read(async (tx) => (await tx.goals.page(...args)).map(({ id }) => made.findIndex((g) => g.id === id)));
      expect(await page({}, null, 3)).toEqual([0, 1, 2]);
      expect(await page({}, made[2].id, 3)).toEqual([3, 4]);
      expect(await page({ status: 'closed' }, null, 10)).toEqual([1, 4]);
      expect(await page({ client: BOLAT }, null, 10)).toEqual([1, 2, 4]);
      expect(await page({ client: BOLAT, status: 'closed' }, made[1].id, 10)).toEqual([4]);
      expect(await page({ client: AIGERIM }, null, 10)).toEqual([]);
      expect(await page({ client: parseClientId('nobody') }, null, 10)).toEqual([]);
    });

    it('of a client are those with a place: not one that was left, unless it is closed, nor one they were removed from', async () => {
      const [inside, leaving, left] = [goal(), goal(), goal()];
      const [over, removed, ousted] = [goal({ status: 'closed' }), goal(), goal({ status: 'closed' })];
      await seed(stored(), inside, leaving, left, over, removed, ousted);
      await stored().transact((tx) =>
        tx.members.saveMany([
          member(inside, BOLAT),
          member(leaving, BOLAT, { status: 'leaving' }),
          member(left, BOLAT, { status: 'left' }),
          member(over, BOLAT, { status: 'left' }),
          member(removed, BOLAT, { status: 'removed' }),
          member(ousted, BOLAT, { status: 'removed' }),
        ]),
      );
      const found = await stored().read((tx) => tx.goals.page({ client: BOLAT }, null, 10));
      expect(found.map(({ id }) => id)).toEqual([inside.id, leaving.id, over.id]);
    });

    it('with books are passed over one after the other, none twice', async () => {
      const made = [goal(), goal(), goal()];
      await seed(stored(), ...made);
      for (const one of made) await book(stored(), one.id, post(AIGERIM, 1n));
      const first = await stored().read((tx) => tx.goalIds.page(null, 2));
      const second = await stored().read((tx) => tx.goalIds.page(first[1] ?? null, 2));
      expect([...first, ...second].sort()).toEqual(made.map(({ id }) => id).sort());
    });
  });
}

function members(stored: Stored): void {
  describe('members', () => {
    it('come back as they were stored, in the order in which they joined', async () => {
      const one = goal();
      const late = member(one, AIGERIM, { role: 'organiser', joinedAt: new Date(NOW.getTime() + 1) });
      const early = member(one, BOLAT, { status: 'leaving', shareAmounts: true, shareWithAdvisor: true });
      await seed(stored(), one, goal());
      await stored().transact((tx) => tx.members.saveMany([late, early]));
      expect(await stored().read((tx) => tx.members.ofGoals([one.id, newGoalId()]))).toEqual([early, late]);
    });

    it('are replaced, not doubled', async () => {
      const one = goal();
      await seed(stored(), one);
      await stored().transact((tx) => tx.members.saveMany([member(one, BOLAT)]));
      const changed = member(one, BOLAT, { role: 'deputy', status: 'left', shareAmounts: true });
      await stored().transact((tx) => tx.members.saveMany([changed]));
      expect(await stored().read((tx) => tx.members.ofGoals([one.id]))).toEqual([changed]);
    });

    it('are found by goal and client, those that exist', async () => {
      const [one, other] = [goal(), goal()];
      await seed(stored(), one, other);
      const members = [member(one, AIGERIM), member(other, BOLAT)];
      await stored().transact((tx) => tx.members.saveMany(members));
      const found = await stored().read((tx) =>
        tx.members.findMany([
          { goal: one.id, client: AIGERIM },
          { goal: one.id, client: BOLAT },
          { goal: other.id, client: BOLAT },
          { goal: newGoalId(), client: BOLAT },
          { goal: one.id, client: parseClientId('nobody') },
        ]),
      );
      expect(found).toEqual(members);
    });
  });
}

function invitations(stored: Stored): void {
  describe('invitations', () => {
    it('are found by id, by the hash of the token and by goal', async () => {
      const one = goal();
      const toPhone = invitation(one);
      const toClient = invitation(one, { to: { client: BOLAT } });
      await seed(stored(), one);
      await stored().transact(async (tx) => {
        await tx.invitations.save(toPhone);
        await tx.invitations.save(toClient);
      });
      await stored().read(async (tx) => {
        expect(await tx.invitations.find(toPhone.id)).toEqual(toPhone);
        expect(await tx.invitations.findByTokenHash(toClient.tokenHash)).toEqual(toClient);
        expect(await tx.invitations.findByTokenHash(digest.sha256('another'))).toBeUndefined();
        expect(await tx.invitations.find(invitation(one).id)).toBeUndefined();
        expect(await tx.invitations.ofGoal(one.id)).toEqual([toPhone, toClient]);
        expect(await tx.invitations.ofGoal(newGoalId())).toEqual([]);
      });
    });

    it('are replaced under the same id: the token that was sent before finds nothing', async () => {
      const one = goal();
      const sent = invitation(one);
      await seed(stored(), one);
      await stored().transact((tx) => tx.invitations.save(sent));
      const taken = {
        ...sent,
        to: { client: BOLAT },
        tokenHash: digest.sha256('new'),
        status: 'accepted',
        expiresAt: new Date(NOW.getTime() + 1),
      } as const;
      await stored().transact((tx) => tx.invitations.save(taken));
      await stored().read(async (tx) => {
        expect(await tx.invitations.ofGoal(one.id)).toEqual([taken]);
        expect(await tx.invitations.findByTokenHash(sent.tokenHash)).toBeUndefined();
      });
    });

    it('have a token of their own', async () => {
      const one = goal();
      const sent = invitation(one);
      await seed(stored(), one);
      await stored().transact((tx) => tx.invitations.save(sent));
      const copy = stored().transact((tx) => tx.invitations.save(invitation(one, { tokenHash: sent.tokenHash })));
      await expect(copy).rejects.toMatchObject({ code: 'conflict' });
    });
  });
}

function contributions(stored: Stored): void {
  describe('contributions', () => {
    it('come back as they were stored, by id and by key', async () => {
      const one = goal();
      const plain = contribution(one, AIGERIM);
      const full = contribution(one, BOLAT, {
        amount: BEYOND_DOUBLE,
        key: 'ключ 1',
        status: 'refused',
        reason: 'bank.refused',
      });
      await seed(stored(), one);
      await stored().transact((tx) => tx.contributions.insertMany([plain, full]));
      await stored().read(async (tx) => {
        const unknown = contribution(one, AIGERIM);
        const found = await tx.contributions.findMany([plain.id, full.id, unknown.id]);
        expect([...found]).toEqual([
          [plain.id, plain],
          [full.id, full],
        ]);
        // The key is the client's own: another client may use the same.
        const keys = [full, { client: AIGERIM, key: full.key }, { client: parseClientId('nobody'), key: full.key }];
        expect(await tx.contributions.findByKeys(keys)).toEqual([full]);
      });
    });

    it('have a key once for each client: a second one is a conflict and nothing of its batch is kept', async () => {
      const one = goal();
      await seed(stored(), one);
      await stored().transact((tx) => tx.contributions.insertMany([contribution(one, AIGERIM, { key: 'k' })]));
      await stored().transact((tx) => tx.contributions.insertMany([contribution(one, BOLAT, { key: 'k' })]));
      const batch = [contribution(one, BOLAT), contribution(one, AIGERIM, { key: 'k' })];
      const again = stored().transact((tx) => tx.contributions.insertMany(batch));
      await expect(again).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect(await stored().read((tx) => tx.contributions.page({}, null, 10))).toHaveLength(2);
    });

    it('are resolved: the status and the reason change, nothing else', async () => {
      const one = goal();
      const made = [contribution(one, AIGERIM), contribution(one, AIGERIM), contribution(one, BOLAT)] as const;
      await seed(stored(), one);
      await stored().transact((tx) => tx.contributions.insertMany(made));
      await stored().transact((tx) =>
        tx.contributions.resolveMany([
          { ...made[0], status: 'completed', amount: 1n },
          { ...made[1], status: 'refused', reason: 'bank.refused' },
        ]),
      );
      const found = await stored().read((tx) => tx.contributions.page({}, null, 10));
      expect(found).toEqual([
        { ...made[0], status: 'completed' },
        { ...made[1], status: 'refused', reason: 'bank.refused' },
        made[2],
      ]);
    });

    it('come in pages in the order of their ids, by status and by goal', async () => {
      const [one, other] = [goal(), goal()];
      const made = Array.from({ length: 7 }, (_, i) =>
        contribution(i % 2 ? other : one, AIGERIM, { status: i < 2 ? 'completed' : 'pending' }),
      );
      await seed(stored(), one, other);
      // Stored in another order than they were made.
      await stored().transact((tx) => tx.contributions.insertMany([...made].reverse()));
      const page = (...args: Parameters<SavingsTx['contributions']['page']>) =>
        stored().read(async (tx) =>
          (await tx.contributions.page(...args)).map(({ id }) => made.findIndex((c) => c.id === id)),
        );
      expect(await page({}, null, 4)).toEqual([0, 1, 2, 3]);
      expect(await page({}, made[3]?.id ?? null, 4)).toEqual([4, 5, 6]);
      expect(await page({ status: 'pending' }, null, 3)).toEqual([2, 3, 4]);
      expect(await page({ status: 'pending' }, made[4]?.id ?? null, 3)).toEqual([5, 6]);
      expect(await page({ status: 'completed' }, null, 9)).toEqual([0, 1]);
      expect(await page({ goal: other.id }, null, 9)).toEqual([1, 3, 5]);
      expect(await page({ goal: other.id, status: 'pending' }, made[3]?.id ?? null, 9)).toEqual([5]);
      expect(await page({ goal: newGoalId() }, null, 9)).toEqual([]);
    });
  });
}

function books(stored: Stored): void {
  describe('books', () => {
    const load = (id: ReturnType<typeof newGoalId>) =>
      stored().read(async (tx) => (await tx.books.load([{ goal: id, accounts: 'all' }])).get(id));

    it('of a goal that never moved are empty, with the chain at its start; an unknown goal has none', async () => {
      const one = goal();
      await seed(stored(), one);
      const unknown = newGoalId();
      const loaded = await stored().read((tx) =>
        tx.books.load([
          { goal: one.id, accounts: 'all' },
          { goal: unknown, accounts: [BANK] },
        ]),
      );
      expect([...loaded.keys()]).toEqual([one.id]);
      expect(loaded.get(one.id)).toEqual({ goal: one.id, accounts: new Map(), head: chainStart(one.id, digest) });
    });

    it('come back as they were saved, to the tiyn', async () => {
      const one = goal();
      await seed(stored(), one);
      const changes = await stored().transact(async (tx) => {
        const made = await recordAll(tx, one.id, [post(AIGERIM, BEYOND_DOUBLE)], [hold(BOLAT, BEYOND_DOUBLE)]);
        await tx.books.save(made);
        return made;
      });
      expect(await load(one.id)).toEqual(changes.at(-1)?.books);
    });

    it('load only the accounts that are asked for', async () => {
      const one = goal();
      await seed(stored(), one);
      await book(stored(), one.id, post(AIGERIM, 5n), post(BOLAT, 7n));
      const accounts = [BANK, UNALLOCATED, principalOf(BOLAT), principalOf(parseClientId('nobody'))];
      const loaded = await stored().read(async (tx) => (await tx.books.load([{ goal: one.id, accounts }])).get(one.id));
      expect([...(loaded?.accounts.keys() ?? [])].sort()).toEqual(['bank', 'principal:bolat']);
      expect(loaded && accountIn(loaded, principalOf(BOLAT)).creditsPosted).toBe(7n);
    });

    it('saved from a part of the accounts leave the others as they are', async () => {
      const one = goal();
      await seed(stored(), one);
      await book(stored(), one.id, post(AIGERIM, 5n), post(BOLAT, 7n));
      await stored().transact(async (tx) => {
        const accounts = [BANK, principalOf(BOLAT)];
        const part = (await tx.books.load([{ goal: one.id, accounts }])).get(one.id);
        if (part !== undefined) await tx.books.save([record(part, [post(BOLAT, 1n)], { now: NOW, digest })]);
      });
      const loaded = await load(one.id);
      expect(loaded && accountIn(loaded, principalOf(AIGERIM)).creditsPosted).toBe(5n);
      expect(loaded && accountIn(loaded, BANK).debitsPosted).toBe(13n);
    });

    it('of several goals, each moved several times, are saved in one call as the last change leaves them', async () => {
      const [one, other] = [goal(), goal()];
      await seed(stored(), one, other);
      await stored().transact(async (tx) => {
        const [a, b, c] = await recordAll(tx, one.id, [post(AIGERIM, 1n)], [post(BOLAT, 2n)], [post(AIGERIM, 4n)]);
        const [d, e] = await recordAll(tx, other.id, [post(AIGERIM, 8n)], [post(AIGERIM, 16n)]);
        if (a && b && c && d && e) await tx.books.save([a, d, b, e, c]);
      });
      const [first, second] = [await load(one.id), await load(other.id)];
      expect(first && accountIn(first, BANK).debitsPosted).toBe(7n);
      expect(first && accountIn(first, principalOf(AIGERIM)).creditsPosted).toBe(5n);
      expect(first?.head.seq).toBe(3);
      expect(second && accountIn(second, BANK).debitsPosted).toBe(24n);
      expect(second?.head.seq).toBe(2);
    });

    it('leave no gap in the chain: a change without the one before it is a conflict', async () => {
      const one = goal();
      await seed(stored(), one);
      const skip = async (tx: SavingsTx) => {
        const [, second] = await recordAll(tx, one.id, [post(AIGERIM, 1n)], [post(BOLAT, 2n)]);
        if (second !== undefined) await tx.books.save([second]);
      };
      await expect(stored().transact(skip)).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      await book(stored(), one.id, post(BOLAT, 10n));
      await expect(stored().transact(skip)).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect((await load(one.id))?.head.seq).toBe(1);
    });

    it('loaded before others moved them are not saved', async () => {
      const one = goal();
      await seed(stored(), one);
      for (const rounds of [1, 2]) {
        const stale = await stored().transact((tx) => recordAll(tx, one.id, [post(AIGERIM, 1n)]));
        await book(stored(), one.id, post(BOLAT, 10n));
        await expect(stored().transact((tx) => tx.books.save(stale))).rejects.toThrow();
        const loaded = await load(one.id);
        expect(loaded && accountIn(loaded, BANK).debitsPosted).toBe(BigInt(rounds) * 10n);
        expect(loaded && accountIn(loaded, principalOf(AIGERIM)).creditsPosted).toBe(0n);
        expect(loaded?.head.seq).toBe(rounds);
      }
    });
  });
}

function transfers(stored: Stored): void {
  describe('transfers', () => {
    it('come back as they were recorded, by id and in the order of the chain', async () => {
      const one = goal();
      await seed(stored(), one);
      const [held] = await book(stored(), one.id, hold(AIGERIM, BEYOND_DOUBLE));
      if (held === undefined) throw new Error('nothing was held');
      const posted = await book(stored(), one.id, postPending(held));
      const [payment] = await book(stored(), one.id, {
        ...post(BOLAT, 5n),
        subject: 'refund 1',
        reason: 'ошибка "1"',
      } as never);
      if (payment === undefined) throw new Error('nothing was paid');
      const mirror = {
        do: 'reverse',
        id: newTransferId(),
        original: payment,
        reason: 'twice',
        valueDate: DAY,
      } as const;
      const reversed = await book(stored(), one.id, mirror);
      const all = [held, ...posted, payment, ...reversed];
      await stored().read(async (tx) => {
        expect(await tx.transfers.history(one.id, { afterSeq: 0, limit: 10 })).toEqual(all);
        expect(await tx.transfers.history(one.id, { afterSeq: 1, limit: 2 })).toEqual(all.slice(1, 3));
        expect(await tx.transfers.history(newGoalId(), { afterSeq: 0, limit: 10 })).toEqual([]);
        const found = await tx.transfers.findMany([...all.map(({ id }) => id), newTransferId()]);
        expect([...found.values()]).toEqual(all);
      });
    });

    it('tell what moved in many goals at once, each from its own place in the chain', async () => {
      const [one, other, empty] = [goal(), goal(), goal()];
      await seed(stored(), one, other, empty);
      const [held] = await book(stored(), one.id, hold(AIGERIM, BEYOND_DOUBLE));
      if (held === undefined) throw new Error('nothing was held');
      const posted = await book(stored(), one.id, postPending(held), post(BOLAT, 5n));
      await book(stored(), other.id, post(AIGERIM, 1n));
      const [last] = await book(stored(), other.id, post(BOLAT, 2n));
      const ids = [one.id, other.id, empty.id, newGoalId()];
      const marks = ids.map((id, index) => ({ goal: id, afterSeq: index }));
      const moves = await stored().read((tx) => tx.transfers.moves(marks));
      expect([...moves.keys()]).toEqual([one.id, other.id]);
      const of = (id: GoalId) => moves.get(id)?.map(({ seq, amount }) => [seq, amount]);
      expect(of(one.id)).toEqual([held, ...posted].map(({ seq, amount }) => [seq, amount]));
      expect(of(other.id)).toEqual([[2, 2n]]);
      expect(last).toMatchObject(moves.get(other.id)?.[0] ?? {});
    });

    it('tell which of the pending ones were posted or voided', async () => {
      const one = goal();
      await seed(stored(), one);
      const [a, b, c] = await book(stored(), one.id, hold(AIGERIM, 1n), hold(AIGERIM, 2n), hold(BOLAT, 3n));
      if (!a || !b || !c) throw new Error('three were held');
      await book(stored(), one.id, postPending(a), { do: 'void-pending', id: newTransferId(), pending: c });
      const resolved = await stored().read((tx) => tx.transfers.resolved([a.id, b.id, c.id, newTransferId()]));
      expect([...resolved].sort()).toEqual([a.id, c.id].sort());
    });

    it('are recorded once under one id', async () => {
      const one = goal();
      const id = newTransferId();
      await seed(stored(), one);
      await book(stored(), one.id, hold(AIGERIM, 1n, { id }));
      await expect(book(stored(), one.id, hold(AIGERIM, 1n, { id }))).rejects.toThrow();
      expect(await stored().read((tx) => tx.transfers.history(one.id, { afterSeq: 0, limit: 9 }))).toHaveLength(1);
    });

    it('resolve a pending one at most once, in whatever way', async () => {
      const one = goal();
      await seed(stored(), one);
      // Two are held, so that the totals alone would not notice that one of them is released twice.
      const [held] = await book(stored(), one.id, hold(AIGERIM, 5n), hold(AIGERIM, 5n));
      if (held === undefined) throw new Error('nothing was held');
      await book(stored(), one.id, postPending(held));
      await expect(book(stored(), one.id, postPending(held))).rejects.toThrow();
      const voiding = { do: 'void-pending', id: newTransferId(), pending: held } as const;
      await expect(book(stored(), one.id, voiding)).rejects.toThrow();
      const loaded = await stored().read((tx) => tx.books.load([{ goal: one.id, accounts: [BANK] }]));
      expect(loaded.get(one.id)?.accounts.get('bank')).toMatchObject({ debitsPosted: 5n, debitsPending: 5n });
    });
  });
}

function history(stored: Stored): void {
  describe('events', () => {
    it('are kept in order, each goal for itself, and come in pages', async () => {
      const [one, other] = [goal(), goal()];
      const data = { title: 'Той "1"', amount: '1.00', n: 1, yes: true, none: null };
      const made = [
        event(one, { data }),
        event(one, { type: 'contribution.completed', client: BOLAT, actor: 'system', rulesVersion: 3 }),
        event(one, { at: new Date(NOW.getTime() - 1) }),
      ];
      await seed(stored(), one, other);
      await stored().transact(async (tx) => {
        await tx.events.append([...made.slice(0, 1), event(other)]);
        await tx.events.append(made.slice(1));
      });
      const all = await stored().read((tx) => tx.events.ofGoal(one.id, 0, 10));
      expect(all).toEqual(made.map((one) => ({ ...one, position: expect.any(Number) })));
      const positions = all.map(({ position }) => position);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(await stored().read((tx) => tx.events.ofGoal(one.id, positions[0] ?? 0, 1))).toEqual([all[1]]);
      expect(await stored().read((tx) => tx.events.ofGoal(newGoalId(), 0, 10))).toEqual([]);
    });
  });

  describe('changes of the rules', () => {
    const change = (version: number) =>
      ({ version, name: 'clientLimit', value: '5000000', from: DAY, setAt: NOW, setBy: 'staff:admin' }) as const;

    it('are kept in the order of their versions', async () => {
      await stored().transact(async (tx) => {
        await tx.rules.append(change(2));
        await tx.rules.append(change(1));
      });
      expect(await stored().read((tx) => tx.rules.changes())).toEqual([change(1), change(2)]);
    });

    it('have a version each: two admins at once are a conflict', async () => {
      await stored().transact((tx) => tx.rules.append(change(1)));
      const again = stored().transact((tx) => tx.rules.append({ ...change(1), value: '1' }));
      await expect(again).rejects.toMatchObject({ name: 'Conflict', code: 'conflict' });
      expect(await stored().read((tx) => tx.rules.changes())).toEqual([change(1)]);
    });
  });
}

function statistics(stored: Stored): void {
  describe('statistics', () => {
    it('add up goals by kind and status, count a client once, and leave out what is not shared out yet', async () => {
      const [one, other] = [goal({ target: 10n }), goal({ target: MAX_NAMED_AMOUNT })];
      const own = goal({ kind: 'personal', status: 'closed', target: 7n });
      await seed(stored(), one, other, own);
      await stored().transact((tx) =>
        tx.members.saveMany([member(one, AIGERIM), member(one, BOLAT), member(other, AIGERIM), member(own, BOLAT)]),
      );
      await book(stored(), one.id, post(AIGERIM, 4n), hold(BOLAT, 100n));
      await book(stored(), other.id, post(AIGERIM, BEYOND_DOUBLE - 1n), {
        do: 'post',
        id: newTransferId(),
        debit: BANK,
        credit: UNALLOCATED,
        amount: 50n,
        code: 'interest',
        valueDate: DAY,
      });
      const found = await stored().read((tx) => tx.statistics.byKindAndStatus());
      expect(found.find(({ kind }) => kind === 'shared')).toEqual({
        kind: 'shared',
        status: 'active',
        goals: 2,
        clients: 2,
        target: MAX_NAMED_AMOUNT + 10n,
        collected: BEYOND_DOUBLE + 3n,
      });
      expect(found.find(({ kind }) => kind === 'personal')).toEqual({
        kind: 'personal',
        status: 'closed',
        goals: 1,
        clients: 1,
        target: 7n,
        collected: 0n,
      });
      expect(found).toHaveLength(2);
    });

    it('count clients with a place only', async () => {
      const [open, over] = [goal(), goal({ status: 'closed' })];
      await seed(stored(), open, over);
      await stored().transact((tx) =>
        tx.members.saveMany([
          member(open, AIGERIM, { status: 'left' }),
          member(open, BOLAT, { status: 'removed' }),
          member(over, AIGERIM, { status: 'left' }),
          member(over, BOLAT, { status: 'removed' }),
        ]),
      );
      const found = await stored().read((tx) => tx.statistics.byKindAndStatus());
      const clients = Object.fromEntries(found.map((group) => [group.status, group.clients]));
      expect(clients).toEqual({ active: 0, closed: 1 });
    });

    it('do not overflow: a target from before there was a limit counts as the limit', async () => {
      await seed(stored(), goal({ target: MAX_MONEY }), goal({ target: MAX_MONEY - 1n }));
      const [found] = await stored().read((tx) => tx.statistics.byKindAndStatus());
      expect(found).toMatchObject({ goals: 2, target: 2n * MAX_NAMED_AMOUNT });
    });

    it('of an empty store are empty', async () => {
      expect(await stored().read((tx) => tx.statistics.byKindAndStatus())).toEqual([]);
    });
  });
}
