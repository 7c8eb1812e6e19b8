/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['slot_taken', 'slot_unavailable', 'slot_length', 'overlap'],
  auditActions: ['slot.created', 'slot.deleted'],
  attention: [],
  permissions: {
    'slots:read': ['admin', 'doctor', 'patient', 'receptionist', 'nurse'],
    'slots:manage-own': ['doctor'],
    'slots:manage-clinic': ['admin', 'receptionist'],
  },
} as const;
