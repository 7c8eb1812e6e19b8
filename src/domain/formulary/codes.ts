/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['drug.created', 'drug.changed'],
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
      does: 'Add items to the formulary and change them, for the own clinic.',
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
