import type { z } from 'zod';
import type { Actor } from '../../src/access/index.js';
import { CATALOGUE, type CatalogueEntry } from './catalogue.js';
import type { OperationContext } from './operation.js';
import { runOperation } from './run-operation.js';

type TopicOf<Name> = Name extends `${infer Topic}.${string}` ? Topic : never;
type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;
type VerbsOf<Topic extends string> = Extract<CatalogueEntry, { readonly name: `${Topic}.${string}` }>;
type MethodName<Name, Topic extends string> = Name extends `${Topic}.${infer Verb}` ? CamelCase<Verb> : never;
type InputOf<Entry extends CatalogueEntry> = z.input<Entry['input']>;

type Method<Entry extends CatalogueEntry> =
  Record<never, never> extends InputOf<Entry>
    ? (actor: Actor, input?: InputOf<Entry>) => ReturnType<Entry['run']>
    : (actor: Actor, input: InputOf<Entry>) => ReturnType<Entry['run']>;

/** The catalogue as typed methods: `jinaq.goals.create(actor, { title, target, deadline })`. */
export type Facade = {
  readonly [Topic in TopicOf<CatalogueEntry['name']>]: {
    readonly [Entry in VerbsOf<Topic> as MethodName<Entry['name'], Topic>]: Method<Entry>;
  };
};

/** Makes the typed methods of every operation over one context. */
export function createFacade(context: OperationContext): Facade {
  const topics: Record<string, Record<string, unknown>> = {};
  for (const { name } of CATALOGUE) {
    const [topic = '', verb = ''] = name.split('.');
    const method = verb.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    topics[topic] = {
      ...topics[topic],
      [method]: (actor: Actor, input?: unknown) => runOperation(context, name, actor, input),
    };
  }
  return topics as unknown as Facade;
}
