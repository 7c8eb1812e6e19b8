import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { VERIFICATION_STATUSES, type VerificationStatus } from '../../../domain/identity/verification.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DoctorStandingsTable extends Model<
  InferAttributes<DoctorStandingsTable>,
  InferCreationAttributes<DoctorStandingsTable>
> {
  declare readonly clinicId: string;
  declare readonly userId: string;
  declare readonly verificationId: string;
  declare readonly status: VerificationStatus;
  declare readonly verifiedUntil: Date | null;
  declare readonly remindedDays: number | null;
}

DoctorStandingsTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    userId: primary(DataTypes.UUID, references('users')),
    verificationId: required(DataTypes.UUID, references('doctor_verifications')),
    status: required(oneOf(VERIFICATION_STATUSES)),
    verifiedUntil: optional(DataTypes.DATE),
    remindedDays: optional(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'doctor_standings' },
);
