import type { Jinaq } from '../../../adapters/node/index.js';
import type { Bank } from '../../../src/savings/index.js';

type Ports = Jinaq['ports'];
export type Tx = Parameters<Parameters<Ports['store']['transact']>[0]>[0];

/** Something that Jinaq does wrong, on purpose. What it remembers dies with its process. */
export type Bug = {
  readonly name: string;
  readonly decorate: (ports: Ports) => Ports;
};

/** A bug in how the bank is talked to. */
export function bankBug(name: string, makeWrong: () => (bank: Bank) => Partial<Bank>): Bug {
  return { name, decorate: ({ store, bank }) => ({ store, bank: { ...bank, ...makeWrong()(bank) } }) };
}

/** A bug in what is read or written. */
export function storeBug(name: string, makeWrong: () => (tx: Tx) => Partial<Tx>): Bug {
  return {
    name,
    decorate: ({ store, bank }) => {
      const wrong = makeWrong();
      const broken = (tx: Tx): Tx => ({ ...tx, ...wrong(tx) });
      return {
        bank,
        store: {
          read: (work) => store.read((tx) => work(broken(tx))),
          transact: (work) => store.transact((tx) => work(broken(tx))),
        },
      };
    },
  };
}
