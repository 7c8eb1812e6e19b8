/** Ways into the body that rules tell apart; on the wire and in the table of substances. */
export const ROUTES = [
  'oral',
  'sublingual',
  'buccal',
  'inhalation',
  'nasal',
  'ophthalmic',
  'otic',
  'topical',
  'transdermal',
  'subcutaneous',
  'intramuscular',
  'intravenous',
  'injection',
  'rectal',
  'vaginal',
] as const;
export type Route = (typeof ROUTES)[number];

/** What the law tells apart: a medicine in single doses (`divided`), a liquid, an inhaler, and so on. */
export type FormKind =
  | 'divided'
  | 'liquid'
  | 'spray'
  | 'injection'
  | 'inhaler'
  | 'nebuliser'
  | 'nasal'
  | 'eye'
  | 'ear'
  | 'topical'
  | 'patch'
  | 'rectal'
  | 'vaginal';

export interface Form {
  readonly kind: FormKind;
  /** Null where the form is given in several ways, such as an injection. */
  readonly route: Route | null;
  readonly release: 'immediate' | 'modified';
}

const form = (kind: FormKind, route: Route | null, release: Form['release'] = 'immediate'): Form => ({
  kind,
  route,
  release,
});

/** Dosage forms by their names, lower case and singular. A form that is not here is kept as it is typed, and no rule knows it. */
const FORMS: Readonly<Record<string, Form>> = {
  tablet: form('divided', 'oral'),
  'film-coated tablet': form('divided', 'oral'),
  'enteric coated tablet': form('divided', 'oral'),
  'chewable tablet': form('divided', 'oral'),
  'dispersible tablet': form('divided', 'oral'),
  'effervescent tablet': form('divided', 'oral'),
  'orally disintegrating tablet': form('divided', 'oral'),
  'modified release tablet': form('divided', 'oral', 'modified'),
  capsule: form('divided', 'oral'),
  'enteric coated capsule': form('divided', 'oral'),
  'modified release capsule': form('divided', 'oral', 'modified'),
  lozenge: form('divided', 'oral'),
  'sublingual tablet': form('divided', 'sublingual'),
  'sublingual film': form('divided', 'sublingual'),
  'sublingual spray': form('spray', 'sublingual'),
  'oromucosal spray': form('spray', 'buccal'),
  'oral liquid': form('liquid', 'oral'),
  'oral drops': form('liquid', 'oral'),
  'powder for oral liquid': form('liquid', 'oral'),
  injection: form('injection', null),
  'powder for injection': form('injection', null),
  'prefilled syringe': form('injection', null),
  'prefilled pen': form('injection', null),
  'metered dose inhaler': form('inhaler', 'inhalation'),
  'dry powder inhaler': form('inhaler', 'inhalation'),
  'soft mist inhaler': form('inhaler', 'inhalation'),
  'nebuliser solution': form('nebuliser', 'inhalation'),
  'nasal spray': form('nasal', 'nasal'),
  'eye drops': form('eye', 'ophthalmic'),
  'eye ointment': form('eye', 'ophthalmic'),
  'ear drops': form('ear', 'otic'),
  cream: form('topical', 'topical'),
  ointment: form('topical', 'topical'),
  gel: form('topical', 'topical'),
  lotion: form('topical', 'topical'),
  'transdermal patch': form('patch', 'transdermal'),
  suppository: form('rectal', 'rectal'),
  enema: form('rectal', 'rectal'),
  pessary: form('vaginal', 'vaginal'),
  'vaginal cream': form('vaginal', 'vaginal'),
};

/** Every dosage form that rules know, by its name. */
export const FORM_NAMES: readonly string[] = Object.keys(FORMS);

/** A form by its name, in any case, one or several (`Tablets`); null for one that no rule knows. */
export function formNamed(text: string): Form | null {
  const name = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  for (const one of [name, name.replace(/s$/, '')]) if (Object.hasOwn(FORMS, one)) return FORMS[one] ?? null;
  return null;
}

/** A route by its name in any case; null for what is none of ours. */
export function routeNamed(text: string): Route | null {
  return ROUTES.find((route) => route === text.trim().toLowerCase()) ?? null;
}
