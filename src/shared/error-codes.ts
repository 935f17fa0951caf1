/** What an error is about; the CLI turns it into an exit code, an HTTP face into a status. */
export type ErrorKind = 'input' | 'rule' | 'not-found' | 'conflict' | 'access' | 'unavailable';

type ErrorEntry = { readonly kind: ErrorKind; readonly hint: string };

/**
 * Every error code a caller can meet, with its kind and the way out.
 * Match on the code: messages are for people and may change.
 */
export const ERROR_CODES = {
  'input.invalid': { kind: 'input', hint: 'Correct the fields named in details and send it again.' },
  'access.denied': { kind: 'access', hint: 'Act as someone who may do this: --as CLIENT_ID or --role ROLE.' },
  'idempotency.key-reused': {
    kind: 'conflict',
    hint: 'Use a new key for a new request; repeat the old request unchanged to see its result.',
  },
  'not-found': { kind: 'not-found', hint: 'Check the id; ids are listed by the plain topic command.' },
  conflict: { kind: 'conflict', hint: 'Something changed meanwhile: read it again and repeat.' },
  'clients.already-registered': { kind: 'conflict', hint: 'This id is taken by a client with other data.' },
  'clients.blocked': { kind: 'rule', hint: 'The bank has blocked this client; ask the bank.' },
  'savings.target-too-small': { kind: 'rule', hint: 'Choose a larger target.' },
  'savings.member-limit': { kind: 'rule', hint: 'Revoke an open invitation or let someone leave first.' },
  'savings.below-min-contribution': { kind: 'rule', hint: 'Pay at least the minimum, or exactly what is missing.' },
  'savings.over-target': { kind: 'rule', hint: 'Pay at most what is missing.' },
  'savings.client-limit': { kind: 'rule', hint: 'Pay at most what the limit leaves over all goals.' },
  'savings.transfer-too-small': { kind: 'rule', hint: 'An automatic transfer has a minimum: raise the amount.' },
  'savings.invitation-expired': { kind: 'rule', hint: 'Ask the organiser to send the invitation again.' },
  'savings.invitation-used': { kind: 'rule', hint: 'Ask the organiser for a new invitation.' },
  'savings.already-invited': { kind: 'conflict', hint: 'Send the open invitation again, or revoke it first.' },
  'savings.already-member': { kind: 'conflict', hint: 'Nothing to do: this client is in the goal.' },
  'savings.not-a-member': { kind: 'rule', hint: 'Only active members may do this: accept the invitation first.' },
  'savings.goal-not-active': { kind: 'rule', hint: 'The goal no longer takes this; see its status.' },
  'savings.goal-frozen': { kind: 'rule', hint: 'A dispute is open: wait for its decision or withdraw it.' },
  'savings.goal-not-alone': { kind: 'rule', hint: 'Others are in this goal: open a proposal and let them vote.' },
  'savings.personal-goal': { kind: 'rule', hint: 'A personal goal has one member: create a shared goal instead.' },
  'savings.deadline-passed': { kind: 'rule', hint: 'The deadline is over: extend it first.' },
  'savings.account-missing': { kind: 'rule', hint: 'Register the main account of this client first.' },
  'savings.refund-not-unclaimed': { kind: 'conflict', hint: 'Only a refund that the bank refused is tried again.' },
  'savings.contribution-pending': { kind: 'conflict', hint: 'A contribution is on its way: settle it first.' },
  'savings.last-member': { kind: 'rule', hint: 'Cancel the goal instead: everything goes back to you.' },
  'savings.nothing-to-pay': { kind: 'rule', hint: 'There is no money of this member in the goal.' },
  'plans.already-running': { kind: 'conflict', hint: 'Change the plan that runs, or stop it first.' },
  'plans.limit': { kind: 'rule', hint: 'Stop a plan of this goal first.' },
  'plans.not-running': { kind: 'rule', hint: 'See the status of the plan; one that has ended is started anew.' },
  'proposals.already-open': { kind: 'conflict', hint: 'Vote on the proposal that is open.' },
  'proposals.closed': { kind: 'rule', hint: 'This vote is over; see its result.' },
  'proposals.not-in-electorate': { kind: 'rule', hint: 'Only those who were members when it opened may vote.' },
  'disputes.not-open': { kind: 'rule', hint: 'This dispute was answered or is over; see its history.' },
  'bank.insufficient-funds': { kind: 'rule', hint: 'Put money on the main account or pay less.' },
  'bank.account-closed': { kind: 'rule', hint: 'Name another account.' },
  'bank.refused': { kind: 'rule', hint: 'The bank refused this; its reason is in details.' },
  'bank.unavailable': {
    kind: 'unavailable',
    hint: 'The bank does not answer; nothing is lost. Try again, or settle later.',
  },
  'bank.statement-broken': {
    kind: 'unavailable',
    hint: 'The bank has sent a statement that does not add up; nothing was booked from it. Ask again later.',
  },
  'ledger.overdrawn': { kind: 'rule', hint: 'A member account never goes below zero: lower the amount.' },
  'ledger.pending-resolved': { kind: 'conflict', hint: 'This pending transfer was already posted or voided.' },
  'store.unavailable': { kind: 'unavailable', hint: 'The database does not answer or is busy: try again.' },
  'store.schema-too-new': {
    kind: 'unavailable',
    hint: 'This database was made by a newer Jinaq: upgrade the program.',
  },
  'messages.owed': { kind: 'rule', hint: 'Refuse it on the other channels; what is owed to you stays in the inbox.' },
  'store.schema-too-old': {
    kind: 'unavailable',
    hint: 'Run `jinaq db migrate` with the login that owns the tables.',
  },
  'jobs.no-queue': {
    kind: 'unavailable',
    hint: 'Work is shared out on Postgres only, once a worker was started there: jinaq worker.',
  },
  'jobs.no-worker': { kind: 'unavailable', hint: 'Start one: jinaq worker. What was shared out waits for it.' },
  'jobs.given-up': {
    kind: 'unavailable',
    hint: 'The workers have told why. Once that is mended run the same command again: it joins this run and tries these pages anew; what was paid stays paid.',
  },
  'scenario.unmet': { kind: 'rule', hint: 'See the difference above.' },
  'simulation.machine-failed': {
    kind: 'unavailable',
    hint: 'Make room in the folder for temporary files, or name another one in TMPDIR, and play it again.',
  },
  'simulation.process-died': {
    kind: 'unavailable',
    hint: 'Most often memory is short: play it again with fewer --processes. What came of a world does not depend on it.',
  },
  'simulation.violated': { kind: 'rule', hint: 'The same seed with the same options plays the same run again.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;
