import { type Operation, type OperationContext, runOperation, toJson } from '../adapters/operations/index.js';
import { openContainer } from './container.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import type { Settings } from './global-options.js';
import { watchInterrupts } from './interrupts.js';
import { outputFileOf, receiptJson, writeOutputFile } from './output-files.js';
import { createProgressBar } from './progress-bar.js';
import { toldRefusal } from './render/error.js';
import { render } from './render/index.js';
import { createView } from './render/style.js';
import { note, printError, printResult } from './terminal.js';

/** One call of an operation from the command line. */
export type Call = {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  /** Where the result is written to as well. */
  readonly outputFile?: string | undefined;
};

/** Runs the operation, shows its result, and gives the exit code. */
export async function execute(call: Call): Promise<number> {
  const { operation, settings } = call;
  const interrupts = watchInterrupts(process.stderr);
  try {
    const result = await runIn(call, interrupts.signal);
    await show(call, result);
    return interrupts.exitCode() ?? outcomeOf(operation, settings, result);
  } finally {
    interrupts.stop();
  }
}

async function runIn({ operation, input, settings }: Call, signal: AbortSignal): Promise<unknown> {
  const jinaq = await openContainer(settings, operation);
  // A line of progress beside a JSON error would be no JSON any more.
  const isSilent = settings.isQuiet || (settings.isJson && !process.stderr.isTTY);
  const bar = createProgressBar(process.stderr, isSilent);
  const context: OperationContext = { ...jinaq.context, signal, onProgress: (progress) => bar.report(progress) };
  try {
    return await runOperation(context, operation.name, settings.actor, input);
  } finally {
    bar.stop();
    await jinaq.close();
  }
}

async function show({ operation, settings, outputFile }: Call, result: unknown): Promise<void> {
  const view = createView(process.stdout, settings.locale);
  const file = outputFileOf(operation.name);
  if (file !== undefined && outputFile !== undefined) {
    await writeOutputFile(outputFile, file.flag, file.content(result, view));
    if (!settings.isQuiet && !settings.isJson) note(`Written to ${outputFile}.`);
  }
  if (settings.isJson) printResult(jsonText(result));
  // A receipt is there to be kept: without a file for it, standard output is the file.
  else if (operation.name === 'receipts.issue' && outputFile === undefined) printResult(receiptJson(result).trimEnd());
  else printResult(render(operation.name, result, view));
}

function jsonText(result: unknown): string {
  return JSON.stringify(toJson(result), null, process.stdout.isTTY ? 2 : undefined);
}

function outcomeOf(operation: Operation, settings: Settings, result: unknown): number {
  const refusal = operation.refusalOf?.(result) ?? null;
  if (refusal !== null) {
    const error = toldRefusal(refusal, 'It was refused and nothing was moved.');
    printError(error, settings);
    return exitCodeOf(error);
  }
  return operation.hasFailures?.(result) === true ? EXIT.someFailed : EXIT.done;
}
