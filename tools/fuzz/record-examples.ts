import type { FuzzedClinic } from './clinic.js';

const ALLERGY = {
  substance: 'penicillin',
  category: 'medicine',
  reaction: 'Rash',
  severity: 'mild',
  certainty: 'suspected',
};
const MEDICINE = { name: 'metformin 500 mg', source: 'patient_reported' };
const CHANGE = { reason: 'Fuzz run' };

type Body = Readonly<Record<string, unknown>>;
/** `kept` makes the visit for which a doctor may write into the patient's record. */
type Maker = (
  clinic: FuzzedClinic,
  by: unknown,
  kept: () => Promise<unknown>,
) => Promise<{ path: Record<string, string>; body?: Body }>;

const aboutRecord =
  (body?: Body): Maker =>
  async ({ patient }, _by, kept) => {
    await kept();
    return { path: { id: patient.id }, ...(body ? { body } : {}) };
  };
const aboutEntry =
  (list: 'allergies' | 'medicines', entry: Body, body: Body): Maker =>
  async (clinic, _by, kept) => {
    await kept();
    return { path: { id: clinic.patient.id, entry: await clinic.recordEntry(list, entry) }, body };
  };

/** Requests about allergies and medicines that get a success answer, by operation. */
export const RECORD_EXAMPLES: Readonly<Record<string, Maker>> = {
  readClinicalSummary: aboutRecord(),
  listAllergies: aboutRecord(),
  createAllergy: aboutRecord(ALLERGY),
  changeAllergy: aboutEntry('allergies', ALLERGY, { ...CHANGE, status: 'resolved' }),
  // Of somebody of whom no allergy stands.
  stateNoKnownAllergies: async (clinic) => ({
    path: { id: await clinic.expectedPatient() },
    body: { no_known_allergies: true },
  }),
  listMedicines: aboutRecord(),
  createMedicine: aboutRecord(MEDICINE),
  reviewMedicines: aboutRecord(),
  changeMedicine: aboutEntry('medicines', MEDICINE, { ...CHANGE, status: 'stopped' }),
};
