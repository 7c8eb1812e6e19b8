/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: [],
  attention: [
    {
      code: 'step_failed',
      text: 'A step failed in a way that retrying cannot repair. Read the failure in the history, then use the action that repeats it.',
      helps: ['resolveAttention'],
    },
  ],
  permissions: {
    'health:read': {
      does: 'See whether the installation’s parts work.',
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
  },
  fields: {},
} as const;
