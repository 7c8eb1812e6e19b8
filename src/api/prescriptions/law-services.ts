import type { addLawRule, listLawRules } from '../../usecases/prescriptions/law-rules.js';

declare module '../http/services.js' {
  interface Services {
    readonly lawRules: LawServices;
  }
}

export interface LawServices {
  readonly list: ReturnType<typeof listLawRules>;
  readonly add: ReturnType<typeof addLawRule>;
}
