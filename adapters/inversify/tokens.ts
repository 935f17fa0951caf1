import type { ServiceIdentifier } from 'inversify';
import { type Ports, USE_CASES, type UseCases } from '../operations/index.js';

type PortTokens = { readonly [Name in keyof Ports]: ServiceIdentifier<Ports[Name]> };
type UseCaseTokens = { readonly [Name in keyof UseCases]: ServiceIdentifier<UseCases[Name]> };

/** What a container calls each port: `container.bind(PORTS.clock).toConstantValue(myClock)`. */
export const PORTS: PortTokens = {
  store: Symbol('jinaq.store'),
  bank: Symbol('jinaq.bank'),
  clock: Symbol('jinaq.clock'),
  ids: Symbol('jinaq.ids'),
  digest: Symbol('jinaq.digest'),
  signer: Symbol('jinaq.signer'),
  verifySignature: Symbol('jinaq.verifySignature'),
  renderer: Symbol('jinaq.renderer'),
  channels: Symbol('jinaq.channels'),
  messaging: Symbol('jinaq.messaging'),
  subscribers: Symbol('jinaq.subscribers'),
};

/** What a container calls each use case: `container.get(TOKENS.contribute)`. */
export const TOKENS = Object.fromEntries(
  Object.keys(USE_CASES).map((name) => [name, Symbol(`jinaq.${name}`)]),
) as unknown as UseCaseTokens;
