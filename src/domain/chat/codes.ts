/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['room_closed'],
  auditActions: [
    'chat.listed',
    'chat.read',
    'chat.seen',
    'chat.reopened',
    'chat.archived',
    'chat.destroyed',
    'chat.transcript_read',
    'chat.member_added',
    'chat.member_removed',
    'chat.guest_invited',
    'chat.guest_joined',
    'chat.file_uploaded',
    'chat.message_sent',
    'chat.message_edited',
    'chat.message_deleted',
  ],
  attention: [],
  permissions: {
    'chat:use': {
      does: 'Read and write in the chat rooms in which one is a member. Whoever has opened the patient’s record by break-glass reads them, too.',
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
  },
  fields: {},
} as const;
