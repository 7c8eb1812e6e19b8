import type { Caller } from './callers.js';
import type { Records } from './scene.js';

/** A request about a patient's record. */
interface RecordRequest {
  readonly body?: object;
  /** The entry that it is about. */
  readonly entry?: 'allergy' | 'medicine';
}

const ALLERGY = {
  substance: 'penicillin',
  category: 'medicine',
  reaction: 'Rash',
  severity: 'mild',
  certainty: 'suspected',
};

/** To each operation about allergies and medicines, by its id. */
const REQUESTS: Readonly<Record<string, RecordRequest>> = {
  readClinicalSummary: {},
  listAllergies: {},
  createAllergy: { body: ALLERGY },
  changeAllergy: { body: { status: 'resolved', reason: 'Walk' }, entry: 'allergy' },
  stateNoKnownAllergies: { body: { no_known_allergies: true } },
  listMedicines: {},
  createMedicine: { body: { name: 'metformin', source: 'patient_reported' } },
  changeMedicine: { body: { status: 'stopped', reason: 'Walk' }, entry: 'medicine' },
  reviewMedicines: {},
};

/** The same for the walk, as requests about the patient. */
export function recordRequests<Request extends object>(
  aboutPatient: (body?: object) => (records: Records, caller: Caller) => Request,
) {
  const made = ({ body, entry }: RecordRequest) => {
    return (records: Records, caller: Caller) => ({
      ...aboutPatient(body)(records, caller),
      ...(entry ? { path: { id: records.patient, entry: records[entry] } } : {}),
    });
  };
  return Object.fromEntries(Object.entries(REQUESTS).map(([id, request]) => [id, made(request)]));
}
