import {
  type ClientId,
  DomainError,
  invalidInput,
  parseClientId,
  parseIban,
  parseIin,
  parsePhone,
  parseTitle,
} from '../../shared/index.js';

export const LOCALES = ['ru', 'kk', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const CLIENT_STATUSES = ['active', 'blocked', 'deceased'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** A client of the bank, as far as savings need to know them. */
export type Client = {
  /** The bank's own id. */
  readonly id: ClientId;
  readonly name: string;
  readonly iin: string | null;
  readonly phone: string | null;
  readonly locale: Locale;
  /** IBAN of the main account, from which contributions are paid. */
  readonly account: string | null;
  readonly status: ClientStatus;
  readonly registeredAt: Date;
};

export type ClientDetails = {
  readonly id: string;
  readonly name: string;
  readonly iin?: string | undefined;
  readonly phone?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly account?: string | undefined;
};

const MAX_NAME_LENGTH = 200;
const FIELDS = ['name', 'iin', 'phone', 'locale', 'account'] as const;

/**
 * Reads a client's details.
 *
 * @throws input.invalid for a malformed id, name, IIN, phone, locale or IBAN
 */
export function makeClient(details: ClientDetails, now: Date): Client {
  return {
    id: parseClientId(details.id, 'id'),
    name: parseTitle(details.name, 'name', MAX_NAME_LENGTH),
    iin: details.iin === undefined ? null : parseIin(details.iin),
    phone: details.phone === undefined ? null : parsePhone(details.phone),
    locale: parseLocale(details.locale ?? 'ru'),
    account: details.account === undefined ? null : parseIban(details.account),
    status: 'active',
    registeredAt: now,
  };
}

/**
 * Registering the same client again is one registration, which may add what was not known before; another client under
 * the same id is refused.
 *
 * @throws clients.already-registered naming the fields that differ
 */
export function registerOnce(
  existing: Client | undefined,
  client: Client,
  named: Pick<ClientDetails, 'locale'>,
): Client {
  if (existing === undefined) return client;
  const differing = FIELDS.filter(
    (field) =>
      client[field] !== null &&
      existing[field] !== null &&
      client[field] !== existing[field] &&
      // A locale that nobody named is the default, and no claim about the client.
      (field !== 'locale' || named.locale !== undefined),
  );
  if (differing.length > 0) {
    throw new DomainError('clients.already-registered', `Client ${client.id} is registered with other data.`, {
      details: { client: client.id, fields: differing },
    });
  }
  const added = FIELDS.filter((field) => existing[field] === null && client[field] !== null);
  return added.length === 0
    ? existing
    : { ...existing, ...Object.fromEntries(added.map((field) => [field, client[field]])) };
}

/**
 * Only an active client acts.
 *
 * @throws clients.blocked
 */
export function requireActive(client: Client): void {
  if (client.status === 'active') return;
  throw new DomainError('clients.blocked', `Client ${client.id} is ${client.status}.`, {
    details: { client: client.id, status: client.status },
  });
}

/** A file names any text as a locale. */
function parseLocale(text: string): Locale {
  const locale = LOCALES.find((known) => known === text);
  if (locale === undefined) throw invalidInput({ path: 'locale', message: `must be one of ${LOCALES.join(', ')}` });
  return locale;
}
