/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['identifier_taken'],
  auditActions: [
    'user.registered',
    'user.logged_in',
    'user.login_refused',
    'user.logged_out',
    'user.profile_updated',
    'user.password_changed',
    'session.revoked',
  ],
  attention: [],
  permissions: {
    'profile:own': ['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant'],
    'users:manage': ['admin'],
  },
} as const;
