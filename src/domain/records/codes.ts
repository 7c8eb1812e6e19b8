/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: [
    'record.summary_read',
    'record.allergies_read',
    'record.allergy_added',
    'record.allergy_changed',
    'record.no_known_allergies_stated',
    'record.medicines_read',
    'record.medicine_added',
    'record.medicine_changed',
    'record.medicines_reviewed',
  ],
  attention: [],
  permissions: {
    'records:read': {
      does: 'Read a patient’s allergies and current medicines. Whoever has opened the patient’s record by break-glass reads them, too.',
      reach: {
        admin: 'own',
        doctor: 'treating',
        patient: 'own',
        receptionist: null,
        nurse: 'own',
        accountant: null,
        platform_admin: null,
      },
    },
    'records:write': {
      does: 'Record allergies and current medicines of the own patients, change them, and state what the lists come to. Never by break-glass.',
      reach: {
        admin: null,
        doctor: 'treating',
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
  },
  fields: {},
} as const;
