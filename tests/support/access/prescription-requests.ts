import { randomUUID } from 'node:crypto';
import { APPROVAL_REQUESTS } from './approval-requests.js';
import type { Caller } from './callers.js';
import { LAW_REQUESTS } from './law-requests.js';
import type { Records } from './scene.js';

const ITEM = {
  dosage_instructions: 'Take one capsule three times a day until all are taken.',
  quantity: 20,
  repeats: 0,
};
const bodyFor = ({ patient }: Records) => ({
  patient,
  prescribed_drugs: [{ ...ITEM, drug: randomUUID() }],
  consultation_mode: 'video',
});
const whose = ({ clinicId, patient, doctor }: Records) => ({ clinicId, patientId: patient, doctorId: doctor });
/** No version of any draft: nothing is changed, thrown away or issued. */
const NO_VERSION = 999;

const UNKNOWN = { number: 'RX2026999999' };
const COUNTER = { code: '00000-00000', pharmacist_id: 'PHA0001', pharmacy_name: 'Walk Pharmacy' };

/** Of a patient: whoever may break the glass knows of them, and nobody prescribes by it. */
const forPatient = (records: Records) => ({
  names: whose(records),
  seenBy: 'patients:break-glass' as const,
  body: bodyFor(records),
});
const about = (body?: (records: Records) => object) => (records: Records) => ({
  path: { id: records.prescription },
  names: whose(records),
  ...(body ? { body: body(records) } : {}),
});
const aboutDraft = (more: (records: Records) => object) => (records: Records) => ({
  path: { id: records.draft },
  names: whose(records),
  ...more(records),
});

/** To each operation about prescriptions, by its id. */
export const PRESCRIPTION_REQUESTS = {
  ...LAW_REQUESTS,
  ...APPROVAL_REQUESTS,
  checkPrescription: forPatient,
  createPrescription: forPatient,
  listPrescriptions: () => ({}),
  readPrescription: about(),
  changeDraft: aboutDraft((records) => ({ body: { ...bodyFor(records), version: NO_VERSION } })),
  deleteDraft: aboutDraft(() => ({ query: `version=${NO_VERSION}` })),
  issueDraft: aboutDraft(() => ({ body: { version: NO_VERSION } })),
  supersedePrescription: about((records) => ({ ...bodyFor(records), reason: 'Walk' })),
  downloadPrescription: about(),
  // A second print without a reason.
  printPaperForm: about(() => ({})),
  // Any doctor of the clinic does, as its own doctor would.
  cancelPrescription: (records: Records, { acting }: Pick<Caller, 'acting'>) => ({
    path: { id: records.prescription },
    names: { ...whose(records), ...(acting?.role === 'doctor' ? { doctorId: acting.userId } : {}) },
    body: { reason: 'Walk' },
  }),
  resendPrescription: about(() => ({})),
  readPrescriptionMails: about(),
  readPrescriptionHistory: about(),
  readControlledRegister: () => ({}),
  readNumberAudit: () => ({}),
  verifyPrescription: () => ({ path: { number: 'RX2026000001' }, query: 'code=0000000000' }),
  // Nobody has this number: whoever asks is told the same.
  dispensePrescription: () => ({ path: UNKNOWN, body: COUNTER }),
  undoSupply: () => ({
    path: { ...UNKNOWN, id: randomUUID() },
    body: { code: COUNTER.code, pharmacist_id: COUNTER.pharmacist_id, reason: 'Walk' },
  }),
  declinePrescription: () => ({ path: UNKNOWN, body: { ...COUNTER, reason_code: 'other' } }),
};
