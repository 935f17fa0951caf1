import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BankConnectionFiles } from '../adapters/node/index.js';
import { type Actor, STAFF_ROLES } from '../src/access/index.js';
import { LOCALES, type Locale } from '../src/savings/index.js';
import { invalidInput, parseClientId, parseInstant } from '../src/shared/index.js';

/** What holds for every command: where the data is, who acts, and how results are shown. */
export type Settings = {
  readonly db: string;
  readonly bank: string;
  /** Where a bank behind HTTP finds its secrets, and how patient we are with it. */
  readonly connection: BankConnectionFiles;
  readonly actor: Actor;
  /** The instant at which the command believes to run; the real one when absent. */
  readonly now?: Date | undefined;
  readonly signingKey?: string | undefined;
  /** YAML file of the channels on which messages leave. */
  readonly channels?: string | undefined;
  /** Folder with texts of the bank's own. */
  readonly templates?: string | undefined;
  /** The file that is logged to. */
  readonly log?: string | undefined;
  readonly locale: Locale;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
};

const GROUP = 'Global options:';
const IN_MEMORY = 'sqlite::memory:';

const DEFAULTS = { db: 'sqlite:jinaq.db', bank: 'sandbox:jinaq-bank.db', role: 'operations', locale: 'en' } as const;

type Flag = { readonly flags: string; readonly text: string; readonly env?: string };

const FLAGS: readonly Flag[] = [
  {
    flags: '--db <address>',
    text: `database: sqlite:FILE, ${IN_MEMORY} or postgres://USER@HOST/DATABASE (default ${DEFAULTS.db})`,
    env: 'JINAQ_DB',
  },
  {
    flags: '--bank <address>',
    text: `bank: sandbox:FILE, sandbox::memory: or https://HOST (default ${DEFAULTS.bank})`,
    env: 'JINAQ_BANK',
  },
  {
    flags: '--bank-token-file <file>',
    text: 'file with the bearer token of the bank; the token itself may be in JINAQ_BANK_TOKEN',
    env: 'JINAQ_BANK_TOKEN_FILE',
  },
  { flags: '--bank-ca <file>', text: 'PEM file of who signed the bank’s certificate', env: 'JINAQ_BANK_CA' },
  { flags: '--bank-cert <file>', text: 'PEM file of our certificate for the bank', env: 'JINAQ_BANK_CERT' },
  { flags: '--bank-key <file>', text: 'PEM file of the key of that certificate', env: 'JINAQ_BANK_KEY' },
  {
    flags: '--bank-timeout <ms>',
    text: 'milliseconds that one call of the bank may take (default 10000)',
    env: 'JINAQ_BANK_TIMEOUT',
  },
  { flags: '--bank-plain-http', text: 'let http:// leave this machine, where the network encrypts by itself' },
  { flags: '--as <client>', text: 'act as this client' },
  { flags: '--role <role>', text: `act as staff: ${STAFF_ROLES.join(', ')} (default ${DEFAULTS.role})` },
  { flags: '--now <instant>', text: 'let it be this instant, such as 2026-01-05T09:00:00+05:00 (sandbox bank only)' },
  { flags: '--locale <locale>', text: `how money is written: ${LOCALES.join(', ')} (default ${DEFAULTS.locale})` },
  {
    flags: '--signing-key <file>',
    text: 'PEM file of the key that signs receipts (default beside the database)',
    env: 'JINAQ_SIGNING_KEY',
  },
  {
    flags: '--channels <file>',
    text: 'YAML file of the channels on which messages leave (default: the inbox alone)',
    env: 'JINAQ_CHANNELS',
  },
  {
    flags: '--templates <folder>',
    text: 'texts of the bank’s own: ru.yaml, kk.yaml, en.yaml (default: those of Jinaq)',
    env: 'JINAQ_TEMPLATES',
  },
  {
    flags: '--log <file>',
    text: 'add what is done to this file, a JSON object a line, without personal data',
    env: 'JINAQ_LOG',
  },
  { flags: '--json', text: 'print the result, and an error, as JSON' },
  { flags: '--quiet', text: 'no progress, no notes' },
];

/**
 * Lets the global options stand before or after the command, by giving them to every command. A command with an option
 * of the same name keeps its own: after `clients register`, `--locale` is the client's.
 */
