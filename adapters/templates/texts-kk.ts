import { kazakhAnswers } from './answers-kk.js';
import type { Catalogue } from './catalogue.js';

const EFFECT =
  '{effect, select, date { Осы жарнамен мақсат шамамен {metOtherwise} емес, {metBy} күні орындалады.} ' +
  'interest { Бұл жарна мақсат мерзіміне дейін шамамен {interest} сыйақы әкеледі.} other {}}';

export const kazakh: Catalogue = {
  'reminder.due': {
    subject: '«{goal}» жарнасы: {due} күніне дейін {share}',
    text: `«{goal}» мақсаты: {due} күніне дейінгі жарнаңыз — {share}. {target} ішінен {missing} жетпейді.${EFFECT}`,
    short: '«{goal}»: {due} күніне дейін {share}. {missing} жетпейді.',
  },
  'reminder.late': {
    subject: '«{goal}»: жарнаны әлі де салуға болады',
    text: `«{goal}» мақсаты: өткен жолы жарна түспеді, ондай болып тұрады. {due} күніне дейін {share} салсаңыз, кестеге қайта ораласыз. {target} ішінен {missing} жетпейді.${EFFECT}`,
    short: '«{goal}»: {due} күніне дейін {share} салуға болады. {missing} жетпейді.',
  },
  'feedback.weekly': {
    subject: '«{goal}»: жағдай қалай',
    text:
      '{show, select, counts {«{goal}» мақсатында {members, plural, one {# мүше} other {# мүше}} ішінен ' +
      '{onPlan, plural, one {# мүше} other {# мүше}} жоспармен жүр.{naming, select, some { Олардың қатарында {names}.} other {}}} ' +
      'other {«{goal}» мақсаты {percent} % орындалды.}} Жиналғаны — {collected}, жетпейтіні — {missing}.',
    short:
      '«{goal}»: {show, select, counts {{members} мүше ішінен {onPlan} жоспармен жүр} other {{percent} %}}. {missing} жетпейді.',
  },
  'goal.milestone': {
    subject: '«{goal}»: {percent} % болды',
    text: '«{goal}» мақсаты {percent} % орындалды. Енді {missing} жинау қалды.',
  },
  'goal.reached': {
    subject: '«{goal}» мақсаты орындалды!',
    text:
      'Құттықтаймыз: «{goal}» мақсаты орындалды, {collected} жиналды. {next, select, ' +
      'propose {Мүшелерге біреуіне немесе алушыға төлеуді ұсыныңыз: дауыс беру 72 сағатқа созылады. Әркім өз үлесімен шыға да алады.} ' +
      'vote {Ұйымдастырушы төлеуді ұсына алады, ал сіз дауыс бересіз. Өз үлесіңіз бен сыйақыңызды алып шыға да аласыз.} ' +
      'other {Ақшаны шотыңызға алу үшін мақсатты жабыңыз немесе жаңасын қойыңыз.}}',
    short:
      '«{goal}» мақсаты орындалды: {collected}! {next, select, propose {Мүшелерге төлеуді ұсыныңыз.} vote {Төлеу туралы дауыс беруді күтіңіз.} other {Ақша сізді күтуде.}}',
  },
  'goal.deadline-near': {
    subject: '«{goal}»: мерзімі {deadline}',
    text:
      '«{goal}» мақсатының мерзіміне ({deadline}) {days, plural, =0 {соңғы күн қалды} one {# күн қалды} ' +
      'other {# күн қалды}}. {missing} жетпейді.',
  },
  'goal.expired': {
    subject: '«{goal}»: мерзімі өтті',
    text:
      '«{goal}» мақсатының мерзімі өтті ({deadline}), {missing} жетпей қалды. {next, select, ' +
      'propose {{answerBy} күніне дейін мүшелерге мерзімді ұзартуды, соманы азайтуды немесе мақсатты тоқтатуды ұсыныңыз} ' +
      'vote {{answerBy} күніне дейін мүшелер шешеді: мерзімді ұзарту, соманы азайту немесе мақсатты тоқтату} ' +
      'other {{answerBy} күніне дейін мерзімді ұзарта, соманы азайта немесе мақсатты жаба аласыз}}. ' +
      'Жауап болмаса, ақша әркімнің шотына қайтарылады.',
    short: '«{goal}» мерзімі өтті, {missing} жетпеді. {answerBy} күніне дейін жауап болмаса, ақша әркімге қайтарылады.',
  },
  'goal.changed': {
    subject: '«{goal}»: жаңа шарттар',
    text: 'Мүшелер «{goal}» мақсатын өзгертті: {target}, мерзімі {deadline}.',
  },
  'goal.closing': {
    subject: '«{goal}» жабылып жатыр',
    text:
      '«{goal}» мақсаты жабылып жатыр: {purpose, select, payout {ақша мүшелердің шешімі бойынша төленеді} ' +
      'expiry {мерзімі өтті, ақша әркімге қайтарылады} other {ақша әркімге қайтарылады}}.',
  },
  'goal.closed': {
    subject: '«{goal}» жабылды',
    text: '«{goal}» мақсаты жабылды, барлық төлем аяқталды.',
  },
  'invitation.sent': {
    subject: '«{goal}» мақсатына шақыру',
    text: '{organiser} сізді бірге жинауға шақырады: «{goal}», {target}, мерзімі {deadline}. Жауапты қосымшада беруге болады.',
  },
  'invitation.answered': {
    subject: '«{goal}»: шақыруға жауап',
    text: '{member} «{goal}» мақсатына шақыруды {answer, select, accepted {қабылдады} other {қабылдамады}}.',
  },
  'member.left': {
    subject: '«{goal}»: мүше шықты',
    text: '{member} енді «{goal}» мақсатына қатыспайды.',
  },
  'member.removed': {
    subject: 'Сіз енді «{goal}» мақсатына қатыспайсыз',
    text: 'Мүшелердің шешімі бойынша сіз енді «{goal}» мақсатына қатыспайсыз. Ақшаңыз сыйақысымен бірге шотыңызға қайтарылады.',
  },
  'contribution.completed': {
    subject: '«{goal}»: {amount} жарна есепке алынды',
    text: '«{goal}» мақсатына {amount} жарна есепке алынды. Рақмет!',
  },
  'contribution.refused': {
    subject: '«{goal}»: {amount} жарна өтпеді',
    text:
      '«{goal}» мақсатына {amount} жарна өтпеді: {reason, select, ' +
      'insufficient_funds {шотта ақша жетпеді. Оны толтырып, қайталаңыз} ' +
      'account_closed {шот жабылған. Банкте басқа шотты көрсетіңіз} other {банк қабылдамады. Банкке хабарласыңыз}}.',
  },
  'plan.unpaid': {
    subject: '«{goal}»: жоспар бойынша аударым өтпеді',
    text:
      '«{goal}» мақсатына жоспар бойынша {amount} аударым ({due}) өтпеді: {reason, select, ' +
      'insufficient_funds {шотта ақша жетпеді} account_closed {шот жабылған} other {банк қабылдамады}}. ' +
      '{outcome, select, postponed {Оны келесі жұмыс күні қайталаймыз.} other {Бұл аударым өткізіліп жіберілді, жоспар жалғасады.}}',
  },
  'payout.completed': {
    subject: '«{goal}»: {amount} төленді',
    text:
      '{to, select, own {«{goal}» мақсатынан {amount} шотыңызға түсті.} ' +
      'other {«{goal}» мақсатындағы үлесіңіз, {amount}, мүшелердің шешімі бойынша алушыға төленді.}}',
  },
  'payout.unclaimed': {
    subject: '«{goal}»: төлем өтпеді',
    text: '«{goal}» мақсатынан {amount} төлеу мүмкін болмады: банк аударымды қабылдамады. Ақша сіздікі болып қалады; банкте басқа шотты көрсетіңіз.',
  },
  'proposal.opened': {
    subject: '«{goal}»: дауысыңыз керек',
    text:
      '«{goal}» мақсатында дауыс беру: {kind, select, payout {ақшаны төлеу} ' +
      'early_withdrawal {ақшаның бір бөлігін мерзімінен бұрын алу} cancel {мақсатты тоқтатып, ақшаны қайтару} ' +
      'change {шарттарды өзгерту} remove_member {мүшені шығару} other {ұйымдастырушыны ауыстыру}}. ' +
      'Дауыс берудің соңы — {closesAt}; үндемегендер қарсы деп саналады.',
    short: '«{goal}»: дауыс беріңіз, соңы — {closesAt}. Үндемегендер қарсы деп саналады.',
  },
  'proposal.ended': {
    subject: '«{goal}»: дауыс беру қорытындысы',
    text:
      '«{goal}» мақсатындағы дауыс беру: {outcome, select, passed {ұсыныс қабылданды} rejected {ұсыныс қабылданбады} ' +
      'withdrawn {ұсыныс қайтарып алынды} other {қабылданған шешімді орындау мүмкін болмады}}.',
  },
  'dispute.changed': {
    subject: '«{goal}»: дау',
    text:
      '«{goal}» мақсатындағы дау: {state, select, opened {ашылды. Шешілгенше төлемдер тоқтатылды, ақшаңыз қауіпсіз} ' +
      'answered {жауап берілді} resolved {шешім қабылданды, ол мақсаттың тарихында} other {қайтарып алынды}}.',
  },
  ...kazakhAnswers,
  'organiser.replaced': {
    subject: '«{goal}»: жаңа ұйымдастырушы',
    text: '«{goal}» мақсатының жаңа ұйымдастырушысы: {organiser}.',
  },
};
