import { type Actor, authorise, relationToSelf } from '../../access/index.js';
import {
  accountIn,
  balanceOf,
  interestOf,
  principalOf,
  type Receipt,
  type ReceiptLink,
  receiptLink,
  type Signer,
  signedText,
  transferPages,
} from '../../ledger/index.js';
import { type ClientId, formatInstant, formatTenge, type GoalId, invalidInput, invariant } from '../../shared/index.js';
import { requireMember } from '../domain/member.js';
import type { SavingsPorts } from '../ports/index.js';
import { loadActor, requireGoal } from './load.js';

export type IssueReceiptDeps = Pick<SavingsPorts, 'store' | 'clock'> & { readonly signer: Signer };

export type IssueReceiptCommand = {
  readonly actor: Actor;
  readonly goal: GoalId;
  /** Whose receipt: the acting client's own by default. */
  readonly client?: ClientId | undefined;
};

/**
 * Gives a member a signed proof of everything they put in and took out, which anybody can check offline.
 * Everybody else's entries are in it only as hashes.
 *
 * @throws access.denied not-found savings.not-a-member
 */
export class IssueReceipt {
  readonly #deps: IssueReceiptDeps;

  constructor(deps: IssueReceiptDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id, client: named }: IssueReceiptCommand): Promise<Receipt> {
    const { store, clock, signer } = this.#deps;
    const client = named ?? (actor.kind === 'client' ? actor.client : undefined);
    authorise(actor, 'receipts.issue', relationToSelf(actor, client));
    if (client === undefined) throw invalidInput({ path: 'client', message: 'name the member whose receipt it is' });
    return store.read(async (tx) => {
      await loadActor(tx, actor);
      const goal = await requireGoal(tx, id);
      const [member] = await tx.members.findMany([{ goal: id, client }]);
      // Somebody who left keeps the claim to their proof.
      if (member?.status !== 'left' && member?.status !== 'removed') requireMember(goal, client, member);
      const books = (await tx.books.load([{ goal: id, accounts: [principalOf(client), interestOf(client)] }])).get(id);
      invariant(books !== undefined, 'every goal has books');
      const links: ReceiptLink[] = [];
      for await (const page of transferPages(tx, id)) {
        links.push(...page.map((transfer) => receiptLink(transfer, client)));
      }
      const receipt = {
        format: 'jinaq-receipt/1' as const,
        goal: id,
        client,
        issuedAt: formatInstant(clock.now()),
        principal: formatTenge(balanceOf(accountIn(books, principalOf(client)))),
        interest: formatTenge(balanceOf(accountIn(books, interestOf(client)))),
        head: books.head,
        links,
      };
      return { ...receipt, signature: signer.sign(signedText(receipt)) };
    });
  }
}
