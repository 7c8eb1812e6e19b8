import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ACCESS_LOG_NAMES, type AccessLogNames } from '../../../domain/clinics/security-rules.js';
import type { MemberRole } from '../../../domain/roles.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ClinicSecuritySettingsTable extends Model<
  InferAttributes<ClinicSecuritySettingsTable>,
  InferCreationAttributes<ClinicSecuritySettingsTable>
> {
  declare readonly clinicId: string;
  declare readonly requireMfa: CreationOptional<readonly MemberRole[]>;
  declare readonly mfaTrustDays: number | null;
  declare readonly sessionIdleSeconds: number | null;
  declare readonly passwordMinLength: number | null;
  declare readonly passwordClasses: number | null;
  declare readonly passwordMaxAgeDays: number | null;
  declare readonly passwordHistory: number | null;
  declare readonly accessLogNames: AccessLogNames | null;
  declare readonly breakGlassMinutes: number | null;
  declare readonly updatedAt: CreationOptional<Date>;
}

ClinicSecuritySettingsTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    requireMfa: required(DataTypes.ARRAY(DataTypes.TEXT), { defaultValue: [] }),
    mfaTrustDays: optional(DataTypes.INTEGER),
    sessionIdleSeconds: optional(DataTypes.INTEGER),
    passwordMinLength: optional(DataTypes.INTEGER),
    passwordClasses: optional(DataTypes.INTEGER),
    passwordMaxAgeDays: optional(DataTypes.INTEGER),
    passwordHistory: optional(DataTypes.INTEGER),
    accessLogNames: optional(oneOf(ACCESS_LOG_NAMES)),
    breakGlassMinutes: optional(DataTypes.INTEGER),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'clinic_security_settings' },
);
