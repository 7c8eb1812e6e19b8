import type { changeDrug, createDrug } from '../../usecases/formulary/change-drugs.js';
import type { readDrug, searchDrugs } from '../../usecases/formulary/search-drugs.js';

declare module '../http/services.js' {
  interface Services {
    readonly formulary: FormularyServices;
  }
}

export interface FormularyServices {
  readonly search: ReturnType<typeof searchDrugs>;
  readonly read: ReturnType<typeof readDrug>;
  readonly create: ReturnType<typeof createDrug>;
  readonly change: ReturnType<typeof changeDrug>;
}
