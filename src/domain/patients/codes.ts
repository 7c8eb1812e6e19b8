/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['break_glass_required'],
  auditActions: [
    'patient.duplicates_shown',
    'patient.searched',
    'patient.read',
    'patient.identifier_revealed',
    'patient.glass_broken',
    'patient.glass_reviewed',
    'patient.glass_listed',
  ],
  attention: [
    {
      code: 'break_glass_review',
      text: 'Somebody opened the record of a patient whom they do not treat. Read why, ask if need be, and judge it: GET and POST /api/v1/admin/break-glass/. Somebody else than who did it has to.',
      helps: [],
      forAdmins: true,
    },
  ],
  permissions: {
    'patients:read': {
      does: 'Search patients and read their records, identifiers masked; of records that are not reached, a doctor finds by an exact number or address that there is one.',
      reach: {
        admin: 'clinic',
        doctor: 'treating',
        patient: null,
        receptionist: 'clinic',
        nurse: 'clinic',
        accountant: null,
        platform_admin: null,
      },
    },
    'patients:register': {
      does: 'Register a patient of the clinic, who gets an account of their own.',
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
    'patients:reveal': {
      does: 'See one identifier of a patient in full, with a reason.',
      reach: {
        admin: 'clinic',
        doctor: 'treating',
        patient: null,
        receptionist: 'clinic',
        nurse: 'clinic',
        accountant: null,
        platform_admin: null,
      },
    },
    'patients:break-glass': {
      does: 'Open the record of any patient of the clinic for a while, with a reason that somebody else has to judge.',
      reach: {
        admin: 'clinic',
        doctor: 'clinic',
        patient: null,
        receptionist: null,
        nurse: 'clinic',
        accountant: null,
        platform_admin: null,
      },
    },
    'patients:review': {
      does: 'See who has opened records by break-glass, and judge what others did.',
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
  },
  fields: {},
} as const;
