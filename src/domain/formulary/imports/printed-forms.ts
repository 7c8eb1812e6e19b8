import { formNamed } from '../forms.js';

/** How lists print forms, and what we call them. A form that is not here is kept as it is printed, and no rule knows it. */
const PRINTED: Readonly<Record<string, string>> = {
  'tablet, dispersible': 'dispersible tablet',
  'tablet, chewable': 'chewable tablet',
  'tablet, orally disintegrating': 'orally disintegrating tablet',
  'tablet, effervescent': 'effervescent tablet',
  'oral solution': 'oral liquid',
  'oral suspension': 'oral liquid',
  'powder for oral solution': 'powder for oral liquid',
  'powder for oral suspension': 'powder for oral liquid',
  'solution for injection': 'injection',
  'lyophilised powder for injection': 'powder for injection',
  'pressurised inhalation': 'metered dose inhaler',
  'powder for oral inhalation in breath actuated device': 'dry powder inhaler',
  'aqueous nasal spray': 'nasal spray',
  suppositories: 'suppository',
  pessaries: 'pessary',
};

/** Words in brackets that make another form of a tablet or capsule. */
const MODIFIERS: readonly (readonly [RegExp, string])[] = [
  [/^(modified|controlled|extended|sustained|prolonged|slow) release$/, 'modified release'],
  [/^enteric[ -]coated$/, 'enteric coated'],
  [/^orally disintegrating$/, 'orally disintegrating'],
  [/^chewable$/, 'chewable'],
  [/^dispersible$/, 'dispersible'],
  [/^effervescent$/, 'effervescent'],
  [/^sublingual$/, 'sublingual'],
];
/** Words in brackets that change neither form nor strength: the salt, the same strength in percent, what is packed with it. */
const BESIDE = /^(as |for use with |in |\d+(\.\d+)? ?%$|solvent required$|with (required )?solvent$|s19a$)/;

/**
 * A form as our rules name it, where its words and what stands in brackets are known; else as it is printed, with the brackets:
 * words that nobody knows may make another form of it.
 */
export function printedForm(words: string, brackets: readonly string[]): string {
  const printed = words
    .trim()
    .replaceAll(/\s+,/g, ',')
    .replace(/[,;:\s]+$/, '');
  const lower = printed.toLowerCase().replaceAll(/\s+/g, ' ');
  const known =
    PRINTED[lower] ??
    (formNamed(lower)
      ? lower.replace(/^(.*(?:tablet|capsule|cream|patch|enema|ointment|injection|lozenge))s$/, '$1')
      : null);
  const telling = brackets.map((text) => text.trim()).filter((text) => !BESIDE.test(text.toLowerCase()));
  const kept = telling.length > 0 ? ` (${telling.join(', ')})` : '';
  if (known === null) return `${printed}${kept}`;
  if (kept === '') return known;
  const modified =
    telling.length === 1 ? MODIFIERS.find(([pattern]) => pattern.test(telling[0]?.toLowerCase() ?? '')) : undefined;
  const form = modified && `${modified[1]} ${known}`;
  return form && formNamed(form) ? form : `${printed}${kept}`;
}
