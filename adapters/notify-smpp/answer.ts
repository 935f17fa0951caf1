import { failedAs, type SendFailure } from '../../src/messaging/index.js';

/** What became of one part of a message. */
export type PartAnswer = { readonly status: 'accepted'; readonly id: string } | SendFailure;

/** Codes of SMPP 3.4, 5.1.3, by what they mean for the message. */
const ADDRESS = ['ESME_RINVDSTADR', 'ESME_RINVDSTTON', 'ESME_RINVDSTNPI'];
const TOO_MUCH = ['ESME_RTHROTTLED', 'ESME_RMSGQFUL'];
const MESSAGE = [
  ...['ESME_RINVMSGLEN', 'ESME_RINVCMDLEN', 'ESME_RINVPRTFLG', 'ESME_RINVREGDLVFLG', 'ESME_RINVSERTYP'],
  ...['ESME_RINVESMCLASS', 'ESME_RINVSCHED', 'ESME_RINVEXPIRY', 'ESME_RINVDCS', 'ESME_RX_P_APPN', 'ESME_RX_R_APPN'],
  ...['ESME_RINVTLVSTREAM', 'ESME_RTLVNOTALLWD', 'ESME_RINVTLVLEN', 'ESME_RMISSINGTLV', 'ESME_RINVTLVVAL'],
];

/** True when the operator only asks for patience: the same part is sent again after a rest. */
export function isTooMuch(code: string): boolean {
  return TOO_MUCH.includes(code);
}

/**
 * The failure behind a command status. A code that is not known, or speaks of us and not of the message (a sender
 * that is not agreed, a lost binding), is temporary: somebody will have to see to it.
 */
export function failureOf(code: string): SendFailure {
  const fault = ADDRESS.includes(code) ? 'address' : MESSAGE.includes(code) ? 'message' : 'temporary';
  return failedAs(fault, code);
}

/**
 * What became of a message by what became of its parts. If some are out and others are not, sending all again repeats
 * some: that is an unknown outcome.
 */
export function joinAnswers(answers: readonly PartAnswer[]): PartAnswer {
  const failures = answers.filter((answer) => answer.status === 'failed');
  const [first] = failures;
  const last = answers.at(-1);
  if (first === undefined && last !== undefined) return last;
  const lasting = failures.find(({ fault }) => fault === 'address' || fault === 'message');
  if (lasting !== undefined) return lasting;
  const isPartlyOut = failures.length < answers.length || failures.some(({ fault }) => fault === 'unknown');
  const { reason = 'no-part' } = first ?? {};
  return failedAs(isPartlyOut ? 'unknown' : 'temporary', reason);
}
