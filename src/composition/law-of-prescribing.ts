import { lawRepositories } from '../models/repositories/prescriptions/law-slice.js';
import { addLawRule, listLawRules } from '../usecases/prescriptions/law-rules.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** What the law asks of prescriptions. */
export const lawOfPrescribing = {
  repositories: lawRepositories,
  services: (core: Core) => ({ lawRules: { list: listLawRules(core), add: addLawRule(core) } }),
} satisfies Manifest;
