import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIds } from '../../adapters/system/index.js';
import { asExportId, type ExportId, type OutflowTx, type TransferExport } from '../../src/savings/index.js';
import { parseCivilDate, type Store } from '../../src/shared/index.js';
import { AIGERIM, BEYOND_DOUBLE, client, DAY, goal, NOW } from './store-fixtures.js';

type OpenStore = () => Promise<{ readonly store: Store<OutflowTx>; readonly close: () => void | Promise<void> }>;

const ids = createIds();
const LATER = new Date(NOW.getTime() + 1);

const made = (rest: Partial<TransferExport> = {}): TransferExport => ({
  ...{ id: asExportId(ids.next()), date: DAY, status: 'open', count: 0, total: 0n, createdAt: NOW },
  ...rest,
});

/** What every store must do with payment files and with accounts that a statement names. */
export function exportsContract(name: string, open: OpenStore): void {
  describe(`payment files in a store: ${name}`, () => {
    let store: Store<OutflowTx>;
    let close: () => void | Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => close());

    const save = (one: TransferExport) => store.transact((tx) => tx.exports.save(one));
    const dispatch = (keys: readonly string[], to: ExportId | null, at = NOW) =>
      store.transact((tx) => tx.exports.dispatch(keys.map((key) => ({ key, export: to, at }))));

    it('an export comes back as it was saved, and changes only status, count and total', async () => {
      const one = made({ count: 3, total: BEYOND_DOUBLE });
      await save(one);
      expect(await store.read((tx) => tx.exports.find(one.id))).toEqual(one);
      const closed = { ...one, status: 'closed' as const, count: 4, total: 5n };
      await save(closed);
      expect(await store.read((tx) => tx.exports.find(one.id))).toEqual(closed);
      expect(await store.read((tx) => tx.exports.find(asExportId(ids.next())))).toBeUndefined();
    });

    it('the unfinished export of a day is the first that is not written', async () => {
      const [first, second] = [made(), made({ status: 'closed' })];
      for (const one of [second, first]) await save(one);
      const unfinished = (date = DAY) => store.read((tx) => tx.exports.unfinished(date));
      expect(await unfinished()).toEqual(first);
      await save({ ...first, status: 'written' });
      expect(await unfinished()).toEqual(second);
      await save({ ...second, status: 'written' });
      expect(await unfinished()).toBeUndefined();
      expect(await unfinished(parseCivilDate('2026-01-06'))).toBeUndefined();
    });

    it('a transfer that was given to a call is written into a file, and stays there', async () => {
      const [one, other] = [made(), made()];
      const key = ids.next();
      for (const each of [one, other]) await save(each);
      await dispatch([key], null);
      await dispatch([key], null, LATER);
      expect(await store.read((tx) => tx.exports.dispatches([key, ids.next()]))).toEqual(
        new Map([[key, { key, export: null, at: LATER }]]),
      );
      await dispatch([key], one.id, LATER);
      expect((await store.read((tx) => tx.exports.dispatches([key]))).get(key)).toEqual({
        key,
        export: one.id,
        at: LATER,
      });
      for (const to of [other.id, null]) await expect(dispatch([key], to)).rejects.toThrow();
      expect((await store.read((tx) => tx.exports.dispatches([key]))).get(key)?.export).toBe(one.id);
    });

    it('the keys of an export come in their order, page by page', async () => {
      const [one, other] = [made(), made()];
      for (const each of [one, other]) await save(each);
      const keys = Array.from({ length: 5 }, () => ids.next());
      await dispatch([...keys].reverse(), one.id);
      await dispatch([ids.next()], other.id);
      const page = (after: string | null) => store.read((tx) => tx.exports.keysOf(one.id, after, 3));
      expect(await page(null)).toEqual(keys.slice(0, 3));
      expect(await page(keys[2] ?? '')).toEqual(keys.slice(3));
      expect(await page(keys[4] ?? '')).toEqual([]);
    });

    it('goals are found by the number of their account', async () => {
      const one = goal({ account: 'KZ86125KZT5004100100' });
      await store.transact(async (tx) => {
        await tx.clients.insertMany([client(AIGERIM)]);
        await tx.goals.insert(one);
      });
      const found = await store.read((tx) => tx.goals.findByAccounts(['KZ75125KZT2069100100', one.account, "'"]));
      expect(found).toEqual(new Map([[one.account, one]]));
    });
  });
}
