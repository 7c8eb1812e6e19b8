/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: [],
  attention: [
    {
      code: 'message_undelivered',
      text: 'A message could not be delivered. Check the address and use resendConfirmation, or call the patient.',
      helps: ['resendConfirmation', 'resolveAttention'],
    },
  ],
  permissions: {},
  fields: {},
} as const;
