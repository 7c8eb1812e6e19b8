/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['slot_taken', 'slot_unavailable', 'slot_length', 'overlap'],
  auditActions: ['slot.created', 'slot.deleted', 'slot.listed'],
  attention: [],
  permissions: {
    'slots:read': {
      does: 'See the free slots of the clinic; a patient those of all clinics that treat them.',
      reach: {
        admin: 'clinic',
        doctor: 'clinic',
        patient: 'clinic',
        receptionist: 'clinic',
        nurse: 'clinic',
        accountant: null,
        platform_admin: null,
      },
    },
    'slots:manage-own': {
      does: 'Offer the own time and take it back.',
      reach: {
        admin: null,
        doctor: 'own',
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'slots:manage-clinic': {
      does: 'Offer the time of the clinic’s doctors and take it back.',
      reach: {
        admin: 'clinic',
        doctor: null,
        patient: null,
        receptionist: 'clinic',
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
  },
  fields: {},
} as const;
