import { englishAnswers } from './answers-en.js';
import type { Catalogue } from './catalogue.js';

const EFFECT =
  '{effect, select, date { With it the goal is met about {metBy} instead of {metOtherwise}.} ' +
  'interest { By the deadline it earns about {interest} of interest.} other {}}';

export const english: Catalogue = {
  'reminder.due': {
    subject: '“{goal}”: {share} by {due}',
    text: `“{goal}”: your part by {due} is {share}. {missing} of {target} is missing.${EFFECT}`,
    short: '“{goal}”: {share} by {due}. {missing} is missing.',
  },
  'reminder.late': {
    subject: '“{goal}”: there is still time',
    text: `“{goal}”: nothing came in last time, which happens. {share} by {due} puts you back on schedule. {missing} of {target} is missing.${EFFECT}`,
    short: '“{goal}”: there is time for {share} until {due}. {missing} is missing.',
  },
  'feedback.weekly': {
    subject: '“{goal}”: how it is going',
    text:
      '{show, select, counts {In “{goal}” {onPlan} of {members, plural, one {# member} other {# members}} ' +
      '{onPlan, plural, one {is} other {are}} on plan.{naming, select, some { Among them: {names}.} other {}}} ' +
      'other {“{goal}” is {percent} % done.}} {collected} is saved, {missing} is missing.',
    short:
      '“{goal}”: {show, select, counts {{onPlan} of {members} on plan} other {{percent} %}}. {missing} is missing.',
  },
  'goal.milestone': {
    subject: '“{goal}”: {percent} % done',
    text: '“{goal}” is {percent} % done. {missing} is left to save.',
  },
  'goal.reached': {
    subject: '“{goal}” is met!',
    text:
      'You did it: “{goal}” is met with {collected}. {next, select, ' +
      'propose {Propose to the members a payout to one of you or to a payee: the vote takes 72 hours. Everyone may also leave with their part.} ' +
      'vote {The organiser may propose a payout, and you vote on it. You may also leave with your part and its interest.} ' +
      'other {Close the goal to get the money to your account, or set a new one.}}',
    short:
      '“{goal}” is met: {collected}! {next, select, propose {Propose a payout to the members.} vote {Watch for the vote on the payout.} other {The money is waiting for you.}}',
  },
  'goal.deadline-near': {
    subject: '“{goal}”: the deadline is {deadline}',
    text:
      'The deadline of “{goal}” is {deadline}: {days, plural, =0 {the last day is today} one {# day is left} ' +
      'other {# days are left}}. {missing} is missing.',
  },
  'goal.expired': {
    subject: '“{goal}”: the deadline has passed',
    text:
      'The deadline of “{goal}”, {deadline}, has passed with {missing} missing. {next, select, ' +
      'propose {By {answerBy} propose to the members a later deadline, a lower target or an end} ' +
      'vote {By {answerBy} the members decide on a later deadline, a lower target or an end} ' +
      'other {By {answerBy} you may extend it, lower the target or close it}}. ' +
      'Without an answer everyone gets their money back.',
    short: '“{goal}” has expired with {missing} missing. Without an answer by {answerBy} everyone is paid back.',
  },
  'goal.changed': {
    subject: '“{goal}”: new terms',
    text: 'The members have changed “{goal}”: {target} by {deadline}.',
  },
  'goal.closing': {
    subject: '“{goal}” is being closed',
    text:
      '“{goal}” is being closed: {purpose, select, payout {the money is paid out as the members decided} ' +
      'expiry {the deadline has passed and everyone is paid back} other {everyone is paid back}}.',
  },
  'goal.closed': {
    subject: '“{goal}” is closed',
    text: '“{goal}” is closed and everything is paid out.',
  },
  'invitation.sent': {
    subject: 'An invitation to “{goal}”',
    text: '{organiser} invites you to save together: “{goal}”, {target} by {deadline}. Answer in the app.',
  },
  'invitation.answered': {
    subject: '“{goal}”: an answer to an invitation',
    text: '{member} {answer, select, accepted {has accepted} other {has declined}} the invitation to “{goal}”.',
  },
  'member.left': {
    subject: '“{goal}”: a member has left',
    text: '{member} is no longer in “{goal}”.',
  },
  'member.removed': {
    subject: 'You are no longer in “{goal}”',
    text: 'The members have decided that you are no longer in “{goal}”. Your money and its interest return to your account.',
  },
  'contribution.completed': {
    subject: '“{goal}”: {amount} has arrived',
    text: '{amount} has arrived in “{goal}”. Thank you!',
  },
  'contribution.refused': {
    subject: '“{goal}”: {amount} did not go through',
    text:
      'Your {amount} for “{goal}” did not go through: {reason, select, ' +
      'insufficient_funds {there was not enough on the account. Top it up and try again} ' +
      'account_closed {the account is closed. Name another one at the bank} other {the bank refused it. Ask the bank}}.',
  },
  'plan.unpaid': {
    subject: '“{goal}”: a transfer by plan did not go through',
    text:
      'The transfer of {amount} by plan to “{goal}” for {due} did not go through: {reason, select, ' +
      'insufficient_funds {there was not enough on the account} account_closed {the account is closed} other {the bank refused it}}. ' +
      '{outcome, select, postponed {It is tried again on the next working day.} other {It is left out, and the plan goes on.}}',
  },
  'payout.completed': {
    subject: '“{goal}”: {amount} was paid out',
    text:
      '{to, select, own {{amount} from “{goal}” is on your account.} ' +
      'other {Your part of “{goal}”, {amount}, was paid to the payee as the members decided.}}',
  },
  'payout.unclaimed': {
    subject: '“{goal}”: a payout did not go through',
    text: '{amount} from “{goal}” could not be paid out: the bank refused the transfer. The money stays yours; name another account at the bank.',
  },
  'proposal.opened': {
    subject: '“{goal}”: your vote is needed',
    text:
      'A vote in “{goal}”: {kind, select, payout {to pay the money out} early_withdrawal {to take a part out early} ' +
      'cancel {to cancel the goal and pay everyone back} change {to change the terms} remove_member {to remove a member} ' +
      'other {to replace the organiser}}. Vote until {closesAt}; silence counts as no.',
    short: '“{goal}”: vote until {closesAt}. Silence counts as no.',
  },
  'proposal.ended': {
    subject: '“{goal}”: the outcome of a vote',
    text:
      'The vote in “{goal}”: {outcome, select, passed {the proposal has passed} rejected {the proposal was rejected} ' +
      'withdrawn {the proposal was withdrawn} other {what was decided could not be carried out}}.',
  },
  'dispute.changed': {
    subject: '“{goal}”: a dispute',
    text:
      'The dispute in “{goal}”: {state, select, opened {it was opened. Nothing is paid out until it is over, and your money is safe} ' +
      'answered {it was answered} resolved {it was decided, see the history of the goal} other {it was withdrawn}}.',
  },
  ...englishAnswers,
  'organiser.replaced': {
    subject: '“{goal}”: a new organiser',
    text: 'The new organiser of “{goal}” is {organiser}.',
  },
};