export function addGlobalOptions(command: Command, isRoot = true): void {
  for (const { flags, text, env } of FLAGS) {
    const option = new Option(flags, text).helpGroup(GROUP).argParser(once);
    if (option.flags.includes('<') === false) delete option.parseArg;
    if (isRoot && env !== undefined) option.env(env);
    if (!isRoot) option.hideHelp();
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
  }
  for (const child of command.commands) addGlobalOptions(child, false);
}

/**
 * Reads the global options of a command that was called, its own place winning over the places before it.
 *
 * @throws input.invalid
 */
export function readSettings(command: Command): Settings {
  const given = givenTo(command);
  const db = given.db || DEFAULTS.db;
  const bank = given.bank || (db === IN_MEMORY ? 'sandbox::memory:' : DEFAULTS.bank);
  if (given.now !== undefined && !bank.startsWith('sandbox:')) {
    throw invalidInput({ path: 'now', message: 'a bank that is real has its own time: --now is for the sandbox bank' });
  }
  return {
    db,
    bank,
    connection: connectionFrom(given),
    actor: actorFrom(given.as, given.role),
    now: given.now === undefined ? undefined : parseInstant(given.now, 'now'),
    signingKey: given.signingKey || undefined,
    channels: given.channels || undefined,
    templates: given.templates || undefined,
    log: given.log || undefined,
    locale: oneOf(LOCALES, given.locale ?? DEFAULTS.locale, 'locale'),
    isJson: given.json ?? false,
    isQuiet: given.quiet ?? false,
  };
}

/** Fields of the bank's client, which has names of its own, by the option they were given with. */
const CLIENT_FIELDS: Readonly<Record<string, string>> = {
  baseUrl: '--bank',
  token: '--bank-token-file',
  timeoutMs: '--bank-timeout',
};

/** The global option that a field of an error stands for; undefined when it is none. */
export function globalFlagOf(path: string): string | undefined {
  if (Object.hasOwn(CLIENT_FIELDS, path)) return CLIENT_FIELDS[path];
  return FLAGS.map(({ flags }) => flags.split(' ')[0]).find((flag) => flag === `--${path}`);
}

/** An option may be given once: of two amounts the wrong one would be taken silently. */
export function once<Value>(value: Value, earlier: Value | undefined): Value {
  if (earlier === undefined) return value;
  throw new InvalidArgumentError('It was given twice.');
}

type Text = 'db' | 'bank' | 'as' | 'role' | 'now' | 'locale' | 'signingKey' | 'channels' | 'templates' | 'log';
type BankText = 'bankTokenFile' | 'bankCa' | 'bankCert' | 'bankKey' | 'bankTimeout';
type Switch = 'json' | 'quiet' | 'bankPlainHttp';
type Given = { readonly [Name in Text | BankText]?: string } & { readonly [Name in Switch]?: boolean };

function givenTo(command: Command): Given {
  const outer: Given = command.parent === null ? {} : givenTo(command.parent);
  const own = command.options
    .filter(({ helpGroupHeading }) => helpGroupHeading === GROUP)
    .map((option) => option.attributeName())
    .filter((name) => command.getOptionValue(name) !== undefined)
    .map((name): [string, unknown] => [name, command.getOptionValue(name)]);
  return { ...outer, ...Object.fromEntries(own) };
}

/** What is empty was not given: an environment cannot always leave a variable out. */
function connectionFrom(given: Given): BankConnectionFiles {
  const { bankTimeout = '', bankPlainHttp } = given;
  if (!/^\d*$/.test(bankTimeout)) {
    throw invalidInput({ path: 'bank-timeout', message: 'is a whole number of milliseconds' });
  }
  return {
    token: process.env.JINAQ_BANK_TOKEN || undefined,
    tokenFile: given.bankTokenFile || undefined,
    caFile: given.bankCa || undefined,
    certFile: given.bankCert || undefined,
    keyFile: given.bankKey || undefined,
    timeoutMs: bankTimeout === '' ? undefined : Number(bankTimeout),
    allowPlainHttp: bankPlainHttp,
  };
}

function actorFrom(client: string | undefined, role: string | undefined): Actor {
  if (client !== undefined && role !== undefined) {
    throw invalidInput({ path: 'as', message: 'act either as a client (--as) or as staff (--role), not as both' });
  }
  if (client !== undefined) return { kind: 'client', client: parseClientId(client, 'as') };
  return { kind: 'staff', role: oneOf(STAFF_ROLES, role ?? DEFAULTS.role, 'role') };
}

function oneOf<Word extends string>(words: readonly Word[], text: string, path: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw invalidInput({ path, message: `must be one of ${words.join(', ')}` });
}
