import { type Actor, authorise, relationToSelf } from '../../access/index.js';
import { type ClientId, DomainError, type InputProblem, invalidInput, pages } from '../../shared/index.js';
import { type Client, type ClientDetails, makeClient, registerOnce } from '../domain/client.js';
import type { SavingsPorts } from '../ports/index.js';
import { loadActor, requireClient } from './load.js';

export type RegisterClientsDeps = Pick<SavingsPorts, 'store' | 'bank' | 'clock'>;

/**
 * Makes a client of the bank known to Jinaq. A main account that is not named is asked of the bank.
 * Registering the same client again changes nothing but what was not known before.
 *
 * @throws input.invalid access.denied clients.already-registered bank.unavailable
 */
export class RegisterClient {
  readonly #deps: RegisterClientsDeps;

  constructor(deps: RegisterClientsDeps) {
    this.#deps = deps;
  }

  async execute({ actor, ...details }: ClientDetails & { readonly actor: Actor }): Promise<Client> {
    authorise(actor, 'clients.register');
    const client = await withAccount(this.#deps, makeClient(details, this.#deps.clock.now()));
    return this.#deps.store.transact(async (tx) => {
      const existing = (await tx.clients.findMany([client.id])).get(client.id);
      const registered = registerOnce(existing, client, details);
      if (existing === undefined) await tx.clients.insertMany([registered]);
      else if (registered !== existing) await tx.clients.save(registered);
      return registered;
    });
  }
}

/** A line of a client file, with its number for the report. */
export type ClientLine = { readonly line: number; readonly details: ClientDetails };
export type RefusedLine = { readonly line: number; readonly error: DomainError };
export type ImportReport = { readonly imported: number; readonly refused: readonly RefusedLine[] };

export type ImportClientsCommand = {
  readonly actor: Actor;
  readonly lines: readonly ClientLine[];
  /** All lines or none. */
  readonly strict?: boolean | undefined;
};

/**
 * Registers many clients in one transaction. Bad lines are reported with their numbers; with `strict` one bad line
 * keeps all of them out.
 *
 * @throws access.denied bank.unavailable
 * @throws input.invalid with every bad line, when strict
 */
export class ImportClients {
  readonly #deps: RegisterClientsDeps;

  constructor(deps: RegisterClientsDeps) {
    this.#deps = deps;
  }

  async execute({ actor, lines, strict = false }: ImportClientsCommand): Promise<ImportReport> {
    authorise(actor, 'clients.register');
    const now = this.#deps.clock.now();
    const unread: RefusedLine[] = [];
    const read: (ClientLine & { readonly client: Client })[] = [];
    for (const { line, details } of lines) {
      try {
        read.push({ line, details, client: await withAccount(this.#deps, makeClient(details, now)) });
      } catch (error) {
        unread.push({ line, error: refusal(error) });
      }
    }
    return this.#deps.store.transact(async (tx) => {
      const refused = [...unread];
      const known = await tx.clients.findMany(read.map(({ client }) => client.id));
      const registered = new Map(known);
      for (const { line, details, client } of read) {
        try {
          registered.set(client.id, registerOnce(registered.get(client.id), client, details));
        } catch (error) {
          refused.push({ line, error: refusal(error) });
        }
      }
      refused.sort((a, b) => a.line - b.line);
      if (strict && refused.length > 0) throw invalidInput(...refused.map(lineProblem));
      const all = [...registered.values()];
      await tx.clients.insertMany(all.filter(({ id }) => !known.has(id)));
      for (const client of all) {
        const before = known.get(client.id);
        if (before !== undefined && before !== client) await tx.clients.save(client);
      }
      return { imported: lines.length - refused.length, refused };
    });
  }
}

/**
 * Shows a client to themselves and to staff.
 *
 * @throws access.denied not-found
 */
export class ShowClient {
  readonly #deps: Pick<SavingsPorts, 'store'>;

  constructor(deps: Pick<SavingsPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, client }: { readonly actor: Actor; readonly client: ClientId }): Promise<Client> {
    authorise(actor, 'clients.show', relationToSelf(actor, client));
    return this.#deps.store.read(async (tx) => {
      await loadActor(tx, actor);
      return requireClient(tx, client);
    });
  }
}

const PAGE = 1_000;

/**
 * Lists the registered clients in the order of their ids.
 *
 * @throws access.denied
 */
export class ListClients {
  readonly #deps: Pick<SavingsPorts, 'store'>;

  constructor(deps: Pick<SavingsPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<readonly Client[]> {
    authorise(actor, 'clients.list');
    const clients: Client[] = [];
    const load = (after: ClientId | null) => this.#deps.store.read((tx) => tx.clients.page(after, PAGE));
    for await (const page of pages(load, ({ id }) => id)) clients.push(...page);
    return clients;
  }
}

async function withAccount({ bank }: RegisterClientsDeps, client: Client): Promise<Client> {
  return client.account === null ? { ...client, account: (await bank.mainAccount(client.id)) ?? null } : client;
}

/** Only a refusal of this one line is reported with it; an unreachable bank stops the import. */
function refusal(error: unknown): DomainError {
  if (error instanceof DomainError && error.code !== 'bank.unavailable') return error;
  throw error;
}

function lineProblem({ line, error }: RefusedLine): InputProblem {
  return { path: `line ${line}`, message: error.message };
}
