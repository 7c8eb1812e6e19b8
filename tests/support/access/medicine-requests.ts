import type { Records } from './scene.js';

/** A request about the formulary of a clinic, or its rules of checks. */
interface FormularyRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  readonly names?: { readonly clinicId: string };
}

const aboutImport =
  (body?: object) =>
  ({ drugImport: id, clinicId }: Records): FormularyRequest => ({
    path: { id },
    names: { clinicId },
    ...(body ? { body } : {}),
  });

/** To each operation about the formulary and the rules of checks, by its id. */
export const MEDICINE_REQUESTS: Readonly<Record<string, (records: Records) => FormularyRequest>> = {
  listDrugs: () => ({}),
  createDrug: () => ({ body: { generic_name: 'ramipril', strength: '5 mg', form: 'tablet' } }),
  readDrug: ({ drug, clinicId }) => ({ path: { id: drug }, names: { clinicId } }),
  changeDrug: ({ drug, clinicId }) => ({ path: { id: drug }, body: { version: 1 }, names: { clinicId } }),
  importDrugs: () => ({ file: { name: 'walk.csv', bytes: new TextEncoder().encode('Drug name,Form/strength\n') } }),
  readDrugImport: aboutImport(),
  // It was cancelled: what else is asked of it is refused for that.
  applyDrugImport: aboutImport(),
  cancelDrugImport: aboutImport(),
  undoDrugImport: aboutImport({ reason: 'Walk' }),
  listClinicalRules: () => ({}),
  // Every clinic has every rule, and changes its own.
  changeClinicalRule: () => ({ path: { id: 'warfarin-nsaid' }, body: { reason: 'Walk', active: true, version: 1 } }),
};
