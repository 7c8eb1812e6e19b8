import type { LawRuleView } from './law-responses.js';

export const LAW_RULE: LawRuleView = {
  rule: 'validity_months_s8',
  region: 'au',
  effective_from: '2027-07-01',
  effective_to: null,
  source: 'Made up: six months become three',
  value: 3,
};
