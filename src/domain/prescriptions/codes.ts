/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['alerts_open', 'supply_refused', 'not_ready'],
  auditActions: [
    'prescription.checked',
    'prescription.drafted',
    'prescription.draft_changed',
    'prescription.draft_deleted',
    'prescription.issued',
    'prescription.read',
    'prescription.listed',
    'prescription.history_read',
    'prescription.deliveries_read',
    'prescription.downloaded',
    'prescription.printed',
    'prescription.cancelled',
    'prescription.superseded',
    'prescription.resent',
    'clinical_rule.changed',
  ],
  attention: [
    {
      code: 'document_failed',
      text: 'The document of a prescription could not be made. It is tried again by itself; call a developer when this stays open for an hour.',
      helps: [],
    },
    {
      code: 'document_undelivered',
      text: 'The mail about a prescription could not be delivered. Check the patient’s address and send it again: POST /api/v1/prescriptions/{id}/resend/.',
      helps: [],
    },
  ],
  permissions: {
    'prescriptions:read': {
      does: 'Read prescriptions: the own ones, those that one has written, and those of the patients whom one treats.',
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
    'prescriptions:write': {
      does: 'Prescribe for the own patients: check, draft, issue, print, cancel and supersede.',
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
    'prescriptions:resend': {
      does: 'Send a patient the mail about a prescription once more, and see what became of the mails.',
      reach: {
        admin: null,
        doctor: 'treating',
        patient: null,
        receptionist: 'clinic',
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'clinical-rules:manage': {
      does: 'Read the rules by which prescriptions are checked, switch them off and weigh them otherwise, for the own clinic.',
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
