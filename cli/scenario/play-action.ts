import { errorFields, type Json, requireOperation, runOperation, toJson } from '../../adapters/operations/index.js';
import { DomainError } from '../../src/shared/index.js';
import { bugText } from '../bug-text.js';
import { findDifferences } from './expectation.js';
import { ProcessDied } from './mortal-process.js';
import { resolveReferences } from './references.js';
import type { Failure } from './report.js';
import type { Action } from './scenario.js';
import type { World } from './world.js';

/** What came of an operation, as every face of Jinaq shows it. */
type Outcome =
  | { readonly kind: 'result'; readonly json: Json; readonly refusal: string | null; readonly hasFailures: boolean }
  | { readonly kind: 'error'; readonly json: Json; readonly error: DomainError };

/**
 * Calls the operation of a step and compares what comes of it with the story.
 *
 * @returns why it is not as the story says; undefined when it is
 */
export async function playAction(world: World, action: Action): Promise<Failure | undefined> {
  let expected: Json | undefined;
  let outcome: Outcome;
  try {
    // Before the call: a wrong reference is a mistake of the story, whatever refusal it waits for.
    expected = action.expect === undefined ? undefined : resolveReferences(action.expect, world.saved);
    const input = resolveReferences(action.input, world.saved);
    outcome = await perform(world, action, input);
  } catch (error) {
    return { problem: problemText(error), differences: [] };
  }
  if (outcome.kind === 'result' && action.save !== undefined) world.saved.set(action.save, outcome.json);
  const differences = expected === undefined ? [] : findDifferences(expected, outcome.json);
  const problem = problemOf(action, outcome);
  if (problem !== undefined) return { problem, differences };
  return differences.length === 0 ? undefined : { problem: 'It is not as expected.', differences };
}

async function perform({ jinaq, process }: World, { operation: name, actor }: Action, input: Json): Promise<Outcome> {
  const operation = requireOperation(name);
  try {
    const work = () => runOperation(jinaq.context, name, actor, input);
    // What happens at the bank needs no process of ours.
    const result = await (name.startsWith('bank.') ? work() : process.run(work));
    const refusal = operation.refusalOf?.(result) ?? null;
    const hasFailures = operation.hasFailures?.(result) ?? false;
    return { kind: 'result', json: toJson(result), refusal, hasFailures };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: 'error', json: toJson(errorFields(error)), error };
  }
}

function problemOf({ refused, expect }: Action, outcome: Outcome): string | undefined {
  const code = codeOf(outcome);
  if (refused !== undefined) {
    if (code === refused) return undefined;
    return `It should be refused with ${refused}, but ${code === null ? 'it was done' : refusalText(outcome, code)}.`;
  }
  if (outcome.kind === 'error') return `It was refused: ${outcome.error.message} (${outcome.error.code})`;
  // A story that says what to expect has seen these; one that says nothing means success.
  if (expect !== undefined) return undefined;
  if (code !== null) return `It was refused with ${code}.`;
  return outcome.hasFailures ? 'Some of it failed.' : undefined;
}

/** The code of a refusal, thrown or told in the result. */
function codeOf(outcome: Outcome): string | null {
  if (outcome.kind === 'error') return outcome.error.code;
  const { status, reason } = (outcome.json ?? {}) as Readonly<Record<string, Json | undefined>>;
  return outcome.refusal ?? (status === 'refused' && typeof reason === 'string' ? reason : null);
}

function refusalText(outcome: Outcome, code: string): string {
  return outcome.kind === 'error' ? `it was with ${code}: ${outcome.error.message}` : `it was with ${code}`;
}

function problemText(error: unknown): string {
  if (error instanceof ProcessDied) return error.message;
  return error instanceof DomainError ? error.message : `It ended in a bug: ${bugText(error)}`;
}
