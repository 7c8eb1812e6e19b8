import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { SCHEDULES } from '../../../domain/formulary/public.js';
import { SCHEMES, type Scheme } from '../../../domain/prescriptions/law/rules.js';
import {
  LEGAL_FORMS,
  type LegalForm,
  STORED_STATUSES,
  type StoredStatus,
} from '../../../domain/prescriptions/states.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** Prescriptions that were issued. */
export class PrescriptionsTable extends Model<
  InferAttributes<PrescriptionsTable>,
  InferCreationAttributes<PrescriptionsTable>
> {
  declare readonly id: string;
  declare readonly requestId: string;
  declare readonly position: number;
  declare readonly clinicId: string;
  declare readonly doctorId: string;
  declare readonly patientId: string;
  declare readonly appointmentId: string;
  declare readonly year: number;
  declare readonly ordinal: number;
  declare readonly number: string;
  declare readonly legalForm: LegalForm;
  declare readonly scheme: Scheme;
  declare readonly schedule: (typeof SCHEDULES)[number];
  declare readonly issuedAt: Date;
  declare readonly issuedOn: Day;
  declare readonly validUntil: Day;
  declare readonly timezone: string;
  declare readonly contentSealed: string;
  declare readonly contentSha256: string;
  declare readonly jws: string;
  declare readonly certificateId: string;
  declare readonly codeSealed: string;
  declare readonly codeHash: string;
  declare readonly detailsSealed: string;
  declare readonly supersedes: string | null;
  declare readonly status: CreationOptional<StoredStatus>;
  declare readonly version: CreationOptional<number>;
  declare readonly endedAt: Date | null;
  declare readonly endedBy: string | null;
  declare readonly endReasonSealed: string | null;
  declare readonly supersededBy: string | null;
}

PrescriptionsTable.init(
  {
    id: primary(DataTypes.UUID),
    requestId: required(DataTypes.UUID, references('prescription_requests')),
    position: required(DataTypes.INTEGER),
    clinicId: required(DataTypes.UUID, references('clinics')),
    doctorId: required(DataTypes.UUID, references('users')),
    patientId: required(DataTypes.UUID, references('users')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    year: required(DataTypes.INTEGER),
    ordinal: required(DataTypes.INTEGER),
    number: required(DataTypes.TEXT),
    legalForm: required(oneOf(LEGAL_FORMS)),
    scheme: required(oneOf(SCHEMES)),
    schedule: required(oneOf(SCHEDULES)),
    issuedAt: required(DataTypes.DATE),
    issuedOn: required(DataTypes.DATEONLY),
    validUntil: required(DataTypes.DATEONLY),
    timezone: required(DataTypes.TEXT),
    contentSealed: required(DataTypes.TEXT),
    contentSha256: required(DataTypes.TEXT),
    jws: required(DataTypes.TEXT),
    certificateId: required(DataTypes.UUID, references('signing_certificates')),
    codeSealed: required(DataTypes.TEXT),
    codeHash: required(DataTypes.TEXT),
    detailsSealed: required(DataTypes.TEXT),
    supersedes: optional(DataTypes.UUID, references('prescriptions')),
    status: required(oneOf(STORED_STATUSES), { defaultValue: 'issued' }),
    version: required(DataTypes.INTEGER, { defaultValue: 1 }),
    endedAt: optional(DataTypes.DATE),
    endedBy: optional(DataTypes.UUID, references('users')),
    endReasonSealed: optional(DataTypes.TEXT),
    supersededBy: optional(DataTypes.UUID, references('prescriptions')),
  },
  { sequelize: schema, tableName: 'prescriptions' },
);
