import type { Answers } from './catalogue.js';

export const englishAnswers: Answers = {
  'answer.missing': {
    subject: '“{goal}”: how much is missing',
    text: '{state, select, open {In “{goal}” {collected} of {target} is saved, {missing} is missing. The deadline is {deadline}.} other {“{goal}” is met: {collected}.}}',
  },
  'answer.withdraw': {
    subject: '“{goal}”: who may withdraw',
    text:
      '“{goal}”: {how, select, ' +
      'vote {nobody may take what is not theirs, the organiser included. You may take a part of yours early when the members agree} ' +
      'payout {the goal is met, and the money is paid out as the members decide; you may also leave with your part} ' +
      'alone {you are alone in it and may close it: everything returns to your account} ' +
      'other {a dispute is open, and nobody takes anything out until it is over}}.',
  },
  'answer.next-transfer': {
    subject: '“{goal}”: the next transfer',
    text:
      '{by, select, plan {The next transfer of your plan for “{goal}” is on {due}.} ' +
      'hand {You have no plan for “{goal}”; {share} by {due} keeps it on schedule.} ' +
      'other {“{goal}” takes no more contributions.}}',
  },
  'answer.leave': {
    subject: '“{goal}”: how to leave',
    text:
      '{way, select, leave {To leave “{goal}”, open it and choose “Leave”: {amount} returns to your account.} ' +
      'last {You are the last member of “{goal}”: close it, and {amount} returns to your account.} ' +
      'other {You may leave “{goal}” when the open dispute is over; your {amount} is safe.}}',
  },
  'answer.complain': {
    subject: '“{goal}”: how to complain',
    text:
      '{state, select, none {To object to something in “{goal}”, open a dispute: everything that flows out stops at once until it is over.} ' +
      'other {A dispute is open in “{goal}”, and nothing is paid out until it is over.}}',
  },
  'answer.no-goals': {
    subject: 'You have no goals',
    text: 'You have no open goals at the moment.',
  },
  'answer.handed-over': {
    subject: 'Your question was handed over',
    text: 'Somebody at the bank will answer this: we have handed our conversation over.',
  },
};
