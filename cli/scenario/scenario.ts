import type { Actor } from '../../src/access/index.js';
import type { Duration } from './duration.js';
import type { Crash } from './mortal-process.js';
import type { Plain } from './yaml-file.js';

/** A story as a file tells it, checked as far as that can be done before it is played. */
export type Scenario = {
  readonly file: string;
  readonly title: string;
  /** The moment at which it begins. */
  readonly now: Date;
  readonly clients: readonly ScenarioClient[];
  readonly steps: readonly Step[];
};

/** A client who is there from the beginning, with the tenge on the main account as they are written. */
export type ScenarioClient = {
  readonly line: number;
  readonly id: string;
  readonly details: Readonly<Record<string, Plain>>;
  readonly balance: string;
};

export type Step = Action | Wait | MessagesExpected | ProcessStep;

export type Place = { readonly number: number; readonly line: number };

/** Whether the process dies during the step: what it was to answer then nobody hears. */
type Mortal = { readonly dies: boolean };

/** A step in which somebody calls an operation of the catalogue. */
export type Action = Place &
  Mortal & {
    readonly kind: 'action';
    readonly actor: Actor;
    readonly operation: string;
    readonly input: Plain;
    /** The name under which later steps read the result. */
    readonly save: string | undefined;
    /** What the result, or the error of a refusal, must contain; undefined: nothing in particular. */
    readonly expect: Plain | undefined;
    /** The code with which it must be refused; undefined: it must not be. */
    readonly refused: string | undefined;
  };

/** A step in which time passes and due jobs run. */
export type Wait = Place &
  Mortal & { readonly kind: 'wait'; readonly text: string } & ({ readonly by: Duration } | { readonly until: Date });

/** A step that says which messages have left since the last such step, and that no others have. */
export type MessagesExpected = Place & {
  readonly kind: 'messages';
  readonly messages: readonly Plain[];
  /** Only messages of these templates are looked at; undefined: all of them. */
  readonly among: readonly string[] | undefined;
};

/** A step that says when the process of Jinaq dies, or that starts it again: null. */
export type ProcessStep = Place & { readonly kind: 'process'; readonly text: string; readonly crash: Crash | null };
