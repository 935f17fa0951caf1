import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIban, isIin, makeIban, parseIban, parsePhone, parseTitle } from '../../../src/shared/index.js';

const digit = (max = 9) => fc.integer({ min: 0, max });
const numerals = (length: number) =>
  fc.array(digit(), { minLength: length, maxLength: length }).map((all) => all.join(''));
const replaced = (text: string, at: number, by: string) => `${text.slice(0, at)}${by}${text.slice(at + 1)}`;
/** A digit other than the one that stands there. */
const changed = (text: string, at: number, step: number) => replaced(text, at, String((Number(text[at]) + step) % 10));

const firstElevens = () =>
  fc
    .tuple(
      fc.date({ min: new Date('1900-01-01'), max: new Date('1999-12-31'), noInvalidDate: true }),
      digit(1),
      numerals(4),
    )
    .map(([born, sex, serial]) => `${born.toISOString().slice(2, 10).replaceAll('-', '')}${3 + sex}${serial}`);
const sumIsTen = (eleven: string) =>
  Array.from(eleven).reduce((sum, each, index) => sum + Number(each) * (index + 1), 0) % 11 === 10;
const completed = (eleven: string) => Array.from({ length: 10 }, (_, last) => `${eleven}${last}`).filter(isIin);

describe('IIN', () => {
  it('has at most one right check digit, and always one when the first pass suffices', () => {
    fc.assert(
      fc.property(firstElevens(), (eleven) => {
        const valid = completed(eleven);
        expect(valid.length).toBeLessThanOrEqual(1);
        if (!sumIsTen(eleven)) expect(valid).toHaveLength(1);
      }),
    );
  });

  it('breaks when its check digit is changed', () => {
    fc.assert(
      fc.property(firstElevens(), fc.integer({ min: 1, max: 9 }), (eleven, step) => {
        for (const iin of completed(eleven)) expect(isIin(changed(iin, 11, step))).toBe(false);
      }),
    );
  });

  it('breaks when one of its first ten digits is changed and one pass checks both numbers', () => {
    fc.assert(
      fc.property(firstElevens(), digit(), fc.integer({ min: 1, max: 9 }), (eleven, at, step) => {
        fc.pre(!sumIsTen(eleven) && !sumIsTen(changed(eleven, at, step)));
        for (const iin of completed(eleven)) expect(isIin(changed(iin, at, step))).toBe(false);
      }),
    );
  });
});

describe('IBAN', () => {
  const accounts = () => fc.stringMatching(/^[0-9A-Z]{13}$/).filter((account) => !/^0+$/.test(account));

  it('made is valid, and read in groups of four and small letters', () => {
    fc.assert(
      fc.property(numerals(3), accounts(), (bank, account) => {
        const iban = makeIban(bank, account);
        expect(isIban(iban)).toBe(true);
        expect(iban).toHaveLength(20);
        expect(iban.slice(4)).toBe(`${bank}${account}`);
        expect(parseIban(iban.toLowerCase().replace(/(.{4})/g, '$1 '))).toBe(iban);
      }),
    );
  });

  it('breaks when one digit is changed, wherever it stands', () => {
    fc.assert(
      fc.property(
        numerals(3),
        accounts(),
        fc.integer({ min: 2, max: 19 }),
        fc.integer({ min: 1, max: 9 }),
        (bank, account, at, step) => {
          const iban = makeIban(bank, account);
          fc.pre(/\d/.test(iban[at] ?? ''));
          expect(isIban(changed(iban, at, step))).toBe(false);
        },
      ),
    );
  });

  it('breaks when two neighbours are exchanged', () => {
    fc.assert(
      fc.property(numerals(3), numerals(13), fc.integer({ min: 4, max: 18 }), (bank, account, at) => {
        fc.pre(!/^0+$/.test(account));
        const iban = makeIban(bank, account);
        const [one = '', other = ''] = [iban[at], iban[at + 1]];
        fc.pre(one !== other);
        expect(isIban(replaced(replaced(iban, at, other), at + 1, one))).toBe(false);
      }),
    );
  });
});

describe('phone', () => {
  it('read again is the same', () => {
    fc.assert(
      fc.property(numerals(9), (rest) => {
        const phone = parsePhone(`8 7${rest}`);
        expect(phone).toBe(`+77${rest}`);
        expect(parsePhone(phone)).toBe(phone);
      }),
    );
  });
});

describe('title', () => {
  it('is either refused or stays as it is when read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 140 }), (text) => {
        let title: string;
        try {
          title = parseTitle(text);
        } catch {
          return;
        }
        expect(parseTitle(title)).toBe(title);
        expect(Array.from(title).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
