import { RANGE } from './plain-numbers.js';
import type { RemainingText } from './remaining-text.js';

const MEAL = '(?:food|meals?|eating|the (?:morning|evening|main) meal)';
const SPAN = `(?:${RANGE} |an? |0\\.5 )(?:hours?|minutes?|days?|weeks?|months?)`;

/** What changes neither how much is taken nor how often. In this order. */
const BEFORE_NUMBERS: readonly string[] = [
  `(?:for|over) (?:up to |at least |about |the next )?${SPAN}(?: only)?`,
  `(?:at least |about )?${SPAN} (?:before|after) (?:each |every )?${MEAL}`,
  '(?:do not|not to|never) exceed (?:the )?(?:prescribed|recommended|stated) dose',
  '(?:at|around) (?:about )?the same times (?:each|every) day|(?:at|around) (?:about )?the same time(?= (?:each|every) day)',
  'with or without food',
  `(?:immediately |just |soon )?(?:with|before|after|during)(?: or (?:immediately |just )?(?:with|before|after))? ${MEAL}`,
  '(?:with|and drink) (?:an? |plenty of )?(?:(?:full |large |whole )?glass (?:of )?)?(?:water|milk|juice)',
  'on an empty stomach',
  'until (?:(?:all|they|it|the|course|pack|packet|bottle|tablets|capsules|medicine) )*(?:is |are )?(?:finished|taken|gone|complete|completed|empty|used up)',
  '(?:complete|finish) (?:the |all )*(?:full )?(?:course|tablets|capsules|medicine)',
  '(?:swallow(?:ed)?|take|taken) (?:them |it )?whole',
  'do not (?:crush|chew|break|split|cut)(?:,? (?:crush|chew|break|split|cut))*(?:,? or (?:crush|chew|break|split|cut))?(?: (?:the )?(?:tablets?|capsules?|them|it))?',
  '(?:rinse|gargle)(?: out)? (?:your |the )?mouth(?: with water)?(?: after(?:wards| use| it| each use)?)?',
  '(?:shake|prime) (?:well )?(?:before (?:each )?use|well)',
  '(?:dissolved?|dispersed?|mixed?) in (?:a glass of |some )?(?:water|juice)',
  '(?:avoid|do not drink|no) alcohol',
  '(?:may|can) (?:cause drowsiness|make you drowsy)',
  'by mouth|orally|under the (?:skin|tongue)|subcutaneously|sublingually|through a spacer|via (?:a )?spacer|to (?:the )?(?:clean,? )?(?:dry )?skin',
  '(?:in|into|to) the (?:affected|left|right) (?:eye|ear|nostril)',
];

/** Words that hold the sentence together. */
const CONNECTING =
  'take|taken|give|given|use|used|inhale|inhaled|inject|apply|swallow|place|put|have|please|and|the|dose|doses|each dose|this medicine|then stop';

/** Behind "for": anything but what may change the dose. */
const NOT_A_PURPOSE =
  '(?!(?:then|increas|reduc|decreas|doubl|halv|taper|wean|alternat|except|not|unless|until|after|before|first|next|or(?! [a-z])|half|stop|start|if|when|day|week|month|hour|dose|each|every|per)[a-z]*\\b)';

/** Takes out durations, food and water, how to swallow it and the like. */
export function takeHarmless(text: RemainingText): void {
  for (const phrase of BEFORE_NUMBERS) text.take(phrase);
}

/** Takes out what is left when everything that counts has been read: what it is for, and the words between. */
export function takeRest(text: RemainingText): void {
  text.take(`(?:for|to (?:treat|prevent|relieve|help|control|lower))(?: ${NOT_A_PURPOSE}[a-z'-]+){1,6}`);
  text.take(CONNECTING);
}
