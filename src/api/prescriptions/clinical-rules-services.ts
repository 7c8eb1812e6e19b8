import type { changeClinicalRule, listClinicalRules } from '../../usecases/prescriptions/clinical-rules.js';

declare module '../http/services.js' {
  interface Services {
    readonly clinicalRules: ClinicalRulesServices;
  }
}

export interface ClinicalRulesServices {
  readonly list: ReturnType<typeof listClinicalRules>;
  readonly change: ReturnType<typeof changeClinicalRule>;
}
