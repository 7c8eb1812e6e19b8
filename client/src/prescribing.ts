// What a doctor has filled in as the API takes it, and what the API says about it in words.
import type { ComponentChildren } from 'preact';
import type { CheckFindings, CheckName, Draft, Drug, PrescriptionBody, ProblemAlert } from './api.js';
import type { Values } from './parts/form.js';

/** A medicine that is being prescribed; `key` stays while others come and go around it. */
export interface ChosenDrug {
  readonly key: string;
  readonly drug: Drug;
  /** What a draft says of it. */
  readonly known?: Draft['prescribed_drugs'][number];
}

/** A product of a supplier that is being prescribed. */
export interface ChosenProduct {
  readonly name: string;
  readonly askedOf: (fields: Fields) => AskedProduct;
  /** Its fields, by where they are in the request: words of the catalogue, fetched with it. */
  readonly card: (at: string, remove: () => void) => ComponentChildren;
}

/** Begin the names of fields that answer what a check has found. */
export const OVERRIDE = 'override ';
export const ACKNOWLEDGE = 'acknowledge ';

/** What is prescribed, and the draft that it goes on from. */
export interface Begun {
  readonly draft: Draft | null;
  readonly drugs: readonly ChosenDrug[];
  readonly products: readonly ChosenProduct[];
}
export type Prescribing = Begun & { readonly patient: string; readonly appointment: string };

/** What was filled in, as `POST /prescriptions` takes it, but for what answers the checks. */
export function wishOf(values: Values, { drugs, products, draft, ...of }: Prescribing): PrescriptionBody {
  const register = values['monitoring_check.system'];
  return {
    ...of,
    // A draft is replaced as a whole: what is left out here is lost.
    prescribed_drugs: drugs.map((chosen, at) => drugOf(fieldsOf(values, `prescribed_drugs.${at}`), chosen)),
    prescribed_supplier_products: products.map((one, at) =>
      one.askedOf(fieldsOf(values, `prescribed_supplier_products.${at}`)),
    ),
    scheme: (values.scheme ?? 'private') as 'private',
    consultation_mode: (values.consultation_mode ?? null) as 'video' | null,
    chat_only_reason: values.chat_only_reason ?? null,
    monitoring_check: register
      ? {
          system: register,
          checked_at: new Date(values['monitoring_check.checked_at'] ?? Date.now()).toISOString(),
          outcome: values['monitoring_check.outcome'] ?? '',
        }
      : null,
    // No field asks for it: a draft that came from elsewhere keeps what it says.
    special_handling: draft?.special_handling ?? null,
    state_approval_number: values.state_approval_number ?? null,
    notes: values.notes ?? null,
    note_to_pharmacist: values.note_to_pharmacist ?? null,
  };
}

/** The fields of one item. */
function fieldsOf(values: Values, item: string) {
  const text = (name: string) => values[`${item}.${name}`] ?? null;
  const number = (name: string) => (text(name) === null ? null : Number(text(name)));
  const supply = {
    quantity: number('quantity') ?? 0,
    repeats: number('repeats') ?? 0,
    repeat_interval_days: number('repeat_interval_days'),
    authority_code: text('authority_code'),
  };
  return { text, number, supply };
}
type Fields = ReturnType<typeof fieldsOf>;
type AskedProduct = NonNullable<PrescriptionBody['prescribed_supplier_products']>[number];

function drugOf({ text, number, supply }: Fields, { drug, known }: ChosenDrug) {
  return {
    drug: drug.id,
    dosage_instructions: text('dosage_instructions') ?? '',
    quantity_unit: known?.quantity_unit ?? null,
    ...supply,
    dose: text('dose.amount')
      ? {
          amount: number('dose.amount') ?? 0,
          unit: text('dose.unit') ?? '',
          times_per_day: number('dose.times_per_day'),
          every_hours: number('dose.every_hours'),
          on_days: known?.dose?.on_days ?? [],
          as_needed: text('dose.as_needed') === 'on',
          max_per_day: number('dose.max_per_day'),
        }
      : null,
    streamlined_code: text('streamlined_code'),
    no_substitution: text('no_substitution') === 'on',
  };
}

/** What the doctor has answered to alerts, and to checks that did not know all that they need. */
export function answersOf(values: Values) {
  const named = (start: string) =>
    Object.entries(values).flatMap(([name, reason]) =>
      name.startsWith(start) ? [[name.slice(start.length), reason] as const] : [],
    );
  return {
    overrides: named(OVERRIDE).map(([key, reason]) => ({ key, reason })),
    acknowledged_checks: named(ACKNOWLEDGE).map(([check, reason]) => ({ check: check as CheckName, reason })),
  };
}

export const CHECKS = Object.entries({
  allergy: 'Allergies',
  interaction: 'Interactions',
  duplicate: 'The same medicine twice',
  dose: 'Daily dose',
  age: 'Age',
  pregnancy: 'Pregnancy',
  directions: 'Directions',
}) as [CheckName, string][];

type State = CheckFindings['checks']['allergy']['state'];
type Reason = CheckFindings['checks']['allergy']['reasons'][number];

export const STATES: Readonly<Record<State, readonly [text: string, tone: string]>> = {
  clear: ['Clear', 'good'],
  alerts: ['See above', 'bad'],
  partial: ['In part', 'warn'],
  not_available: ['Not checked', 'warn'],
};

export const REASONS: Readonly<Record<Reason, string>> = {
  allergies_not_recorded: 'Nobody has recorded yet which allergies the patient has, or that none are known.',
  allergy_not_coded: 'An allergy in the record is not one that a check can recognise.',
  medicines_not_reviewed: 'Nobody has looked through the list of medicines with the patient yet.',
  medicine_not_coded: 'A medicine in the record is not one that a check can recognise.',
  item_not_classified: 'A prescribed medicine has an ingredient that no rule knows.',
  other_clinics_not_visible: 'The patient has a record at another clinic, which is not seen here.',
  age_unknown: 'The date of birth is not known.',
  weight_unknown: 'The weight is not known.',
  pregnancy_unknown: 'Whether the patient is pregnant is not known.',
  dose_not_computable: 'How much is taken in a day cannot be computed from the directions. A structured dose says it.',
  rules_inactive: 'The clinic has switched rules of this check off.',
};

export const SEVERITIES: Readonly<Record<ProblemAlert['severity'], readonly [text: string, tone: string]>> = {
  contraindicated: ['Contraindicated', 'bad'],
  major: ['Major', 'bad'],
  moderate: ['Moderate', 'warn'],
  minor: ['Minor', 'plain'],
};

/** The worst first. */
export const bySeverity = (alerts: readonly ProblemAlert[]) => {
  const order = Object.keys(SEVERITIES);
  return [...alerts].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
};

/** `Schedule 8`, or that nobody has to prescribe it. */
export const scheduleWords = (schedule: Drug['schedule']) =>
  schedule === null ? 'Schedule not known' : schedule.replace(/^S(\d)$/, 'Schedule $1');
