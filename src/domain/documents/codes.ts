/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['upload_rejected'],
  auditActions: [],
  attention: [],
  permissions: {},
  fields: {},
} as const;
