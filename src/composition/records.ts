import { recordsRepositories } from '../models/repositories/records/slice.js';
import { addAllergy, changeAllergy, stateNoKnownAllergies } from '../usecases/records/change-allergies.js';
import { addMedicine, changeMedicine, reviewMedicines } from '../usecases/records/change-medicines.js';
import { listAllergies, listMedicines, readClinicalSummary } from '../usecases/records/read-records.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** What clinicians keep of patients. */
export const records = {
  repositories: recordsRepositories,
  services: (core: Core) => ({
    records: {
      summary: readClinicalSummary(core),
      listAllergies: listAllergies(core),
      addAllergy: addAllergy(core),
      changeAllergy: changeAllergy(core),
      stateNoKnownAllergies: stateNoKnownAllergies(core),
      listMedicines: listMedicines(core),
      addMedicine: addMedicine(core),
      changeMedicine: changeMedicine(core),
      reviewMedicines: reviewMedicines(core),
    },
  }),
} satisfies Manifest;
