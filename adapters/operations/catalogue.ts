import { bankOperations } from './bank.js';
import { bookOperations } from './books.js';
import { channelOperations } from './channels.js';
import { clientOperations } from './clients.js';
import { databaseOperations } from './database.js';
import { eventOperations } from './events.js';
import { fileOperations } from './files.js';
import { goalOperations } from './goals.js';
import { decisionOperations } from './decisions.js';
import { interestOperations } from './interest.js';
import { invitationOperations } from './invitations.js';
import { messageOperations } from './messages.js';
import { outflowOperations } from './outflows.js';
import { operatingOperations } from './operating.js';
import { planOperations } from './plans.js';
import { transferOperations } from './transfers.js';
import { planProposalOperations } from './plan-proposals.js';

/** Every operation under its one name. What is not here does not exist for users. */
export const CATALOGUE = [
  ...clientOperations,
  ...goalOperations,
  ...invitationOperations,
  ...planOperations,
  ...transferOperations,
  ...bookOperations,
  ...outflowOperations,
  ...interestOperations,
  ...decisionOperations,
  ...fileOperations,
  ...planProposalOperations,
  ...bankOperations,
  ...messageOperations,
  ...channelOperations,
  ...eventOperations,
  ...databaseOperations,
  ...operatingOperations,
] as const;

export type CatalogueEntry = (typeof CATALOGUE)[number];
export type OperationName = CatalogueEntry['name'];
