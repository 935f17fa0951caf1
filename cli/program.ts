import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { type DomainError, invalidInput } from '../src/shared/index.js';
import { addCatalogueCommands, catalogueSwitches } from './commands.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { spellSwitches } from './flags.js';
import { addGlobalOptions, globalFlagOf } from './global-options.js';
import { scenarioCommand } from './scenario/command.js';
import { serveCommand } from './serve-command.js';
import { simulateCommand } from './simulate/command.js';
import { printError } from './terminal.js';
import { workerCommand } from './worker-command.js';

const ENDING = `
Amounts are tenge ("5000" or "5000.50"), days are YYYY-MM-DD in Almaty. Data goes to standard output, messages to
standard error. Exit codes: 0 done, 1 bug, 2 bad input, 3 refused by a rule, 4 not found, 5 conflict, 6 not permitted,
7 bank or database unavailable, 8 some items of a batch failed.

Example:
  jinaq goals create --title "Wedding present" --target 300000 --deadline 2027-06-30 --as aigerim`;

/** The whole command line. With `isJson` nothing but JSON goes to standard error. */
export function createProgram(isJson: boolean): Command {
  const program = new Command('jinaq')
    .description('Shared savings of families and friends, every tenge traceable to the member who put it in.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'show what a command does')
    .addHelpText('after', ENDING)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm: termOf })
    // Errors are told in one place, as a sentence or as JSON.
    .configureOutput({ outputError: () => undefined, ...(isJson ? { writeErr: () => undefined } : {}) });
  addCatalogueCommands(program);
  addCommand(program, scenarioCommand());
  addCommand(program, simulateCommand());
  addCommand(program, workerCommand());
  for (const topic of program.commands) if (topic.name() === 'bank') addCommand(topic, serveCommand());
  addGlobalOptions(program);
  return program;
}

/** Runs the command line; the exit code is left in `process.exitCode`. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const isJson = args.includes('--json');
  try {
    const words = args.length === 0 ? ['--help'] : spellSwitches(args, catalogueSwitches());
    await createProgram(isJson).parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return;
    const told = error instanceof CommanderError ? usageError(error) : error;
    process.exitCode = exitCodeOf(told);
    printError(told, { isJson, flagOf: globalFlagOf });
  }
}

function usageError({ code, message }: CommanderError): DomainError {
  // Commander has shown the help of a topic that was called without a command.
  if (code === 'commander.help') return invalidInput({ path: '', message: 'name a command of this topic' });
  return invalidInput({ path: '', message: message.replace(/^error: /, '').replaceAll('\n', ' ') });
}

/** A command that was made elsewhere takes over the settings that `program.command` would have given it. */
function addCommand(parent: Command, child: Command): void {
  if (child.parent === null) parent.addCommand(child);
  child.copyInheritedSettings(parent);
  for (const grandchild of child.commands) addCommand(child, grandchild);
}

/** A command in a list: its name, and what it takes without a flag. */
function termOf(command: Command): string {
  return `${command.name()} ${command.usage().replace(/ *\[(options|command)\] */g, '')}`.trim();
}

function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('jinaq/package.json') as { readonly version: string };
  return version;
}
