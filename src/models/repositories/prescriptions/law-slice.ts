import type { Binding, ScopeOf } from '../../scope.js';
import { CannabisApprovalRepository } from './cannabis-approvals.js';
import { LawRuleRepository } from './law-rules.js';

/** What the law of prescribing adds to a transaction's scope. */
export const lawRepositories = {
  lawRules: ({ db }: Binding) => new LawRuleRepository(db),
  cannabisApprovals: ({ db, keys }: Binding) => new CannabisApprovalRepository(db, keys),
};

export type LawScope = ScopeOf<typeof lawRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends LawScope {}
}
