import type { LawRegion } from './regions.js';
import type { LawRow, LawRowOf, LawRule } from './rules.js';

type Dates = { readonly from?: string; readonly to?: string };

/** A row without a first day is older than anything that is prescribed here. */
function row<R extends LawRule>(
  rule: R,
  region: LawRegion,
  said: Pick<LawRowOf<R>, 'source' | 'value'> & Dates,
): LawRowOf<R> {
  const { source, value, from = null, to = null } = said;
  return { rule, region, effectiveFrom: from, effectiveTo: to, source, value };
}

const ON_THE_FORM =
  'WA Health; NSW Poisons and Therapeutic Goods Regulation 2008, cl. 35 and 80; Vic 2017 Regulations, reg. 26';
const PBS_FORM = 'National Health (Pharmaceutical Benefits) Regulations 2017, s. 40; Services Australia';
const BOARD_TELEHEALTH =
  'Medical Board of Australia, Guidelines: Telehealth consultations with patients, 1 September 2023';
const METHADONE = { substance: 'methadone' } as const;
const PSYCHOSTIMULANTS = [
  { substance: 'dexamfetamine' },
  { substance: 'lisdexamfetamine' },
  { substance: 'methylphenidate' },
] as const;
const S8_CANNABIS = [{ substance: 'tetrahydrocannabinol' }, { substance: 'nabiximols' }] as const;

/**
 * What the law asks of a prescription, where, since when and by which source. Whoever changes the law adds a row of a later day;
 * `docs/prescriptions.md` shows this table.
 */
