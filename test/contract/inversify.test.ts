import { Container } from 'inversify';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { jinaqModule, PORTS, portModule, TOKENS, useCaseModule } from '../../adapters/inversify/index.js';
import { createRenderer } from '../../adapters/templates/index.js';
import { DEFAULT_MESSAGING } from '../../src/messaging/index.js';
import { composeUseCases, type Ports, USE_CASES, type UseCases } from '../../adapters/operations/index.js';
import { openSqliteStore } from '../../adapters/sqlite/index.js';
import { createIds, createSigner, sha256Digest, systemClock, verifySignature } from '../../adapters/system/index.js';
import type { Contribute } from '../../src/index.js';

type Name = keyof UseCases;
const NAMES = Object.keys(USE_CASES) as Name[];

let ports: Ports;
let close: () => void;

beforeEach(async () => {
  const bank: SandboxBank = openSandboxBank({ path: ':memory:', clock: systemClock });
  const store = await openSqliteStore({ path: ':memory:', digest: sha256Digest });
  const system = {
    clock: systemClock,
    ids: createIds(),
    digest: sha256Digest,
    signer: createSigner(),
    verifySignature,
  };
  const messages = { renderer: createRenderer(), channels: [], subscribers: [], messaging: DEFAULT_MESSAGING };
  ports = { store, bank, ...system, ...messages };
  close = () => {
    store.close();
    bank.close();
  };
});
afterEach(() => close());

const containerWith = (...modules: readonly ReturnType<typeof jinaqModule>[]) => {
  const container = new Container();
  container.load(...modules);
  return container;
};

describe('the module of Jinaq', () => {
  it('has every use case that composing by hand gives, under the same name', () => {
    expect(Object.keys(TOKENS).sort()).toEqual(Object.keys(composeUseCases(ports)).sort());
    expect(new Set([...Object.values(TOKENS), ...Object.values(PORTS)]).size).toBe(
      NAMES.length + Object.keys(PORTS).length,
    );
  });

  it.each(NAMES)('makes %s, once', async (name) => {
    const container = containerWith(jinaqModule(ports));
    const made: object = container.get<object>(TOKENS[name]);
    expect(made).toBeInstanceOf(USE_CASES[name]);
    expect(container.get<object>(TOKENS[name])).toBe(made);
    expect(await container.getAsync<object>(TOKENS[name])).toBe(made);
  });

  it.each(Object.keys(PORTS) as (keyof Ports)[])('gives the port %s as it was given', (name) => {
    const container = containerWith(jinaqModule(ports));
    expect(container.get<unknown>(PORTS[name])).toBe(ports[name]);
  });

  it('knows the type of what it gives', () => {
    const container = containerWith(jinaqModule(ports));
    expectTypeOf(container.get(TOKENS.contribute)).toEqualTypeOf<Contribute>();
    expectTypeOf(container.get(PORTS.store)).toEqualTypeOf<Ports['store']>();
  });

  it('makes use cases of their own for each container', () => {
    const [one, two] = [containerWith(jinaqModule(ports)), containerWith(jinaqModule(ports))];
    expect(one.get(TOKENS.contribute)).not.toBe(two.get(TOKENS.contribute));
  });
});

describe('the use cases alone', () => {
  it('work over ports that the embedder binds in a way of their own', async () => {
    const frozen = { now: () => new Date('2026-01-05T09:00:00+05:00') };
    const container = containerWith(portModule(ports), useCaseModule());
    const clock = container.rebind(PORTS.clock);
    clock.toDynamicValue(() => frozen).inSingletonScope();
    const { date, rules } = await container.get(TOKENS.showRules).execute({ actor: { kind: 'system' } });
    expect({ date, version: rules.version }).toEqual({ date: '2026-01-05', version: 0 });
  });

  it('say which port is missing', () => {
    const container = containerWith(useCaseModule());
    expect(() => container.get(TOKENS.contribute)).toThrow(/jinaq\.store/);
  });
});
