import type { Amount } from '../../../formulary/public.js';
import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('dose', GENERALLY_KNOWN, AS_OF);
const mg = (amount: number): Amount => ({ amount, unit: 'mg' });

/** What an adult takes of a substance on one day at most, in all medicines together. */
const most = (substance: string, above: Amount, advice: string) =>
  rule(`dose-${substance.replaceAll('_', '-')}`, { inDay: substance, above }, 'major', {
    title: `More ${substance.replaceAll('_', ' ')} in a day than ${above.amount.toLocaleString('en')} ${above.unit}`,
    advice,
  });
/** The same from an age on. */
const mostFrom = (fromAge: number, substance: string, above: Amount, advice: string) =>
  rule(`dose-${substance}-from-${fromAge}`, { inDay: substance, above, fromAge }, 'major', {
    title: `More ${substance} in a day than ${above.amount} ${above.unit} from ${fromAge} years on`,
    advice,
  });
/** What a child takes on one day at most, by weight. */
const perKg = (substance: string, amount: number, advice: string) =>
  rule(`dose-${substance}-child`, { inDayPerKg: substance, above: mg(amount), underAge: 12 }, 'major', {
    title: `More ${substance} in a day than ${amount} mg for each kg of the child’s weight`,
    advice,
  });

const COUNT = 'Count it in all medicines together, also those without a prescription.';

export const DOSE_RULES = [
  rule('dose-above-item-limit', { above: 'item_limit' }, 'major', {
    title: 'More in a day than the formulary allows an adult',
    advice: 'Lower the dose or give it less often; if it is meant so, say why.',
  }),
  most('paracetamol', mg(4_000), `The liver fails. ${COUNT}`),
  most('codeine', mg(240), `Slow breathing. ${COUNT}`),
  most('ibuprofen', mg(2_400), `Stomach and kidneys suffer. ${COUNT}`),
  most('tramadol', mg(400), 'Fits come with more.'),
  most('citalopram', mg(40), 'The QT interval grows with the dose.'),
  most('escitalopram', mg(20), 'The QT interval grows with the dose.'),
  most('colchicine', mg(1.5), 'Poisoning is near: diarrhoea is its first sign.'),
  most('domperidone', mg(30), 'Dangerous rhythms come with more.'),
  most('simvastatin', mg(40), 'Muscles break down with more: choose another statin.'),
  most('zopiclone', mg(7.5), 'More does not help, and lasts into the day.'),
  most('zolpidem', mg(10), 'More does not help: sleep-walking and driving asleep.'),
  mostFrom(65, 'citalopram', mg(20), 'It is broken down more slowly in old age: the QT interval grows.'),
  mostFrom(65, 'escitalopram', mg(10), 'It is broken down more slowly in old age: the QT interval grows.'),
  mostFrom(65, 'tramadol', mg(300), 'It is broken down more slowly in old age: fits and confusion.'),
  mostFrom(65, 'zolpidem', mg(5), 'Falls: half the dose in old age.'),
  mostFrom(65, 'zopiclone', mg(3.75), 'Falls: half the dose in old age.'),
  mostFrom(70, 'digoxin', mg(0.125), 'Kidneys lose less of it in old age: test it.'),
  perKg('paracetamol', 60, 'The liver fails. Weigh the child.'),
  perKg('ibuprofen', 30, 'Stomach and kidneys suffer. Weigh the child.'),
  perKg('amoxicillin', 90, 'Weigh the child, and check the concentration of the liquid.'),
  perKg('cefalexin', 100, 'Weigh the child, and check the concentration of the liquid.'),
  perKg('prednisolone', 2, 'Weigh the child; more than that is for a specialist.'),
] as const;
