import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 2 ** 28;
/** The built command line. */
export const CLI = join(import.meta.dirname, '../dist/cli/main.js');

/** A folder of its own for the databases, the files and the proofs of one story. */
export type Story = {
  /** Says what happens next, in the narrator's words. */
  tell(text: string): void;
  /** Runs a command and shows it with what it prints. Exit codes in `allowed` are part of the story. */
  show(
    command: readonly string[],
    options?: { readonly now?: string; readonly allowed?: readonly number[] },
  ): Promise<void>;
  /** Runs a command for its result and shows the command only. */
  ask<Result>(
    command: readonly string[],
    options?: { readonly now?: string; readonly allowed?: readonly number[] },
  ): Promise<Result>;
  /** Writes a file into the story's folder and returns its path. */
  write(name: string, lines: readonly string[]): string;
  path(name: string): string;
};

/** Where a story happens. */
export type Stage = {
  readonly folder: string;
  /** The names of the database's and the bank's file in it. */
  readonly files: { readonly db: string; readonly bank: string };
  readonly print: (text: string) => void;
};

type Failure = { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string };

export function createStory({ folder, files, print }: Stage): Story {
  const file = (name: string) => relative(process.cwd(), join(folder, name));
  const env = { ...process.env, JINAQ_DB: `sqlite:${file(files.db)}`, JINAQ_BANK: `sandbox:${file(files.bank)}` };
  const call = async (command: readonly string[], allowed: readonly number[] = []): Promise<string> => {
    try {
      const { stdout, stderr } = await run(process.execPath, [CLI, ...command], { env, maxBuffer: MAX_OUTPUT_BYTES });
      return `${stdout}${stderr}`;
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as Failure;
      if (typeof code === 'number' && allowed.includes(code)) return `${stdout}${stderr}`;
      throw new Error(`jinaq ${command.join(' ')} ended with ${String(code)}:\n${stdout}${stderr}`, { cause: error });
    }
  };
  const withNow = (command: readonly string[], now?: string) =>
    now === undefined ? command : [...command, '--now', now];
  const prompt = (command: readonly string[]) => print(`\n$ jinaq ${command.map(quote).join(' ')}`);
  return {
    tell: (text) => print(`\n— ${text}`),
    show: async (command, { now, allowed } = {}) => {
      prompt(withNow(command, now));
      print((await call(withNow(command, now), allowed)).trimEnd());
    },
    ask: async <Result>(
      command: readonly string[],
      { now, allowed }: { readonly now?: string; readonly allowed?: readonly number[] } = {},
    ) => {
      prompt(withNow(command, now));
      return JSON.parse(await call([...withNow(command, now), '--json'], allowed)) as Result;
    },
    write: (name, lines) => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return file(name);
    },
    path: file,
  };
}

function quote(word: string): string {
  return /^[\w./:+,=@-]+$/.test(word) ? word : `'${word}'`;
}
