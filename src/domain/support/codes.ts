/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['attention.opened', 'attention.resolved', 'attention.listed', 'audit.read', 'payload.decoded'],
  attention: [],
  permissions: {
    'staff:attention': {
      does: 'See what waits for a person.',
      reach: {
        admin: 'clinic',
        doctor: null,
        patient: null,
        receptionist: 'clinic',
        nurse: null,
        accountant: 'clinic',
        platform_admin: null,
      },
    },
    'staff:clinical-attention': {
      does: 'See and close what waits for the doctor’s eye about the own patients.',
      reach: {
        admin: null,
        doctor: 'treating',
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'staff:actions': {
      does: 'Act on an appointment for the clinic, and resolve what waited.',
      reach: {
        admin: 'clinic',
        doctor: null,
        patient: null,
        receptionist: 'clinic',
        nurse: null,
        accountant: 'clinic',
        platform_admin: null,
      },
    },
    'staff:money': {
      does: 'Of these actions, those that give money back.',
      reach: {
        admin: 'clinic',
        doctor: null,
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: 'clinic',
        platform_admin: null,
      },
    },
    'audit:read': {
      does: 'Read the clinic’s audit: who did what, which mails went out, what became of accounts, deleted appointments. Each look is recorded.',
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
    'staff:decode': {
      does: 'Read payloads in the Temporal UI.',
      reach: {
        admin: 'clinic',
        doctor: null,
        patient: null,
        receptionist: 'clinic',
        nurse: null,
        accountant: 'clinic',
        platform_admin: null,
      },
    },
  },
  fields: {},
} as const;
