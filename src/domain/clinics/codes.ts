/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['clinic.created', 'clinic.details_changed', 'clinic.settings_changed'],
  attention: [],
  permissions: {
    'clinic:settings': ['admin'],
  },
} as const;
