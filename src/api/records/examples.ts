import type { AllergyStatusView, AllergyView, ClinicalSummary, MedicinesReview, MedicineView } from './responses.js';

// Plain literals and names only: the OpenAPI generator reads these without running them.

export const ALLERGY: AllergyView = {
  id: '1b7c3d52-6e0f-4a91-9c84-2d5e6f7a8b90',
  clinic: '7f6e5d4c-3b2a-4190-8f7e-6d5c4b3a2910',
  substance: 'Penicillin',
  drug: null,
  category: 'medicine',
  reaction: 'Rash over the trunk within an hour',
  severity: 'moderate',
  certainty: 'confirmed',
  status: 'active',
  coded: true,
  codes: { substances: [], classes: ['penicillin'] },
  version: 1,
  recorded_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
  recorded_at: '2026-12-01T09:00:00.000Z',
  history: [
    {
      version: 1,
      status: 'active',
      reason: null,
      recorded_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
      recorded_at: '2026-12-01T09:00:00.000Z',
    },
  ],
};

export const MEDICINE: MedicineView = {
  id: '2c8d4e63-7f10-4ba2-8d95-3e6f7a8b9c01',
  clinic: '7f6e5d4c-3b2a-4190-8f7e-6d5c4b3a2910',
  name: 'Metformin 500 mg tablets',
  drug: null,
  dose: 'One tablet twice a day with food',
  started_on: '2025-03-01',
  stopped_on: null,
  source: 'other_prescriber',
  status: 'active',
  coded: true,
  codes: { substances: ['metformin'], classes: [] },
  version: 1,
  recorded_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
  recorded_at: '2026-12-01T09:01:00.000Z',
  history: [
    {
      version: 1,
      status: 'active',
      stopped_on: null,
      reason: null,
      recorded_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
      recorded_at: '2026-12-01T09:01:00.000Z',
    },
  ],
};

export const NONE_KNOWN: AllergyStatusView = {
  allergy_status: 'none_known',
  no_known_allergies: { by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09', at: '2026-12-01T09:00:00.000Z' },
};

export const REVIEWED: MedicinesReview = {
  medicines_reviewed_at: '2026-12-01T09:02:00.000Z',
  medicines_reviewed_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
};

export const CLINICAL_SUMMARY: ClinicalSummary = {
  allergy_status: 'recorded',
  no_known_allergies: null,
  allergies: [ALLERGY],
  medicines: [MEDICINE],
  medicines_reviewed_at: '2026-12-01T09:02:00.000Z',
  medicines_reviewed_by: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09',
};
