import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../adapters/postgres/address.js';
import { poolConfig } from '../../../adapters/postgres/database.js';

const folder = mkdtempSync(join(tmpdir(), 'jinaq-address-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an address of Postgres', () => {
  it('names user, password, host, port and database, with percent signs read', () => {
    expect(parseAddress('postgres://jinaq:p%40ss%2Fword@db.bank.kz:6432/savings')).toMatchObject({
      ...{ user: 'jinaq', password: 'p@ss/word', host: 'db.bank.kz', port: 6432, database: 'savings' },
    });
  });

  it('leaves what is absent to the environment, and the tables to the schema jinaq', () => {
    expect(parseAddress('postgresql:///')).toEqual({
      ...{ host: 'localhost', port: undefined, user: undefined, password: undefined, database: undefined },
      ...{ ssl: false, schema: 'jinaq', applicationName: 'jinaq' },
    });
    const config = poolConfig(parseAddress('postgres://db.bank.kz'), 1, { statementMs: 1, lockMs: 1 });
    expect(Object.keys(config)).not.toContain('password');
  });

  it.each([
    'postgres://db.bank.kz/savings',
    'postgres://10.0.0.7/savings',
    'postgres://[2001:db8::1]/savings',
    'postgres://localhost.bank.kz/savings',
    'postgres://127.0.0.1.bank.kz/savings',
    ...['prefer', 'require', 'verify-ca', 'verify-full'].map((mode) => `postgres://db.bank.kz/savings?sslmode=${mode}`),
  ])('of another machine is reached by TLS with certificate and name verified: %s', (address) => {
    expect(parseAddress(address).ssl).toEqual({ rejectUnauthorized: true });
  });

  it.each(['localhost', '127.0.0.1', '127.8.8.8', '[::1]'])('of this machine needs no TLS: %s', (host) => {
    expect(parseAddress(`postgres://${host}/savings`).ssl).toBe(false);
    expect(parseAddress(`postgres://${host}/savings?sslmode=verify-full`).ssl).toEqual({ rejectUnauthorized: true });
  });

  it('may be a socket in a folder', () => {
    expect(parseAddress('postgres:///savings?host=/run/postgresql')).toMatchObject({
      ...{ host: '/run/postgresql', database: 'savings', ssl: false },
    });
  });

  it('gives up verification or TLS only where it says so', () => {
    expect(parseAddress('postgres://db.bank.kz/?sslmode=no-verify').ssl).toEqual({ rejectUnauthorized: false });
    expect(parseAddress('postgres://db.bank.kz/?sslmode=disable').ssl).toBe(false);
  });

  it('takes the authority and our own certificate from files', () => {
    const file = join(folder, 'ca.pem');
    writeFileSync(file, 'PEM');
    const names = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => `${name}=${file}`);
    expect(parseAddress(`postgres://db.bank.kz/?${names.join('&')}`).ssl).toEqual({
      ...{ rejectUnauthorized: true, ca: 'PEM', cert: 'PEM', key: 'PEM' },
    });
  });

  it.each([
    ['mysql://db.bank.kz/savings', 'postgres://'],
    ['postgres://db.bank.kz:port/savings', 'postgres://'],
    ['postgres://db.bank.kz/savings?sslmode=maybe', 'sslmode'],
    ['postgres://db.bank.kz/savings?ssl=true', 'ssl'],
    ['postgres://db.bank.kz/savings?schema=public%3B%20DROP', 'schema'],
    [`postgres://db.bank.kz/savings?sslrootcert=${join(folder, 'none.pem')}`, 'none.pem'],
  ])('is refused when it cannot be meant: %s', (address, named) => {
    expect(() => parseAddress(address)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => parseAddress(address)).toThrow(named);
  });

  it('is not told in an error: it may hold a password', () => {
    expect(() => parseAddress('postgres://jinaq:secret@db.bank.kz:port/savings')).toThrow(/^(?!.*secret)/);
  });

  it('opens sessions that are named, give up in time, and wait for nobody for ever', () => {
    const config = poolConfig(parseAddress('postgres://db.bank.kz'), 7, { statementMs: 30_000, lockMs: 10_000 });
    expect(config).toMatchObject({
      ...{ application_name: 'jinaq', max: 7, statement_timeout: 30_000, lock_timeout: 10_000, keepAlive: true },
    });
    for (const limit of [config.connectionTimeoutMillis, config.idle_in_transaction_session_timeout]) {
      expect(limit).toBeGreaterThan(0);
    }
  });
});
