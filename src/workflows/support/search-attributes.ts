import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * The search attributes of every workflow type, declared here alone: workflows set them by these keys, and
 * `adapters/temporal/engine-schema.ts` registers them. Ids and states only, because they are plain text in the engine.
 */
export const SEARCH_ATTRIBUTES = {
  AppointmentStatus: defineSearchAttributeKey('AppointmentStatus', SearchAttributeType.KEYWORD),
  PaymentStatus: defineSearchAttributeKey('PaymentStatus', SearchAttributeType.KEYWORD),
  DoctorId: defineSearchAttributeKey('DoctorId', SearchAttributeType.KEYWORD),
  PatientId: defineSearchAttributeKey('PatientId', SearchAttributeType.KEYWORD),
  ClinicId: defineSearchAttributeKey('ClinicId', SearchAttributeType.KEYWORD),
  Attention: defineSearchAttributeKey('Attention', SearchAttributeType.KEYWORD_LIST),
  StartsAt: defineSearchAttributeKey('StartsAt', SearchAttributeType.DATETIME),
} as const;
