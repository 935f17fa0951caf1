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
import { asClientId, type CivilDate, type ClientId, invariant, InvariantViolation } from '../../src/shared/index.js';

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

export function hexToBlob(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

export function blobToHex(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('hex');
}

/** A day as the number YYYYMMDD. */
export function dayToNumber(day: CivilDate): number {
  return Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
}

export function numberToDay(number: number): CivilDate {
  const text = String(number);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}` as CivilDate;
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
