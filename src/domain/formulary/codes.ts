/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['preview_stale', 'undo_blocked'],
  auditActions: [
    'drug.created',
    'drug.changed',
    'drug_import.uploaded',
    'drug_import.approved',
    'drug_import.cancelled',
    'drug_import.applied',
    'drug_import.undo_requested',
    'drug_import.undone',
  ],
  attention: [],
  permissions: {
    'drugs:read': {
      does: 'Search the formulary and read its items.',
      reach: {
        admin: 'clinic',
        doctor: 'clinic',
        patient: null,
        receptionist: null,
        nurse: 'clinic',
        accountant: null,
        platform_admin: null,
      },
    },
    'drugs:manage': {
      does: 'Add items to the formulary, change them and import lists of them, for the own clinic.',
      reach: {
        admin: 'clinic',
        doctor: null,
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
