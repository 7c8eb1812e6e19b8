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
    'health:read': ['admin'],
  },
} as const;
