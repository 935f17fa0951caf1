import {
  type CivilDate,
  formatInstant,
  formatTenge,
  invalidInput,
  type Money,
  sumMoney,
} from '../../src/shared/index.js';
import { endToEndIdOf } from './end-to-end-id.js';
import { element, escaped, iban, textOf } from './xml-text.js';

/** The versions of pain.001.001 that are written. */
export const PAYMENT_VERSIONS = ['09', '03'] as const;

/** One of `PAYMENT_VERSIONS`. */
export type PaymentVersion = (typeof PAYMENT_VERSIONS)[number];

/** One payment of a batch. */
export type Payment = {
  /** Becomes the end-to-end id, from which a statement gives it back (`endToEndIdOf`). */
  readonly key: string;
  /** IBAN of Kazakhstan that is debited. */
  readonly from: string;
  /** IBAN of Kazakhstan that is credited. */
  readonly to: string;
  /** Tiyn, positive, below 10^18. */
  readonly amount: Money;
  /** Whose accounts they are; at most 140 characters each. */
  readonly debtor?: string | undefined;
  readonly creditor?: string | undefined;
  /** Text on both statements, at most 140 characters. */
  readonly purpose?: string | undefined;
};

/** What is said once for a whole file. */
export type PaymentHeader = {
  readonly version: PaymentVersion;
  /** Names the file at the bank, which takes each name once; at most 35 characters. */
  readonly messageId: string;
  readonly createdAt: Date;
  /** Who sends the file; at most 140 characters. */
  readonly initiator: string;
  /** The day on which the bank carries the payments out. */
  readonly executionDate: CivilDate;
  /** BIC of the bank that holds the accounts; without it the file says NOTPROVIDED. */
  readonly agentBic?: string | undefined;
};

const MAX_ID = 35;
/** 18 digits in all, as the schemas have it, in tiyn. */
const AMOUNT_LIMIT: Money = 10n ** 18n;
const BIC = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?$/;

/** The file up to the sums of the group header; @throws input.invalid */
export function openDocument({ version, messageId, createdAt }: PaymentHeader): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}">`,
    '<CstmrCdtTrfInitn>',
    '<GrpHdr>',
    element('MsgId', textOf(messageId, 'messageId', MAX_ID)),
    element('CreDtTm', formatInstant(createdAt)),
    '',
  ].join('\n');
}

/** The group header after its sums; @throws input.invalid */
export function closeHeader({ initiator }: PaymentHeader): string {
  return `${element('InitgPty', element('Nm', textOf(initiator, 'initiator')))}\n</GrpHdr>\n`;
}

export function closeDocument(): string {
  return '</CstmrCdtTrfInitn>\n</Document>\n';
}

/** Number of payments and control sum. @throws input.invalid when the sum has more digits than a file can say */
export function sumsOf(count: number, total: Money): string {
  if (total >= AMOUNT_LIMIT) throw invalidInput({ path: 'payments', message: 'add up to more than a file can say' });
  return `${element('NbOfTxs', String(count))}${element('CtrlSum', formatTenge(total))}`;
}

/** The payments of one debtor account; `index` counts all payments of the file from 0. @throws input.invalid */
export function paymentBlock(header: PaymentHeader, number: number, group: readonly Payment[], index: number): string {
  const [first] = group;
  if (first === undefined) return '';
  const { version, executionDate, agentBic } = header;
  const transactions = group.map((payment, offset) => transactionOf(payment, `payments[${index + offset}]`));
  const total = sumMoney(group.map(({ amount }) => amount));
  return [
    '<PmtInf>',
    element('PmtInfId', String(number)),
    // Each payment is booked alone, so that a statement tells what became of it.
    '<PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>',
    sumsOf(group.length, total),
    element('ReqdExctnDt', version === '03' ? executionDate : element('Dt', executionDate)),
    element('Dbtr', nameOf(first.debtor, `payments[${index}].debtor`)),
    element('DbtrAcct', `${iban(first.from, `payments[${index}].from`)}<Ccy>KZT</Ccy>`),
    element('DbtrAgt', element('FinInstnId', agentOf(version, agentBic))),
    ...transactions,
    '</PmtInf>',
    '',
  ].join('\n');
}

function transactionOf({ key, to, amount, creditor, purpose }: Payment, path: string): string {
  if (amount <= 0n || amount >= AMOUNT_LIMIT) {
    throw invalidInput({ path: `${path}.amount`, message: 'is not positive, or has more than 18 digits' });
  }
  const text = purpose === undefined ? '' : element('Ustrd', textOf(purpose, `${path}.purpose`));
  return element(
    'CdtTrfTxInf',
    element('PmtId', element('EndToEndId', escaped(endToEndIdOf(key, `${path}.key`)))) +
      element('Amt', `<InstdAmt Ccy="KZT">${formatTenge(amount)}</InstdAmt>`) +
      element('Cdtr', nameOf(creditor, `${path}.creditor`)) +
      element('CdtrAcct', iban(to, `${path}.to`)) +
      (text === '' ? '' : element('RmtInf', text)),
  );
}

function agentOf(version: PaymentVersion, bic: string | undefined): string {
  if (bic === undefined) return element('Othr', element('Id', 'NOTPROVIDED'));
  if (!BIC.test(bic)) throw invalidInput({ path: 'agentBic', message: 'is not a BIC of 8 or 11 characters' });
  return element(version === '03' ? 'BIC' : 'BICFI', bic);
}

function nameOf(name: string | undefined, path: string): string {
  return name === undefined ? '' : element('Nm', textOf(name, path));
}
