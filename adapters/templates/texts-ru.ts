import { russianAnswers } from './answers-ru.js';
import type { Catalogue } from './catalogue.js';

const EFFECT =
  '{effect, select, date { С этим взносом цель будет достигнута примерно {metBy}, а не {metOtherwise}.} ' +
  'interest { До срока цели этот взнос принесёт около {interest} вознаграждения.} other {}}';

export const russian: Catalogue = {
  'reminder.due': {
    subject: 'Взнос в «{goal}»: {share} до {due}',
    text: `Цель «{goal}»: ваш взнос до {due} — {share}. Не хватает {missing} из {target}.${EFFECT}`,
    short: '«{goal}»: взнос {share} до {due}. Не хватает {missing}.',
  },
  'reminder.late': {
    subject: '«{goal}»: взнос ещё можно сделать',
    text: `Цель «{goal}»: в прошлый раз взноса не было, так бывает. Взнос {share} до {due} вернёт вас в график. Не хватает {missing} из {target}.${EFFECT}`,
    short: '«{goal}»: взнос {share} ещё можно сделать до {due}. Не хватает {missing}.',
  },
  'feedback.weekly': {
    subject: '«{goal}»: как идут дела',
    text:
      '{show, select, counts {В цели «{goal}» по плану {onPlan, plural, one {идёт #} few {идут #} many {идут #} other {идут #}} ' +
      'из {members, plural, one {# участника} few {# участников} many {# участников} other {# участников}}.' +
      '{naming, select, some { Среди них {names}.} other {}}} other {Цель «{goal}» выполнена на {percent} %.}} ' +
      'Собрано {collected}, не хватает {missing}.',
    short:
      '«{goal}»: {show, select, counts {по плану {onPlan} из {members}} other {{percent} %}}. Не хватает {missing}.',
  },
  'goal.milestone': {
    subject: '«{goal}»: уже {percent} %',
    text: 'Цель «{goal}» выполнена на {percent} %. Осталось собрать {missing}.',
  },
  'goal.reached': {
    subject: 'Цель «{goal}» достигнута!',
    text:
      'Получилось: цель «{goal}» достигнута, собрано {collected}. {next, select, ' +
      'propose {Предложите участникам выплату одному из них или получателю: голосование идёт 72 часа. Каждый может и выйти со своей долей.} ' +
      'vote {Организатор может предложить выплату, а вы проголосуете. Вы можете и выйти со своей долей и вознаграждением.} ' +
      'other {Закройте цель, чтобы получить деньги на свой счёт, или поставьте новую.}}',
    short:
      'Цель «{goal}» достигнута: {collected}! {next, select, propose {Предложите участникам выплату.} vote {Следите за голосованием о выплате.} other {Деньги ждут вас.}}',
  },
  'goal.deadline-near': {
    subject: '«{goal}»: срок {deadline}',
    text:
      'До срока цели «{goal}» ({deadline}) {days, plural, =0 {остался последний день} one {остался # день} ' +
      'few {осталось # дня} many {осталось # дней} other {осталось # дня}}. Не хватает {missing}.',
  },
  'goal.expired': {
    subject: '«{goal}»: срок истёк',
    text:
      'Срок цели «{goal}» истёк {deadline}, не хватило {missing}. {next, select, ' +
      'propose {До {answerBy} предложите участникам продлить срок, снизить сумму или отменить цель} ' +
      'vote {До {answerBy} участники решают: продлить срок, снизить сумму или отменить цель} ' +
      'other {До {answerBy} вы можете продлить срок, снизить сумму или закрыть цель}}. ' +
      'Если ответа не будет, деньги вернутся каждому на счёт.',
    short: 'Срок цели «{goal}» истёк, не хватило {missing}. Без ответа до {answerBy} деньги вернутся каждому.',
  },
  'goal.changed': {
    subject: '«{goal}»: новые условия',
    text: 'Участники изменили цель «{goal}»: {target}, срок {deadline}.',
  },
  'goal.closing': {
    subject: '«{goal}» закрывается',
    text:
      'Цель «{goal}» закрывается: {purpose, select, payout {деньги выплачиваются, как решили участники} ' +
      'expiry {срок истёк, деньги возвращаются каждому} other {деньги возвращаются каждому}}.',
  },
  'goal.closed': {
    subject: '«{goal}» закрыта',
    text: 'Цель «{goal}» закрыта, все выплаты завершены.',
  },
  'invitation.sent': {
    subject: 'Приглашение в цель «{goal}»',
    text: '{organiser} приглашает вас копить вместе: «{goal}», {target} до {deadline}. Ответить можно в приложении.',
  },
  'invitation.answered': {
    subject: '«{goal}»: ответ на приглашение',
    text: '{member} {answer, select, accepted {принимает} other {отклоняет}} приглашение в цель «{goal}».',
  },
  'member.left': {
    subject: '«{goal}»: участник вышел',
    text: '{member} больше не участвует в цели «{goal}».',
  },
  'member.removed': {
    subject: 'Вы больше не участвуете в цели «{goal}»',
    text: 'По решению участников вы больше не участвуете в цели «{goal}». Ваши деньги с вознаграждением возвращаются на ваш счёт.',
  },
  'contribution.completed': {
    subject: '«{goal}»: взнос {amount} зачислен',
    text: 'Взнос {amount} в цель «{goal}» зачислен. Спасибо!',
  },
  'contribution.refused': {
    subject: '«{goal}»: взнос {amount} не прошёл',
    text:
      'Взнос {amount} в цель «{goal}» не прошёл: {reason, select, ' +
      'insufficient_funds {на счёте не хватило денег. Пополните его и повторите} ' +
      'account_closed {счёт закрыт. Укажите в банке другой счёт} other {банк его отклонил. Обратитесь в банк}}.',
  },
  'plan.unpaid': {
    subject: '«{goal}»: перевод по плану не прошёл',
    text:
      'Перевод {amount} по плану в цель «{goal}» за {due} не прошёл: {reason, select, ' +
      'insufficient_funds {на счёте не хватило денег} account_closed {счёт закрыт} other {банк его отклонил}}. ' +
      '{outcome, select, postponed {Мы повторим его в следующий рабочий день.} other {Этот перевод пропущен, план продолжается.}}',
  },
  'payout.completed': {
    subject: '«{goal}»: выплата {amount}',
    text:
      '{to, select, own {{amount} из цели «{goal}» уже на вашем счёте.} ' +
      'other {Ваша доля в цели «{goal}», {amount}, выплачена получателю, как решили участники.}}',
  },
  'payout.unclaimed': {
    subject: '«{goal}»: выплата не прошла',
    text: 'Выплата {amount} из цели «{goal}» не прошла: банк не принял перевод. Деньги остаются вашими; укажите в банке другой счёт.',
  },
  'proposal.opened': {
    subject: '«{goal}»: нужен ваш голос',
    text:
      'В цели «{goal}» голосование: {kind, select, payout {выплатить деньги} ' +
      'early_withdrawal {досрочно снять часть денег} cancel {отменить цель и вернуть деньги} change {изменить условия} ' +
      'remove_member {исключить участника} other {сменить организатора}}. ' +
      'Проголосуйте до {closesAt}; кто промолчит, считается против.',
    short: '«{goal}»: проголосуйте до {closesAt}. Кто промолчит, считается против.',
  },
  'proposal.ended': {
    subject: '«{goal}»: итог голосования',
    text:
      'Голосование в цели «{goal}»: {outcome, select, passed {предложение принято} rejected {предложение не принято} ' +
      'withdrawn {предложение отозвано} other {принятое решение не удалось исполнить}}.',
  },
  'dispute.changed': {
    subject: '«{goal}»: спор',
    text:
      'Спор в цели «{goal}»: {state, select, opened {открыт. До решения выплаты остановлены, ваши деньги в безопасности} ' +
      'answered {дан ответ} resolved {вынесено решение, оно в истории цели} other {отозван}}.',
  },
  ...russianAnswers,
  'organiser.replaced': {
    subject: '«{goal}»: новый организатор',
    text: 'Новый организатор цели «{goal}»: {organiser}.',
  },
};
