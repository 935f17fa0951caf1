import { once as onceTold } from 'node:events';
import { Command, Option } from 'commander';
import { type ServedSandbox, serveSandbox } from '../adapters/node/index.js';
import { invalidInput } from '../src/shared/index.js';
import { exitCodeOf } from './exit-codes.js';
import { flagOf } from './flags.js';
import { globalFlagOf, once, readSettings, type Settings } from './global-options.js';
import { GLOBAL_OPTIONS } from './help.js';
import { watchInterrupts } from './interrupts.js';
import { anything } from './render/anything.js';
import { createView } from './render/style.js';
import { note, printError, printResult } from './terminal.js';

type NumberOption = 'port' | 'rate' | 'times' | 'delayMs' | 'retryAfter' | 'seed';
type TextOption = 'host' | 'on' | 'tlsCert' | 'tlsKey' | 'tlsCa';
type Options = { readonly [Name in NumberOption | TextOption]?: string } & { readonly fault?: readonly string[] };

/** The faults that a served bank can have, for the help text; the server has the last word. */
const FAULTS = [
  ...['slow', 'reset', 'reset-after', 'half-answer', 'error-500', 'overloaded', 'conflict', 'wrong-json'],
  ...['wrong-shape', 'duplicate-delivery'],
];

const ENDING = `
The bank's file may be open elsewhere meanwhile: "jinaq bank fund", "bank fault", "bank down" and "bank run-interest" with
the same --bank work beside it. A token for the calls is in JINAQ_BANK_TOKEN or --bank-token-file, here and at the client.

Examples:
  jinaq bank serve --port 8080
  jinaq bank serve --port 8080 --fault reset --fault error-500 --rate 0.02
${GLOBAL_OPTIONS}`;

/** The command `bank serve`: it runs until it is told to stop, so that it is no operation. */
export function serveCommand(): Command {
  const command = new Command('serve').description('Serve the sandbox bank over HTTP until Ctrl-C');
  for (const [flags, text] of [
    ['--port <number>', 'required; 0 takes any that is free'],
    ['--host <address>', 'where to listen (default 127.0.0.1: seen by this machine alone)'],
    ['--rate <share>', 'each fault meets this share of the calls, 0 to 1 (default: the next call alone)'],
    ['--times <number>', 'each fault meets so many calls'],
    ['--on <call>', 'faults meet this call of the bank only, such as transfer'],
    ['--delay-ms <number>', 'how late a slow answer is (default 50)'],
    ['--retry-after <seconds>', 'how long an overloaded bank wants to be left alone (default 1)'],
    ['--seed <number>', 'fixes which calls are met (default 1)'],
    ['--tls-cert <file>', 'PEM file of the certificate to serve https with'],
    ['--tls-key <file>', 'PEM file of its key'],
    ['--tls-ca <file>', 'PEM file: only clients with a certificate signed by it are served'],
  ] as const) {
    command.addOption(new Option(flags, text).argParser(once));
  }
  command
    .option('--fault <kind>', `${FAULTS.join(' | ')}; may be given several times`, collect)
    .allowExcessArguments(false)
    .addHelpText('after', ENDING);
  command.action(async () => {
    const settings = readSettings(command);
    try {
      await serve(command.opts<Options>(), settings);
    } catch (error) {
      process.exitCode = exitCodeOf(error);
      printError(error, { isJson: settings.isJson, flagOf: flagOfField });
    }
  });
  return command;
}

async function serve(options: Options, settings: Settings): Promise<void> {
  const interrupts = watchInterrupts(process.stderr);
  try {
    const served = await open(options, settings);
    tellListening(served, settings);
    if (!interrupts.signal.aborted) await onceTold(interrupts.signal, 'abort');
    await served.close();
    const result = { url: served.url, ...served.counts() };
    printResult(
      settings.isJson ? JSON.stringify(result) : anything(result, createView(process.stdout, settings.locale)),
    );
  } finally {
    interrupts.stop();
  }
}

function open(options: Options, { bank, now, connection }: Settings): Promise<ServedSandbox> {
  const { port, host, tlsCert: cert, tlsKey: key, tlsCa: ca, fault = [], on } = options;
  if (port === undefined) throw invalidInput({ path: 'port', message: 'is missing' });
  requireFault(options);
  if ((cert === undefined) !== (key === undefined) || (ca !== undefined && cert === undefined)) {
    throw invalidInput({ path: 'tls-cert', message: 'a certificate and its key are given together' });
  }
  const shared = {
    on,
    times: numberIn(options, 'times'),
    rate: numberIn(options, 'rate'),
    delayMs: numberIn(options, 'delayMs'),
    retryAfterSeconds: numberIn(options, 'retryAfter'),
  };
  return serveSandbox({
    ...{ bank, host, port: numberIn(options, 'port') ?? 0, seed: numberIn(options, 'seed') },
    clock: now && { now: () => new Date(now) },
    token: connection.token,
    tokenFile: connection.tokenFile,
    tls: cert === undefined || key === undefined ? undefined : { cert, key, ca },
    // What a fault may be is for the server to say.
    faults: fault.map((kind) => ({ ...shared, kind })) as NonNullable<Parameters<typeof serveSandbox>[0]['faults']>,
  });
}

/** One line on standard error, which a program that has started this one can wait for. */
function tellListening({ url, port }: ServedSandbox, { isJson, isQuiet }: Settings): void {
  if (isJson) process.stderr.write(`${JSON.stringify({ listening: { url, port } })}\n`);
  else if (!isQuiet) note(`Sandbox bank listening on ${url} (Ctrl-C ends it).`);
}

function collect(kind: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), kind];
}

function numberIn(options: Options, name: NumberOption): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  throw invalidInput({ path: name, message: `${text} is not a number` });
}

/** How a fault goes says nothing without one. */
function requireFault({ fault, on, rate, times, delayMs, retryAfter }: Options): void {
  const isDescribed = [on, rate, times, delayMs, retryAfter].some((given) => given !== undefined);
  if (fault === undefined && isDescribed)
    throw invalidInput({ path: 'fault', message: 'is missing: name what goes wrong' });
}

/** The option that a field of the server's own check was given with. */
function flagOfField(path: string): string | undefined {
  if (path === 'fault.kind') return '--fault';
  if (path === 'fault.retryAfterSeconds') return '--retry-after';
  return globalFlagOf(path) ?? flagOf(path.replace(/^fault\./, ''));
}