export const LAW_ROWS: readonly LawRow[] = [
  row('patient_name', 'all', { source: ON_THE_FORM, value: ['all'] }),
  row('patient_address', 'all', { source: ON_THE_FORM, value: ['all'] }),
  row('patient_birth_date', 'au-nsw', {
    source: 'NSW Health: date of birth on prescriptions for Schedule 4 and 8 medicines since 1 November 2022',
    from: '2022-11-01',
    value: ['S4', 'S8'],
  }),
  row('patient_birth_date', 'au-wa', {
    source: 'WA Health: date of birth on every prescription for a Schedule 4 or 8 medicine',
    value: ['S4', 'S8'],
  }),
  row('patient_birth_date', 'au-qld', {
    source: 'Queensland Health: date of birth for Schedule 8 and monitored medicines',
    value: ['S8', 'monitored'],
  }),
  row('patient_birth_date', 'au-tas', {
    source: 'Tasmanian Department of Health: name, date of birth and address of the patient for Schedule 8',
    value: ['S8'],
  }),
  row('prescriber_address', 'all', { source: ON_THE_FORM, value: ['all'] }),
  row('prescriber_phone', 'au', { source: ON_THE_FORM, value: ['all'] }),
  ...(
    [
      ['au-nsw', 'NSW Poisons and Therapeutic Goods Regulation 2008, cl. 35 and 80: qualifications or designation'],
      ['au-qld', 'Queensland Health: qualifications or designation of the prescriber'],
      ['au-act', 'ACT Health: qualifications or designation of the prescriber'],
    ] as const
  ).map(([region, source]) => row('prescriber_qualifications', region, { source, value: ['all'] })),
  row('prescriber_registration', 'au', {
    source: 'Health Practitioner Regulation National Law: registration with Ahpra',
    value: 'ahpra_registration',
  }),
  row('prescriber_registration', 'ng', {
    source: 'Medical and Dental Council of Nigeria: folio number',
    value: 'mdcn_folio',
  }),
  row('prescriber_registration', 'ph', {
    source: 'Professional Regulation Commission of the Philippines: licence number',
    value: 'prc_licence',
  }),
  row('prescriber_number', 'au', {
    source: `${PBS_FORM} (PBS and RPBS); on private ones a rule of this house: pharmacists know a prescriber by it`,
    value: ['private', 'pbs', 'rpbs'],
  }),
  row('prescriber_tax_receipt', 'ph', {
    source: 'Professional tax receipt (PTR) of the Philippines, on every prescription',
    value: ['all'],
  }),
  row('prescriber_dangerous_drugs_licence', 'ph', {
    source: 'Dangerous Drugs Board of the Philippines: S2 licence for dangerous drugs',
    value: ['S8'],
  }),
  row('prescriber_authority', 'all', {
    source: 'Rule of this house: Schedule 8 by those alone whose authority was checked',
    value: ['S8'],
  }),
  row('self_prescribing', 'all', {
    source: 'Vic 2017 Regulations, reg. 17, 88 and 105; Medical Board of Australia, Good medical practice',
    value: ['all'],
  }),
  row('consultation', 'all', { source: BOARD_TELEHEALTH, value: ['all'] }),
  row('chat_reason', 'all', {
    source: `${BOARD_TELEHEALTH}: not after text or chat alone`,
    from: '2023-09-01',
    value: ['all'],
  }),
  row('directions', 'all', {
    source: `${ON_THE_FORM}: “as directed” is not adequate; ACSQHC, Safe use of medicines terminology (2024)`,
    value: ['all'],
  }),
  row('validity_months', 'au', {
    source: '12 months from the day on which it was written (WA Health: less than 12 months old)',
    value: 12,
  }),
  row('validity_months_s8', 'au', {
    source:
      'Schedule 8: 6 months from the day on which it was written (Queensland Health; WA Health: less than 6 months old)',
    value: 6,
  }),
  ...(
    [
      ['au-nsw', 'NSW Poisons and Therapeutic Goods Regulation 2008, cl. 80: interval between repeats of Schedule 8'],
      ['au-qld', 'Queensland Health: interval between repeats of Schedule 8'],
      ['au-wa', 'WA Health: interval between repeats of Schedule 8'],
      ['au-act', 'ACT Health: interval between repeats of Schedule 8'],
    ] as const
  ).map(([region, source]) => row('repeat_interval', region, { source, value: ['S8'] })),
  row('alone', 'au', {
    source:
      'Queensland Health and WA Health: one Schedule 8 medicine on a prescription, and nothing else; kept in every state',
    value: ['S8'],
  }),
  row('scheme_items', 'au', { source: `${PBS_FORM}: three items on a form`, value: 3 }),
  row('authority_alone', 'au', {
    source: 'Services Australia: one item on an authority prescription, streamlined ones included',
    value: ['pbs', 'rpbs'],
  }),
  row('handwriting', 'au-nsw', {
    source: 'NSW Health TG184: items of a computer-generated Schedule 8 prescription are written by hand, too',
    value: ['S8'],
  }),
  row('monitoring_check', 'au-qld', {
    source: 'Queensland Health: QScript is looked at before a monitored medicine is prescribed',
    value: { register: 'QScript', of: ['S8', 'monitored'] },
  }),
  row('monitoring_check', 'au-tas', {
    source: 'Tasmanian Department of Health: TasScript is looked at before a monitored medicine is prescribed',
    value: { register: 'TasScript', of: ['S8', 'monitored'] },
  }),
  row('monitoring_check', 'au-vic', {
    source: 'Victorian Department of Health: SafeScript is looked at before a monitored medicine is prescribed',
    from: '2020-04-01',
    value: { register: 'SafeScript', of: ['S8', 'monitored'] },
  }),
  row('monitoring_check', 'au-sa', {
    source: 'SA Health: ScriptCheckSA is looked at before a monitored medicine is prescribed',
    value: { register: 'ScriptCheckSA', of: ['S8', 'monitored'] },
  }),
  row('monitoring_check', 'au-wa', {
    source:
      'WA Health: no Schedule 8 medicine for a new or unknown patient without ScriptCheckWA; asked for always here',
    value: { register: 'ScriptCheckWA', of: ['S8'] },
  }),
  row('monitoring_hours', 'au', { source: 'Rule of this house: a look at a register counts for 24 hours', value: 24 }),
  row('state_approval', 'au-vic', {
    source: 'Victorian Department of Health: special Schedule 8 medicines need a permit',
    value: [METHADONE, { substance: 'nabiximols' }, ...PSYCHOSTIMULANTS],
  }),
  row('state_approval', 'au-qld', {
    source:
      'Queensland Health: prescribing approval for psychostimulants and opioid treatment, its number on the prescription',
    value: [METHADONE, { substance: 'buprenorphine', route: 'sublingual' }, ...PSYCHOSTIMULANTS],
  }),
  row('state_approval', 'au-tas', {
    source: 'Poisons Act 1971 (Tas), s. 59E: authority for Schedule 8 medicinal cannabis',
    value: S8_CANNABIS,
  }),
  row('minors_approval', 'au-wa', {
    source: 'WA Health, Monitored Medicines Prescribing Code: medicinal cannabis of Schedule 8 below 18 years',
    from: '2024-12-12',
    value: { years: 18, medicines: S8_CANNABIS },
  }),
  row('practice_in_state', 'au-tas', {
    source:
      'Tasmanian Department of Health: who prescribes Schedule 8 medicinal cannabis is present and practises in Tasmania',
    value: S8_CANNABIS,
  }),
  row('interstate_mark', 'au-sa', {
    source: 'SA Health: interstate Schedule 8 prescriptions',
    value: {
      text: 'South Australia: before supply the pharmacist knows the patient or the signature, or rings the prescriber',
      of: ['S8'],
    },
  }),
  row('cannabis_approval', 'au', {
    source: 'TGA: medicinal cannabis that is not registered needs an approval (SAS-B) or an authorised prescriber',
    value: { registered: ['Epidyolex', 'Sativex'] },
  }),
  row('medicare_number', 'au', { source: `${PBS_FORM}: the patient’s Medicare number`, value: ['pbs'] }),
  row('veteran_number', 'au', { source: `${PBS_FORM}: the veteran’s DVA number`, value: ['rpbs'] }),
];
