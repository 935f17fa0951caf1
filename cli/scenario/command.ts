import { Command } from 'commander';
import { toJson } from '../../adapters/operations/index.js';
import { DomainError, type InputProblem, invalidInput } from '../../src/shared/index.js';
import { createStyle } from '../render/style.js';
import { checkText, scenarioText, stepText, summaryText } from './render.js';
import type { ScenarioReport } from './report.js';
import { readScenarioFile } from './read-scenario.js';
import { type RunOptions, runScenario } from './run-scenario.js';

type Options = { readonly db?: string | undefined; readonly bank?: string | undefined; readonly isJson: boolean };

/** What came of some files: the scenarios that were played, and what keeps the others from being scenarios. */
type Outcome = {
  readonly reports: readonly ScenarioReport[];
  readonly problems: readonly InputProblem[];
};

const EXAMPLE = `
Example:
  jinaq scenario run examples/scenarios/*.yaml`;

/** The command `scenario run FILE…`. It throws `scenario.unmet` or `input.invalid` after it has shown what is wrong. */
export function scenarioCommand(): Command {
  const topic = new Command('scenario').description(
    'Play stories written in YAML, with time that passes when they say so',
  );
  const run = topic
    .command('run <files...>')
    .description('Play scenarios, each in a new database at a new bank, and compare what happens with what they tell')
    .option(
      '--db <address>',
      'play in this database, at Postgres in a schema that is dropped afterwards (default: a new one in memory)',
    )
    .option('--bank <address>', 'play at this sandbox bank (default: a new one in memory)')
    .option('--json', 'print the reports as JSON')
    .addHelpText('after', EXAMPLE);
  run.action(async (files: readonly string[]) => {
    const isJson = givenOption(run, 'json') === true;
    const options = { db: textOption(run, 'db'), bank: textOption(run, 'bank'), isJson };
    finish(await runFiles(files, options), options);
  });
  return topic;
}

/** An option that was typed, here or before the command. What the environment says is for real work, not for stories. */
function givenOption(command: Command, name: string): unknown {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    if (at.getOptionValueSource(name) === 'cli') return at.getOptionValue(name);
  }
  return undefined;
}

function textOption(command: Command, name: string): string | undefined {
  const value = givenOption(command, name);
  return typeof value === 'string' ? value : undefined;
}

async function runFiles(files: readonly string[], { db, bank, isJson }: Options): Promise<Outcome> {
  const style = createStyle(process.stdout);
  const print = (text: string | undefined): void => {
    if (!isJson && text !== undefined) process.stdout.write(`${text}\n`);
  };
  const options: RunOptions = {
    db,
    bank,
    onStep: (step) => print(stepText(step, style)),
    onCheck: (check) => print(checkText(check, style)),
  };
  const reports: ScenarioReport[] = [];
  const unread: string[] = [];
  const problems: InputProblem[] = [];
  for (const file of files) {
    const scenario = await readScenarioFile(file).catch(inputProblems);
    if ('steps' in scenario) {
      print(scenarioText(scenario, style));
      reports.push(await runScenario(scenario, options));
      print('');
    } else {
      problems.push(...scenario);
      unread.push(file);
    }
  }
  const failed = [...failedFiles(reports), ...unread];
  if (files.length > 1) print(summaryText(files.length - failed.length, failed, style));
  return { reports, problems };
}

function finish({ reports, problems }: Outcome, { isJson }: Options): void {
  const failed = failedFiles(reports);
  const isOk = failed.length === 0 && problems.length === 0;
  if (isJson) process.stdout.write(`${JSON.stringify(toJson({ ok: isOk, scenarios: reports, problems }))}\n`);
  if (problems.length > 0) throw invalidInput(...problems);
  if (failed.length > 0) {
    throw new DomainError('scenario.unmet', `Not as told: ${failed.join(', ')}.`, { details: { files: failed } });
  }
}

function failedFiles(reports: readonly ScenarioReport[]): readonly string[] {
  return reports.filter(({ ok }) => !ok).map(({ file }) => file);
}

/** A file that is no scenario does not keep the others from being played. */
function inputProblems(error: unknown): readonly InputProblem[] {
  if (!(error instanceof DomainError) || error.code !== 'input.invalid') throw error;
  return error.details.problems as readonly InputProblem[];
}
