/** What the law of prescribing adds to the unions of the kernel (`../../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['law_rule.added'],
  attention: [],
  permissions: {
    'law-rules:read': {
      does: 'Read what the law asks of prescriptions, where and since when.',
      reach: {
        admin: 'platform',
        doctor: null,
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: 'platform',
      },
    },
    'law-rules:manage': {
      does: 'Add a row to the law of prescribing that takes effect later.',
      reach: {
        admin: null,
        doctor: null,
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: 'platform',
      },
    },
  },
  fields: {},
} as const;
