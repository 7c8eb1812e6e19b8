import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { VERIFICATION_STATUSES, type VerificationStatus } from '../../../domain/identity/verification.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DoctorVerificationsTable extends Model<
  InferAttributes<DoctorVerificationsTable>,
  InferCreationAttributes<DoctorVerificationsTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly clinicId: string;
  declare readonly userId: string;
  declare readonly status: VerificationStatus;
  declare readonly checkedBy: string | null;
  declare readonly checkedAt: Date;
  declare readonly expiresOn: Day | null;
  declare readonly nextCheckOn: Day | null;
  declare readonly specialties: CreationOptional<readonly string[]>;
  declare readonly findingsSealed: string;
  declare readonly schedule8: CreationOptional<boolean>;
  declare readonly restrictedSubstances: CreationOptional<boolean>;
  declare readonly authorityExpiresOn: Day | null;
  declare readonly recordedAt: CreationOptional<Date>;
}

DoctorVerificationsTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    clinicId: required(DataTypes.UUID, references('clinics')),
    userId: required(DataTypes.UUID, references('users')),
    status: required(oneOf(VERIFICATION_STATUSES)),
    checkedBy: optional(DataTypes.UUID, references('users')),
    checkedAt: required(DataTypes.DATE),
    expiresOn: optional(DataTypes.DATEONLY),
    nextCheckOn: optional(DataTypes.DATEONLY),
    specialties: required(DataTypes.ARRAY(DataTypes.TEXT), { defaultValue: [] }),
    findingsSealed: required(DataTypes.TEXT),
    schedule8: required(DataTypes.BOOLEAN, { field: 'schedule_8', defaultValue: false }),
    restrictedSubstances: required(DataTypes.BOOLEAN, { defaultValue: false }),
    authorityExpiresOn: optional(DataTypes.DATEONLY),
    recordedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'doctor_verifications' },
);
