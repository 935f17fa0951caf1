import type { Command } from 'commander';
import { CATALOGUE, type Operation } from '../adapters/operations/index.js';
import { invalidInput } from '../src/shared/index.js';
import { execute } from './execute.js';
import { exitCodeOf } from './exit-codes.js';
import { addFlags, fieldsOf, flagOf, readInput } from './flags.js';
import { globalFlagOf, readSettings } from './global-options.js';
import { endingOf, GLOBAL_OPTIONS, topicText } from './help.js';
import { outputFileOf } from './output-files.js';
import { printError } from './terminal.js';

/** The verbs that a topic means when it stands alone, the first that needs no input. */
const PLAIN_VERBS = ['list', 'show'];

/** Makes a command of every operation: `goals.create` is `jinaq goals create`. */
export function addCatalogueCommands(program: Command): void {
  for (const [topic, operations] of operationsByTopic()) {
    const command = program.command(topic).description(topicText(topic)).addHelpText('after', GLOBAL_OPTIONS);
    const plain = plainOperation(operations);
    for (const operation of operations) addOperation(command, operation, operation === plain);
  }
}

/** The flags that take no value. */
export function catalogueSwitches(): ReadonlySet<string> {
  const fields = CATALOGUE.flatMap(({ input }) => fieldsOf(input));
  return new Set(fields.filter(({ isSwitch }) => isSwitch).map(({ flag }) => flag));
}

function operationsByTopic(): ReadonlyMap<string, readonly Operation[]> {
  const topics = new Map<string, Operation[]>();
  for (const entry of CATALOGUE) {
    const [topic = ''] = entry.name.split('.');
    topics.set(topic, [...(topics.get(topic) ?? []), entry as unknown as Operation]);
  }
  return topics;
}

function plainOperation(operations: readonly Operation[]): Operation | undefined {
  return PLAIN_VERBS.map((verb) => operations.find(({ name }) => verbOf(name) === verb)).find(
    (operation) => operation?.input.safeParse({}).success,
  );
}

function addOperation(topic: Command, operation: Operation, isPlain: boolean): void {
  const command = topic
    .command(verbOf(operation.name), { isDefault: isPlain })
    .description(operation.summary)
    // A misspelt verb arrives here as an argument of the plain command; it gets its own answer below.
    .allowExcessArguments(isPlain && operation.positional === undefined)
    .addHelpText('after', endingOf(operation));
  addFlags(command, operation);
  const file = outputFileOf(operation.name);
  if (file !== undefined) command.option(`${file.flag} <file>`, file.text);
  command.action(async () => {
    process.exitCode = await run(command, operation);
  });
}

async function run(command: Command, operation: Operation): Promise<number> {
  const settings = readSettings(command);
  try {
    if (operation.positional === undefined) requireNoArguments(command);
    const file = outputFileOf(operation.name);
    const outputFile = file && (command.getOptionValue(file.flag.slice(2)) as string | undefined);
    return await execute({ operation, input: readInput(command, operation), settings, outputFile });
  } catch (error) {
    printError(error, { isJson: settings.isJson, flagOf: flagIn(operation) });
    return exitCodeOf(error);
  }
}

/** Problems of the input are told by the flag that was typed. */
function flagIn({ input }: Operation): (path: string) => string | undefined {
  return (path) => (path in input.shape ? flagOf(path) : globalFlagOf(path));
}

function requireNoArguments({ args: [word], parent }: Command): void {
  if (word === undefined) return;
  const verbs = parent?.commands.map((command) => command.name()).join(', ');
  throw invalidInput({ path: '', message: `${parent?.name()} has no command "${word}"; it has: ${verbs}` });
}

function verbOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
