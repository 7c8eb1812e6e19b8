import { formularyRepositories } from '../models/repositories/formulary/slice.js';
import { changeDrug, createDrug } from '../usecases/formulary/change-drugs.js';
import { readDrug, searchDrugs } from '../usecases/formulary/search-drugs.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** Which medicines there are. */
export const formulary = {
  repositories: formularyRepositories,
  services: (core: Core) => ({
    formulary: {
      search: searchDrugs(core),
      read: readDrug(core),
      create: createDrug(core),
      change: changeDrug(core),
    },
  }),
} satisfies Manifest;
