/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: ['attention.opened', 'attention.resolved', 'payload.decoded'],
  attention: [],
  permissions: {
    'staff:attention': ['admin', 'receptionist', 'accountant'],
    'staff:actions': ['admin', 'receptionist', 'accountant'],
    'staff:money': ['admin', 'accountant'],
    'staff:decode': ['admin', 'receptionist', 'accountant'],
  },
} as const;
