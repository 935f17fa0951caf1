import type { ClientId } from '../../shared/index.js';

/** One question of a client with what it was answered. */
export type HelpTurn = {
  readonly id: string;
  readonly client: ClientId;
  readonly at: Date;
  readonly question: string;
  readonly answer: string;
  /** It was not understood: a person answers. */
  readonly isHandedOver: boolean;
  /** Who has answered it, and when; null while it waits, and for those that nobody had to. */
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
};

export type HelpDesk = {
  find(id: string): Promise<HelpTurn | undefined>;
  save(turn: HelpTurn): Promise<void>;
  /** What a client has asked since then, the oldest first. */
  ofClient(client: ClientId, since: Date): Promise<readonly HelpTurn[]>;
  /** Questions that wait for a person, the oldest first. */
  waiting(after: string | null, limit: number): Promise<readonly HelpTurn[]>;
};
