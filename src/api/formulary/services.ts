import type { changeDrug, createDrug } from '../../usecases/formulary/change-drugs.js';
import type { decideImport } from '../../usecases/formulary/imports/decide-import.js';
import type { readImport } from '../../usecases/formulary/imports/read-import.js';
import type { submitList } from '../../usecases/formulary/imports/submit-list.js';
import type { readDrug, searchDrugs } from '../../usecases/formulary/search-drugs.js';

declare module '../http/services.js' {
  interface Services {
    readonly formulary: FormularyServices;
    readonly drugImports: DrugImportServices;
  }
}

export interface FormularyServices {
  readonly search: ReturnType<typeof searchDrugs>;
  readonly read: ReturnType<typeof readDrug>;
  readonly create: ReturnType<typeof createDrug>;
  readonly change: ReturnType<typeof changeDrug>;
}

export interface DrugImportServices {
  readonly submit: ReturnType<typeof submitList>;
  readonly read: ReturnType<typeof readImport>;
  readonly decide: ReturnType<typeof decideImport>;
}
