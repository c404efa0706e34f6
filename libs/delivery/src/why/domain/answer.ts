import { type Answer, type AnswerFacts, type AnswerKind, ANSWERS, type DeliveryFacts } from './answer-facts';
import { deliveryVerdict } from './delivery-verdict';
import { messageVerdict } from './message-verdict';

const begins: Readonly<Record<AnswerKind, string>> = {
  yes: 'Yes',
  probably: 'Probably',
  not_yet: 'Not yet',
  not_known: 'Not known',
  no: 'No',
};

/**
 * "Did she get it, and why (not)?" for any guest and any message, also for guests who were never in its audience. The only place
 * that words it: the audit, the search and a guest's timeline all ask here.
 *
 * Of several rows (the ladder, deliberate repeats) the best answer counts, of equal ones the latest; that an earlier copy may
 * have arrived is never left out.
 */
export function answerFor(facts: AnswerFacts): Answer {
  const rows = [...facts.deliveries].sort((a, b) => b.step - a.step || b.copy - a.copy);
  const [best] = rows
    .map((row) => ({ row, verdict: deliveryVerdict(row, facts) }))
    .sort((a, b) => ANSWERS.indexOf(a.verdict.answer) - ANSWERS.indexOf(b.verdict.answer));
  if (best === undefined) {
    const { words, ...verdict } = messageVerdict(facts);
    return { ...verdict, sentence: `${begins[verdict.answer]}: ${words}`, deliveryId: null };
  }
  const { words, ...verdict } = best.verdict;
  const doubt =
    verdict.answer === 'not_yet' && rows.some(({ status }) => status === 'unknown')
      ? '; an earlier copy may have arrived'
      : '';
  return {
    ...verdict,
    sentence: `${begins[verdict.answer]}: ${words}${nth(best.row, facts)}${doubt}`,
    deliveryId: best.row.id,
  };
}

function nth({ step, copy, channel }: DeliveryFacts, { message }: AnswerFacts): string {
  const by =
    channel === message.channel && step === 0
      ? ''
      : { email: 'by e-mail', sms: 'by SMS', whatsapp: 'by WhatsApp' }[channel];
  const again = copy === 0 ? '' : 'sent once more';
  const said = [again, by].filter((one) => one !== '').join(', ');
  return said === '' ? '' : ` (${said})`;
}
