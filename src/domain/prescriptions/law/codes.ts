/** What the law of prescribing adds to the unions of the kernel (`../../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['law_rule.added', 'approval.listed', 'approval.added', 'approval.withdrawn'],
  attention: [],
  permissions: {
    'law-rules:read': {
      does: 'Read what the law asks of prescriptions, where and since when.',
      reach: {
        admin: 'platform',
        doctor: null,
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: 'platform',
      },
    },
    'law-rules:manage': {
      does: 'Add a row to the law of prescribing that takes effect later.',
      reach: {
        admin: null,
        doctor: null,
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: 'platform',
      },
    },
    'approvals:read': {
      does: 'Read approvals of medicinal cannabis: the own ones, and those of the patients whom one treats.',
      reach: {
        admin: 'clinic',
        doctor: 'treating',
        patient: 'own',
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
    'approvals:write': {
      does: 'Record approvals of medicinal cannabis and withdraw them: a doctor the own ones, an admin those of the clinic.',
      reach: {
        admin: 'clinic',
        doctor: 'treating',
        patient: null,
        receptionist: null,
        nurse: null,
        accountant: null,
        platform_admin: null,
      },
    },
  },
  fields: {
    indication: {
      does: 'For what an approval of medicinal cannabis was given, and why it was withdrawn.',
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
