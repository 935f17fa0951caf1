import { ACCOUNT_KINDS, type AccountRef, TRANSFER_CODES, TRANSFER_PHASES } from '../../src/ledger/index.js';
import { CHANNEL_NAMES, MESSAGE_CLASSES } from '../../src/messaging/index.js';
import {
  CLIENT_STATUSES,
  CONTRIBUTION_STATUSES,
  DECISION_RULES,
  GOAL_KINDS,
  GOAL_STATUSES,
  INVITATION_STATUSES,
  LOCALES,
  MEMBER_ROLES,
  MEMBER_STATUSES,
  PLAN_STATUSES,
} from '../../src/savings/index.js';
import {
  asClientId,
  type CivilDate,
  type ClientId,
  invariant,
  InvariantViolation,
  type Money,
} from '../../src/shared/index.js';

/** Writes a word of a fixed list as its place in the list, from 1 on, and reads it back. */
export type WordCodec<Word extends string> = { toNumber(word: Word): number; toWord(number: number): Word };

function wordCodec<Word extends string>(words: readonly Word[]): WordCodec<Word> {
  const numbers = new Map(words.map((word, index) => [word, index + 1]));
  return {
    toNumber: (word) => {
      const number = numbers.get(word);
      if (number === undefined) throw new InvariantViolation(`the database has no number for ${word}`);
      return number;
    },
    toWord: (number) => {
      const word = words[number - 1];
      // Not by invariant(): the message would be put together for every word that is read.
      if (word === undefined) {
        throw new InvariantViolation(`the database has the number ${number}, which is none of ${words.join(', ')}`);
      }
      return word;
    },
  };
}

// A list may grow at its end only: its numbers are in databases.
export const accountKind = wordCodec(ACCOUNT_KINDS);
export const transferPhase = wordCodec(TRANSFER_PHASES);
export const transferCode = wordCodec(TRANSFER_CODES);
export const clientLocale = wordCodec(LOCALES);
export const clientStatus = wordCodec(CLIENT_STATUSES);
export const contributionStatus = wordCodec(CONTRIBUTION_STATUSES);
export const decisionRule = wordCodec(DECISION_RULES);
export const goalKind = wordCodec(GOAL_KINDS);
export const goalStatus = wordCodec(GOAL_STATUSES);
export const invitationStatus = wordCodec(INVITATION_STATUSES);
export const memberRole = wordCodec(MEMBER_ROLES);
export const planStatus = wordCodec(PLAN_STATUSES);
export const memberStatus = wordCodec(MEMBER_STATUSES);
export const channelName = wordCodec(CHANNEL_NAMES);
export const messageClass = wordCodec(MESSAGE_CLASSES);
export const capitalisation = wordCodec(['monthly', 'none'] as const);

/** Where a statement is bound to the text of a UUID: of the batches' garbage a buffer for each would be a large part. */
export const UUID = "unhex(?, '-')";
/** Where a statement is bound to the hexadecimal digits of a hash. */
export const HASH = 'unhex(?)';

/** A UUID as its 16 bytes. */
export function uuidToBlob(uuid: string): Buffer {
  return Buffer.from(
    uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24),
    'hex',
  );
}

export function blobToUuid(blob: Uint8Array): string {
  const hex = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A UUID of the hexadecimal digits as SQLite writes them: text costs a driver and its garbage less than a blob. */
export function hexToUuid(digits: string): string {
  const hex = digits.toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function blobToHex(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('hex');
}

/**
 * Reads a column of money exactly: as a number where a double holds it, else as its digits. A driver that makes a BigInt of
 * money makes one of every day, word and instant of the row too.
 */
export function moneyColumn(name: string): string {
  const most = Number.MAX_SAFE_INTEGER;
  return `iif(${name} BETWEEN -${most} AND ${most}, ${name}, CAST(${name} AS TEXT))`;
}

/** What was read from a column of money. */
export type MoneyValue = number | string;

export function toMoney(value: MoneyValue): Money {
  return value === 0 ? 0n : BigInt(value);
}

/** A batch is about few days, each of them in every row. */
const MAX_KNOWN_DAYS = 1_000;
const knownDays = new Map<number, CivilDate>();
const knownDayNumbers = new Map<CivilDate, number>();

function learnDay(day: CivilDate, number: number): void {
  if (knownDays.size >= MAX_KNOWN_DAYS) {
    knownDays.clear();
    knownDayNumbers.clear();
  }
  knownDays.set(number, day);
  knownDayNumbers.set(day, number);
}

/** A day as the number YYYYMMDD. */
export function dayToNumber(day: CivilDate): number {
  const known = knownDayNumbers.get(day);
  if (known !== undefined) return known;
  const number = Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
  learnDay(day, number);
  return number;
}

export function numberToDay(number: number): CivilDate {
  const known = knownDays.get(number);
  if (known !== undefined) return known;
  const text = String(number);
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}` as CivilDate;
  learnDay(day, number);
  return day;
}

/** An account of a goal from its two columns; `client` is what the client column names, null for 0. */
export function accountRef(kind: number, client: string | null): AccountRef {
  const word = accountKind.toWord(kind);
  if (word === 'bank' || word === 'unallocated') return { kind: word };
  invariant(client !== null, `an account of the kind ${word} belongs to a client`);
  return { kind: word, client: asClientId(client) };
}

/** The client of an account; undefined for accounts that are nobody's. */
export function clientOfRef(ref: AccountRef): ClientId | undefined {
  return 'client' in ref ? ref.client : undefined;
}
