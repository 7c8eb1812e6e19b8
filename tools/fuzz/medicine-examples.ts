import type { FuzzedClinic } from './clinic.js';

const REASON = { reason: 'Fuzz run' };
const DRUG = { generic_name: 'ramipril', strength: '5 mg', form: 'tablet' };

type Body = Readonly<Record<string, unknown>>;
type Maker = (clinic: FuzzedClinic) => Promise<{
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Body;
  readonly body?: Body;
}>;

/** Requests about the formulary that get a success answer, by operation. */
export const MEDICINE_EXAMPLES: Readonly<Record<string, Maker>> = {
  listDrugs: async () => ({ query: { search: 'para' } }),
  createDrug: async () => ({ body: DRUG }),
  readDrug: async (clinic) => ({ path: { id: await clinic.drug() } }),
  importDrugs: async () => ({}),
  readDrugImport: async (clinic) => ({ path: { id: await clinic.drugImport() } }),
  applyDrugImport: async (clinic) => ({ path: { id: await clinic.importIs(await clinic.drugImport(), 'previewed') } }),
  cancelDrugImport: async (clinic) => ({ path: { id: await clinic.drugImport() } }),
  undoDrugImport: async (clinic) => ({ path: { id: await clinic.appliedImport() }, body: REASON }),
  changeDrug: async (clinic) => ({ path: { id: await clinic.drug() }, body: { version: 1, local_code: 'FUZZ' } }),
};
