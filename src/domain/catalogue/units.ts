import type { DoseForm, PackUnit, StrengthUnit } from './product.js';

/** In what the strength of each dose form is measured; null: in any unit. */
const UNITS_OF: Readonly<Record<DoseForm, readonly StrengthUnit[] | null>> = {
  oral_liquid: ['mg/mL'],
  inhalation_liquid: ['mg/mL'],
  dried_herb: ['mg/g'],
  capsule: ['mg/unit'],
  tablet: ['mg/unit'],
  pastille: ['mg/unit'],
  wafer: ['mg/unit'],
  suppository: ['mg/unit'],
  spray: ['mg/mL', 'mg/unit'],
  topical: ['mg/g', 'mg/mL', 'mg/unit'],
  other: null,
};

/** Whether a dose form is measured so; one that is not known is measured in any unit. */
export function unitFits(unit: StrengthUnit, form: DoseForm | null): boolean {
  const units = form === null ? null : UNITS_OF[form];
  return units === null || units.includes(unit);
}

/** Whether the pieces of a form are counted, so that its `mg` are those of one piece. */
export function isCounted(form: DoseForm | null): boolean {
  const units = form === null ? null : UNITS_OF[form];
  return units?.length === 1 && units[0] === 'mg/unit';
}

/** In what a pack is measured that a strength can be multiplied with. */
export const PACK_UNIT_OF: Readonly<Record<StrengthUnit, PackUnit>> = {
  'mg/mL': 'mL',
  'mg/g': 'g',
  'mg/unit': 'unit',
};
