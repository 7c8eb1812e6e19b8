import { lawRepositories } from '../models/repositories/prescriptions/law-slice.js';
import { addApproval, listApprovals, withdrawApproval } from '../usecases/prescriptions/approvals.js';
import { addLawRule, listLawRules } from '../usecases/prescriptions/law-rules.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** What the law asks of prescriptions, and what was approved beside it. */
export const lawOfPrescribing = {
  repositories: lawRepositories,
  services: (core: Core) => ({
    lawRules: { list: listLawRules(core), add: addLawRule(core) },
    approvals: { list: listApprovals(core), add: addApproval(core), withdraw: withdrawApproval(core) },
  }),
} satisfies Manifest;
