/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: [
    'questionnaire.created',
    'questionnaire.changed',
    'questionnaire.retired',
    'answers.saved',
    'answers.read',
  ],
  attention: [
    {
      code: 'answer_alert',
      text: 'An answer of the patient needs the doctor’s eye before the visit. Read the answers and do what they ask for, then resolve this entry.',
      helps: ['resolveAttention'],
    },
  ],
  permissions: {
    'questionnaires:read': {
      does: 'See the forms that the clinic asks its patients to fill in.',
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
    'questionnaires:manage': {
      does: 'Write forms, change and retire them.',
      reach: {
        admin: 'clinic',
        doctor: 'clinic',
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'questionnaires:answer': {
      does: 'Fill in the forms of the own visits.',
      reach: {
        admin: null,
        doctor: null,
        patient: 'own',
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'answers:read': {
      does: 'Read what a patient answered before a visit.',
      reach: {
        admin: null,
        doctor: 'treating',
        patient: 'own',
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
  },
  fields: {
    answers: {
      does: 'What the patient answered, its score and its alerts.',
      reach: {
        admin: null,
        doctor: 'treating',
        patient: 'own',
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
  },
} as const;
