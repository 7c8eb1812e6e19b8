import type { Binding, ScopeOf } from '../../scope.js';
import { ClinicalRuleChangeRepository } from './clinical-rule-changes.js';
import { DraftRepository } from './drafts.js';
import { PrescriptionEventRepository } from './events.js';
import { PrescribingPatternRepository } from './patterns.js';
import { PrescribedProductRepository } from './prescribed-products.js';
import { PrescriptionRepository } from './prescriptions.js';
import { RegisterRepository } from './register.js';
import { SignedRecordRepository } from './signed-records.js';
import { signingKeyRepositories } from './signing-keys.js';
import { SupplyRepository } from './supplies.js';

/** What this context adds to a transaction's scope. */
export const prescriptionsRepositories = {
  prescriptions: ({ db, keys }: Binding) => new PrescriptionRepository(db, keys),
  prescriptionDrafts: ({ db, keys }: Binding) => new DraftRepository(db, keys),
  clinicalRuleChanges: ({ db }: Binding) => new ClinicalRuleChangeRepository(db),
  signedRecords: ({ db, keys }: Binding) => new SignedRecordRepository(db, keys),
  ...signingKeyRepositories,
  prescribedProducts: ({ db }: Binding) => new PrescribedProductRepository(db),
  prescribingPatterns: ({ db }: Binding) => new PrescribingPatternRepository(db),
  register: ({ db, keys }: Binding) => new RegisterRepository(db, keys),
  supplies: ({ db, keys }: Binding) => new SupplyRepository(db, keys),
  prescriptionEvents: ({ db, keys }: Binding) => new PrescriptionEventRepository(db, keys),
};

export type PrescriptionsScope = ScopeOf<typeof prescriptionsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends PrescriptionsScope {}
}
