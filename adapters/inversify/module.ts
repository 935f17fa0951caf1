import 'reflect-metadata';
import { ContainerModule, type ContainerModuleLoadOptions, type ServiceIdentifier } from 'inversify';
import { type Ports, USE_CASES } from '../operations/index.js';
import { PORTS, TOKENS } from './tokens.js';

type UseCaseName = keyof typeof USE_CASES;
type UseCaseClass = new (ports: Ports) => object;

const ALL_PORTS: ServiceIdentifier<Ports> = Symbol('jinaq.ports');

/**
 * All of Jinaq for a container: the ports that are given, and every use case over them under its name in `TOKENS`.
 * `container.load(jinaqModule(ports))`, then `container.get(TOKENS.contribute)`.
 */
export function jinaqModule(ports: Ports): ContainerModule {
  return new ContainerModule((options) => {
    bindPorts(options, ports);
    bindUseCases(options);
  });
}

/** The ports alone, under their names in `PORTS`. */
export function portModule(ports: Ports): ContainerModule {
  return new ContainerModule((options) => bindPorts(options, ports));
}

/**
 * The use cases alone, for an embedder who binds the ports of `PORTS` in ways of their own. Each use case is made once,
 * when it is first asked for: callers of `contribute` must share its batches.
 */
export function useCaseModule(): ContainerModule {
  return new ContainerModule(bindUseCases);
}

function bindPorts({ bind }: ContainerModuleLoadOptions, ports: Ports): void {
  for (const name of Object.keys(PORTS) as (keyof Ports)[]) {
    bind<Ports[typeof name]>(PORTS[name]).toConstantValue(ports[name]);
  }
}

function bindUseCases({ bind }: ContainerModuleLoadOptions): void {
  bind(ALL_PORTS)
    .toResolvedValue(
      (
        store,
        bank,
        clock,
        ids,
        digest,
        signer,
        verifySignature,
        renderer,
        channels,
        messaging,
        subscribers,
      ): Ports => ({
        ...{ store, bank, clock, ids, digest, signer, verifySignature },
        ...{ renderer, channels, messaging, subscribers },
      }),
      [
        PORTS.store,
        PORTS.bank,
        PORTS.clock,
        PORTS.ids,
        PORTS.digest,
        PORTS.signer,
        PORTS.verifySignature,
        PORTS.renderer,
        PORTS.channels,
        PORTS.messaging,
        PORTS.subscribers,
      ],
    )
    .inSingletonScope();
  for (const name of Object.keys(USE_CASES) as UseCaseName[]) {
    const UseCase: UseCaseClass = USE_CASES[name];
    bind<object>(TOKENS[name])
      .toResolvedValue((ports) => new UseCase(ports), [ALL_PORTS])
      .inSingletonScope();
  }
}
