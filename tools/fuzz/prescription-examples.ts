import type { FuzzedClinic } from './clinic.js';

const COUNTER = { pharmacist_id: 'PHA0001', pharmacy_name: 'Fuzz Pharmacy' };
const REASON = { reason: 'Fuzz run' };

const APPROVED = {
  access_path: 'sas_b',
  approval_ref: 'FUZZ-1',
  category: 1,
  dose_form: 'oral_liquid',
  indication: 'Fuzz run',
  approved_on: '2026-01-01',
  expires_on: '2099-12-31',
};

type Body = Readonly<Record<string, unknown>>;
type Maker = (clinic: FuzzedClinic) => Promise<{
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Body;
  readonly body?: Body;
}>;

const aboutKept =
  (body?: Body): Maker =>
  async ({ surgery }) => ({ path: { id: (await surgery.kept()).id }, ...(body ? { body } : {}) });

/** Requests about prescriptions and their supplies that get a success answer, by operation. */
export const PRESCRIPTION_EXAMPLES: Readonly<Record<string, Maker>> = {
  checkPrescription: async ({ surgery }) => ({ body: await surgery.wanted() }),
  createPrescription: async ({ surgery }) => ({ body: await surgery.wanted() }),
  createApproval: async ({ surgery, doctor }) => ({
    body: { ...APPROVED, doctor: doctor.id, patient: await surgery.seenPatient() },
  }),
  withdrawApproval: async ({ surgery, doctor }) => {
    const body = { ...APPROVED, doctor: doctor.id, patient: await surgery.seenPatient() };
    const { id } = await doctor.client.call('POST', 'approvals/', body);
    return { path: { id: String(id) }, body: { withdrawn_on: APPROVED.expires_on, ...REASON } };
  },
  readPrescription: aboutKept(),
  downloadPrescription: aboutKept(),
  readPrescriptionMails: aboutKept(),
  readPrescriptionHistory: aboutKept(),
  printPaperForm: aboutKept(REASON),
  resendPrescription: aboutKept({}),
  cancelPrescription: async ({ surgery }) => ({ path: { id: (await surgery.paper()).id }, body: REASON }),
  supersedePrescription: async ({ surgery, patient }) => {
    const { id } = await surgery.kept();
    return { path: { id }, body: { ...(await surgery.wanted(patient.id)), ...REASON } };
  },
  changeDraft: async ({ surgery }) => {
    const { id, version, body } = await surgery.draft();
    return { path: { id }, body: { ...body, version } };
  },
  deleteDraft: async ({ surgery }) => {
    const { id, version } = await surgery.draft();
    return { path: { id }, query: { version } };
  },
  issueDraft: async ({ surgery }) => {
    const { id, version, body } = await surgery.draft();
    const { overrides, acknowledged_checks } = body;
    return { path: { id }, body: { version, overrides, acknowledged_checks } };
  },
  readControlledRegister: async () => ({ query: { from: '2026-11-01', to: '2026-11-30', format: 'json' } }),
  readNumberAudit: async () => ({ query: { year: 2026 } }),
  verifyPrescription: async ({ surgery }) => {
    const { number, code } = await surgery.kept();
    return { path: { number }, query: { code } };
  },
  dispensePrescription: async ({ surgery }) => {
    const { number, code } = await surgery.paper();
    return { path: { number }, body: { ...COUNTER, code } };
  },
  undoSupply: async ({ surgery }) => {
    const { number, code, supply } = await surgery.supplied();
    return { path: { number, id: supply }, body: { code, pharmacist_id: COUNTER.pharmacist_id, ...REASON } };
  },
  declinePrescription: async ({ surgery }) => {
    const { number, code } = await surgery.paper();
    return { path: { number }, body: { ...COUNTER, code, reason_code: 'out_of_stock' } };
  },
};
