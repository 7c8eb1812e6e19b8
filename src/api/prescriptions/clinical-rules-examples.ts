import type { ClinicalRuleView } from './clinical-rules-responses.js';

export const CLINICAL_RULE: ClinicalRuleView = {
  id: 'warfarin-nsaid',
  check: 'interaction',
  when: { together: [{ substances: ['warfarin'] }, { classes: ['nsaid'], systemic: true }] },
  severity: 'major',
  title: 'Warfarin with an NSAID or aspirin',
  advice: 'Bleeding, above all from the stomach. Choose paracetamol.',
  source:
    'Keepwell starter rules: generally known of these medicines, in our own words; the product information decides',
  as_of: '2026-11-01',
  active: true,
  version: 1,
};
