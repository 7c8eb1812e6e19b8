import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { BREAK_GLASS_ROLES, type BreakGlassRole } from '../../../domain/patients/break-glass.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class BreakGlassGrantsTable extends Model<
  InferAttributes<BreakGlassGrantsTable>,
  InferCreationAttributes<BreakGlassGrantsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly patientId: string;
  declare readonly userId: string;
  declare readonly role: BreakGlassRole;
  declare readonly reasonSealed: string;
  declare readonly grantedAt: Date;
  declare readonly expiresAt: Date;
  declare readonly reviewedAt: Date | null;
  declare readonly reviewedBy: string | null;
  declare readonly justified: boolean | null;
  declare readonly noteSealed: string | null;
}

BreakGlassGrantsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    patientId: required(DataTypes.UUID, references('users')),
    userId: required(DataTypes.UUID, references('users')),
    role: required(oneOf(BREAK_GLASS_ROLES)),
    reasonSealed: required(DataTypes.TEXT),
    grantedAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    reviewedAt: optional(DataTypes.DATE),
    reviewedBy: optional(DataTypes.UUID, references('users')),
    justified: optional(DataTypes.BOOLEAN),
    noteSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'break_glass_grants' },
);
