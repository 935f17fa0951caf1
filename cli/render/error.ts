import { errorFields, type Json, toJson } from '../../adapters/operations/index.js';
import { DomainError, ERROR_CODES, type ErrorCode, type InputProblem } from '../../src/shared/index.js';
import type { Style } from './style.js';
import { inWords, printable } from './text.js';

/** On a terminal the details are in the sentence, and help is at hand. */
const INPUT_HINT = 'Correct it and run the command again; --help shows what it takes.';

/** How an error is told: as JSON or as a sentence, and by which flag a field of the input was given. */
export type ErrorView = {
  readonly isJson: boolean;
  readonly isDebug: boolean;
  readonly style: Style;
  readonly flagOf?: ((path: string) => string | undefined) | undefined;
};

/** An error on standard error: one JSON object, or what happened, its code and the way out. */
export function errorText(error: unknown, view: ErrorView): string {
  const known = error instanceof Error ? error : new Error(String(error));
  if (view.isJson) return JSON.stringify({ error: jsonError(known, view) });
  return known instanceof DomainError ? refusalText(known, view) : bugText(known, view);
}

/** A refusal that was told in a result: the same words on standard error as for one that was thrown. */
export function toldRefusal(code: string, message: string): DomainError {
  return new DomainError(code in ERROR_CODES ? (code as ErrorCode) : 'bank.refused', message);
}

function jsonError(error: Error, { isDebug }: ErrorView) {
  const { code, message, details } = toJson(errorFields(error)) as Record<string, object>;
  return { code, message, details: isDebug ? { ...details, stack: error.stack } : details };
}

function refusalText(error: DomainError, { style, flagOf, isDebug }: ErrorView): string {
  const { code, message, hint, details } = error;
  const { problems, ...others } = details as { readonly problems?: readonly InputProblem[] };
  const told = problems?.map(({ path, message: problem }) => withPath(flagOf?.(path) ?? path, problem)) ?? [message];
  const [first = message, ...more] = told.map(printable);
  const lines = [
    `${style.red('error')} ${style.bold(code)}: ${first}`,
    ...more.map((line) => `  ${line}`),
    ...detailLines(others, message).map((line) => style.dim(line)),
    `${style.cyan('hint')} ${code === 'input.invalid' ? INPUT_HINT : hint}`,
  ];
  return [...lines, ...(isDebug ? [stackOf(error)] : [])].join('\n');
}

function bugText(error: Error, { style, isDebug }: ErrorView): string {
  const lines = [
    `${style.red('error')} ${style.bold('internal')}: ${printable(error.message)}`,
    `${style.cyan('hint')} This is a bug in Jinaq. Run it again with JINAQ_DEBUG=1 and report what it prints.`,
  ];
  return [...lines, ...(isDebug ? [stackOf(error)] : [])].join('\n');
}

function withPath(path: string, problem: string): string {
  return path === '' ? problem : `${path}: ${problem}`;
}

/** What the message does not say itself. */
function detailLines(details: Readonly<Record<string, unknown>>, message: string): string[] {
  const shown = Object.entries(toJson(details) as Readonly<Record<string, Json>>).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
    return message.includes(text) ? [] : [`${inWords(name)}: ${printable(text)}`];
  });
  return shown.length === 0 ? [] : [`  ${shown.join(' · ')}`];
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
