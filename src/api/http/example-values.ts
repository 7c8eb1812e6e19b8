// What the examples of several contexts have in common, so that the API document describes one appointment.
// tsoa reads these as source text: it follows names, but no spread and no member access.
export const APPOINTMENT_ID = '123e4567-e89b-12d3-a456-426614174000';
export const ORDER_ID = 'c5b4a392-81f0-4e6d-9c2b-7a6958473625';
export const DOCUMENT_ID = '7c2e9a14-5b3d-4f60-8a71-92b3c4d5e6f7';
export const PATIENT_ID = '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b';
export const DOCTOR_ID = '3b8a5c1d-6e7f-4a09-9b2c-4d5e6f708192';
export const DRUG_ID = '2f9d6c0b-8a1e-4d73-9c5f-6b7a8d9e0f12';
export const SLOT_ID = '550e8400-e29b-41d4-a716-446655440000';
export const BOOKED_AT = '2026-11-28T14:30:00.000Z';
export const EXPIRES_AT = '2026-11-28T14:45:00.000Z';
export const STARTS_AT = '2026-12-01T09:00:00.000Z';
export const ENDS_AT = '2026-12-01T09:15:00.000Z';
