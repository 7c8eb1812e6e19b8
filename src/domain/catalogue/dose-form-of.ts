import type { DoseForm } from './product.js';

/** Dose forms of cannabis for forms of the formulary, lower case and singular; every other form is `other`. */
const BY_NAME: Readonly<Record<string, DoseForm>> = {
  'oral liquid': 'oral_liquid',
  'oral drops': 'oral_liquid',
  capsule: 'capsule',
  'enteric coated capsule': 'capsule',
  'modified release capsule': 'capsule',
  tablet: 'tablet',
  'film-coated tablet': 'tablet',
  'modified release tablet': 'tablet',
  'dried herb': 'dried_herb',
  flower: 'dried_herb',
  'inhalation liquid': 'inhalation_liquid',
  'vape cartridge': 'inhalation_liquid',
  lozenge: 'pastille',
  pastille: 'pastille',
  wafer: 'wafer',
  'sublingual film': 'wafer',
  'oromucosal spray': 'spray',
  'sublingual spray': 'spray',
  cream: 'topical',
  gel: 'topical',
  ointment: 'topical',
  suppository: 'suppository',
  pessary: 'suppository',
};

/** The dose form of an item of the formulary by what its form is called; `other` where it is none of these. */
export function doseFormOf(form: string): DoseForm {
  const name = form.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  for (const one of [name, name.replace(/s$/, '')]) if (Object.hasOwn(BY_NAME, one)) return BY_NAME[one] ?? 'other';
  return 'other';
}
