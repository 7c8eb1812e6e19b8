/**
 * What other contexts know of medicines: the substances, which allergies, current medicines and rules refer to by code, with
 * their classes and schedules.
 */
export { type Drug, type DrugDraft, derivedSchedule, drugOf, type Ingredient, leastSchedulesOf } from './drug.js';
export { foldName } from './fold.js';
export { formNamed, ROUTES, type Route } from './forms.js';
export { type KnownSchedule, SCHEDULES } from './schedules.js';
export { type Amount, milligramsOf, type Strength } from './strength.js';
export { SUBSTANCE_CLASSES, type Substance, type SubstanceClass } from './substance.js';
export { substanceByCode, substanceOf } from './substances.js';
