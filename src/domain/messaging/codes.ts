/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['notices.listed'],
  attention: [
    {
      code: 'message_undelivered',
      text: 'A message could not be delivered. Check the address and use resendConfirmation, or call the patient.',
      helps: ['resendConfirmation', 'resolveAttention'],
    },
  ],
  permissions: {
    'notifications:own': {
      does: 'Read one’s own notifications in the app, and mark them as read.',
      reach: {
        admin: 'own',
        doctor: 'own',
        patient: 'own',
        receptionist: 'own',
        nurse: 'own',
        accountant: 'own',
        platform_admin: null,
      },
    },
  },
  fields: {},
} as const;
