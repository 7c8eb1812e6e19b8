import type { FormKind, Route } from './forms.js';
import type { KnownSchedule, Schedule } from './schedules.js';

/** Groups that allergies, interactions and duplicates are judged by. A substance may be in several. */
export const SUBSTANCE_CLASSES = [
  'ace_inhibitor',
  'alpha_blocker',
  'amfetamine',
  'antiarrhythmic',
  'anticholinergic',
  'anticoagulant',
  'anticonvulsant',
  'antihistamine',
  'antiplatelet',
  'antipsychotic',
  'antiviral',
  'azole_antifungal',
  'benzodiazepine',
  'beta2_agonist',
  'beta_blocker',
  'biguanide',
  'bisphosphonate',
  'calcium_channel_blocker',
  'cannabinoid',
  'cardiac_glycoside',
  'cephalosporin',
  'corticosteroid',
  'dopamine_agonist',
  'dpp4_inhibitor',
  'gabapentinoid',
  'glp1_agonist',
  'hormonal_contraceptive',
  'immunosuppressant',
  'insulin',
  'local_anaesthetic',
  'loop_diuretic',
  'macrolide',
  'maoi',
  'nitrate',
  'nitroimidazole',
  'nsaid',
  'oestrogen',
  'opioid',
  'pde5_inhibitor',
  'penicillin',
  'potassium_sparing',
  'progestogen',
  'proton_pump_inhibitor',
  'qt_prolonging',
  'quinolone',
  'retinoid',
  'sartan',
  'sglt2_inhibitor',
  'snri',
  'ssri',
  'statin',
  'sulfonamide',
  'sulfonylurea',
  'tetracycline',
  'thiazide',
  'thyroid_hormone',
  'tricyclic',
  'triptan',
  'xanthine_oxidase_inhibitor',
  'z_drug',
] as const;
export type SubstanceClass = (typeof SUBSTANCE_CLASSES)[number];

/** What has to be true of an item for a rule to count; all of what is named. */
export interface Condition {
  readonly forms?: readonly FormKind[];
  readonly routes?: readonly Route[];
  readonly release?: 'immediate' | 'modified';
  /** True: it is the only active ingredient. False: there is another one. */
  readonly isAlone?: boolean;
  /** At most so many mg of it in a dosage unit, or in a metered dose. */
  readonly upToMg?: number;
  /** At most so many dosage units in the pack. */
  readonly packUpTo?: number;
}

/** Of a substance's rules the first whose condition is true gives the schedule. */
export interface ScheduleRule {
  /** Null: the law tells more apart there than this table does, so that nothing can be said. */
  readonly schedule: KnownSchedule;
  /** Left out: always. */
  readonly when?: Condition;
}

/** An active ingredient, with what the law and the checks say of it. */
export interface Substance {
  /** Stays the same whatever it is called: allergies, medicines and rules refer to it. */
  readonly code: string;
  /** The international name, which Australian labels carry. */
  readonly name: string;
  /** Former and foreign names: people still search by them and have allergies under them. */
  readonly otherNames: readonly string[];
  readonly classes: readonly SubstanceClass[];
  /** In their order. */
  readonly rules: readonly ScheduleRule[];
  /** In a list of a state's real-time monitoring, whatever its schedule. Every Schedule 8 medicine is. */
  readonly isMonitored: boolean;
  /** Where the rules are from. */
  readonly source: string;
  /** The day on which the source was looked at. */
  readonly asOf: string;
}

export interface Said {
  readonly classes?: readonly SubstanceClass[];
  readonly otherNames?: readonly string[];
  readonly isMonitored?: true;
}

/** Writes rows of the table that have one source. */
export function rowsFrom(source: string, asOf: string) {
  return (name: string, rules: Schedule | readonly ScheduleRule[], said: Said = {}): Substance => ({
    code: codeOf(name),
    name,
    otherNames: said.otherNames ?? [],
    classes: said.classes ?? [],
    rules: typeof rules === 'string' ? [{ schedule: rules }] : rules,
    isMonitored: said.isMonitored ?? false,
    source,
    asOf,
  });
}

/** `clavulanic_acid` of "clavulanic acid". */
function codeOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}
