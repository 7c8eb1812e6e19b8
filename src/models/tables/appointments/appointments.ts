import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Booking } from '../../../domain/appointments/booking.js';
import {
  APPOINTMENT_STATUSES,
  type AppointmentStatus,
  CONSULTATION_MODES,
  type ConsultationMode,
} from '../../../domain/appointments/states.js';
import type { AppointmentPolicy } from '../../../domain/clinics/public.js';
import { CURRENCIES, type Currency } from '../../../domain/money.js';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../../domain/payments/public.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class AppointmentsTable extends Model<
  InferAttributes<AppointmentsTable>,
  InferCreationAttributes<AppointmentsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly availabilityId: string;
  declare readonly doctorId: string;
  declare readonly patientId: string;
  declare readonly bookedBy: string | null;
  declare readonly status: AppointmentStatus;
  declare readonly paymentStatus: PaymentStatus;
  declare readonly paymentRequired: boolean;
  declare readonly price: number;
  declare readonly currency: Currency;
  declare readonly isInitial: boolean;
  declare readonly consultationType: string | null;
  declare readonly symptomsSealed: string | null;
  declare readonly startsAt: Date;
  declare readonly endsAt: Date;
  declare readonly bookedAt: Date;
  declare readonly expiresAt: Date;
  declare readonly statusSince: Date;
  declare readonly version: CreationOptional<number>;
  declare readonly calendarSequence: CreationOptional<number>;
  declare readonly policy: AppointmentPolicy;
  declare readonly bodyHash: string;
  declare readonly answer: Booking;
  declare readonly runId: string;
  declare readonly requestId: string | null;
  declare readonly checkedInAt: Date | null;
  declare readonly startedAt: Date | null;
  declare readonly completedAt: Date | null;
  declare readonly consultationMode: ConsultationMode | null;
  declare readonly consultationNotesSealed: string | null;
  declare readonly deletedAt: Date | null;
  declare readonly deletedBy: string | null;
  declare readonly revision: CreationOptional<number>;
  declare readonly updatedAt: CreationOptional<Date>;
}

AppointmentsTable.init(
  {
    id: primary(DataTypes.UUID, references('subjects')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    availabilityId: required(DataTypes.UUID, references('availabilities')),
    doctorId: required(DataTypes.UUID, references('users')),
    patientId: required(DataTypes.UUID, references('users')),
    bookedBy: optional(DataTypes.UUID, references('users')),
    status: required(oneOf(APPOINTMENT_STATUSES)),
    paymentStatus: required(oneOf(PAYMENT_STATUSES)),
    paymentRequired: required(DataTypes.BOOLEAN),
    price: required(DataTypes.INTEGER),
    currency: required(oneOf(CURRENCIES)),
    isInitial: required(DataTypes.BOOLEAN),
    consultationType: optional(DataTypes.TEXT),
    symptomsSealed: optional(DataTypes.TEXT),
    startsAt: required(DataTypes.DATE),
    endsAt: required(DataTypes.DATE),
    bookedAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    statusSince: required(DataTypes.DATE),
    version: required(DataTypes.INTEGER, { defaultValue: 0 }),
    calendarSequence: required(DataTypes.INTEGER, { defaultValue: 0 }),
    policy: required(DataTypes.JSONB),
    bodyHash: required(DataTypes.TEXT),
    answer: required(DataTypes.JSONB),
    runId: required(DataTypes.TEXT),
    requestId: optional(DataTypes.TEXT),
    checkedInAt: optional(DataTypes.DATE),
    startedAt: optional(DataTypes.DATE),
    completedAt: optional(DataTypes.DATE),
    consultationMode: optional(oneOf(CONSULTATION_MODES)),
    consultationNotesSealed: optional(DataTypes.TEXT),
    deletedAt: optional(DataTypes.DATE),
    deletedBy: optional(DataTypes.UUID, references('users')),
    revision: required(DataTypes.BIGINT, { defaultValue: 0 }),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'appointments' },
);
