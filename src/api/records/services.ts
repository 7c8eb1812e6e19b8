import type { addAllergy, changeAllergy, stateNoKnownAllergies } from '../../usecases/records/change-allergies.js';
import type { addMedicine, changeMedicine, reviewMedicines } from '../../usecases/records/change-medicines.js';
import type { listAllergies, listMedicines, readClinicalSummary } from '../../usecases/records/read-records.js';

declare module '../http/services.js' {
  interface Services {
    readonly records: RecordServices;
  }
}

export interface RecordServices {
  readonly summary: ReturnType<typeof readClinicalSummary>;
  readonly listAllergies: ReturnType<typeof listAllergies>;
  readonly addAllergy: ReturnType<typeof addAllergy>;
  readonly changeAllergy: ReturnType<typeof changeAllergy>;
  readonly stateNoKnownAllergies: ReturnType<typeof stateNoKnownAllergies>;
  readonly listMedicines: ReturnType<typeof listMedicines>;
  readonly addMedicine: ReturnType<typeof addMedicine>;
  readonly changeMedicine: ReturnType<typeof changeMedicine>;
  readonly reviewMedicines: ReturnType<typeof reviewMedicines>;
}
