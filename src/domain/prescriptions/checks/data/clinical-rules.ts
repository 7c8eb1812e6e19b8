import type { ClinicalRule } from '../rule.js';
import { AGE_RULES } from './ages.js';
import { ALLERGY_RULES } from './allergies.js';
import { DIRECTIONS_RULES } from './directions.js';
import { DOSE_RULES } from './doses.js';
import { DUPLICATE_RULES } from './duplicates.js';
import { INTERACTIONS_OF_HEART } from './interactions-heart.js';
import { INTERACTIONS_OF_INFECTION } from './interactions-infection.js';
import { INTERACTIONS_OF_MIND } from './interactions-mind.js';
import { PREGNANCY_RULES } from './pregnancies.js';

/**
 * Every rule that checks apply, as it is delivered. They are no licensed set: a pharmacist reads them before a clinic relies on them.
 */
export const CLINICAL_RULES: readonly ClinicalRule[] = [
  ...ALLERGY_RULES,
  ...INTERACTIONS_OF_MIND,
  ...INTERACTIONS_OF_HEART,
  ...INTERACTIONS_OF_INFECTION,
  ...DUPLICATE_RULES,
  ...DOSE_RULES,
  ...AGE_RULES,
  ...PREGNANCY_RULES,
  ...DIRECTIONS_RULES,
];
