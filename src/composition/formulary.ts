import { formularyRepositories } from '../models/repositories/formulary/slice.js';
import { changeDrug, createDrug } from '../usecases/formulary/change-drugs.js';
import { decideImport } from '../usecases/formulary/imports/decide-import.js';
import { readImport } from '../usecases/formulary/imports/read-import.js';
import { submitList } from '../usecases/formulary/imports/submit-list.js';
import { readDrug, searchDrugs } from '../usecases/formulary/search-drugs.js';
import type { Core } from './core.js';
import { documentStore, scannerOf } from './documents.js';
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
    drugImports: {
      submit: submitList({
        ...core,
        documents: documentStore(core.settings),
        scanner: scannerOf(core.settings),
        workflows: core.formularyImports,
        maxBytes: core.settings.UPLOAD_MAX,
      }),
      read: readImport(core),
      decide: decideImport({ ...core, workflows: core.formularyImports }),
    },
  }),
} satisfies Manifest;
