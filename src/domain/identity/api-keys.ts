/** What a key of an integration may be for; each is a permission of the matrix, the last one of no role. */
export const API_KEY_SCOPES = [
  'slots:read',
  'slots:manage-clinic',
  'appointments:read',
  'appointments:book-for-patient',
  'patients:read',
  'orders:read',
  'takings:read',
  'prescriptions:dispense',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];
