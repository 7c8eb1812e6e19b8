import { BOOKED_AT, PATIENT_ID } from '../http/example-values.js';
import type { ApiKeyAnswer, MadeApiKeyAnswer } from './keys-responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
const KEY_ID = '7f1c9a52-3c1e-4b8a-9d0f-5a6b7c8d9e0f';

export const API_KEY: ApiKeyAnswer = {
  id: KEY_ID,
  name: 'Waiting room screen',
  scopes: ['slots:read', 'appointments:read'],
  expires_on: '2027-11-28',
  allowed_addresses: ['192.0.2.0/24'],
  created_at: BOOKED_AT,
  created_by: PATIENT_ID,
  last_used_at: null,
  previous_until: null,
};

export const MADE_API_KEY: MadeApiKeyAnswer = {
  id: KEY_ID,
  name: 'Waiting room screen',
  scopes: ['slots:read', 'appointments:read'],
  expires_on: '2027-11-28',
  allowed_addresses: ['192.0.2.0/24'],
  created_at: BOOKED_AT,
  created_by: PATIENT_ID,
  last_used_at: null,
  previous_until: null,
  key: 'kw_<id>_<secret and checksum>',
};
