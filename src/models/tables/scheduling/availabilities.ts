import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class AvailabilitiesTable extends Model<
  InferAttributes<AvailabilitiesTable>,
  InferCreationAttributes<AvailabilitiesTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly doctorId: string;
  declare readonly startTime: Date;
  declare readonly endTime: Date;
  declare readonly slotType: 'short' | 'long';
  declare readonly timezone: string;
  declare readonly createdBy: string | null;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly deletedAt: Date | null;
  declare readonly updatedAt: CreationOptional<Date>;
  /** A live appointment has it; kept by a trigger of `appointments`. */
  declare readonly isTaken: CreationOptional<boolean>;
}

AvailabilitiesTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    doctorId: required(DataTypes.UUID, references('users')),
    startTime: required(DataTypes.DATE),
    endTime: required(DataTypes.DATE),
    slotType: required(oneOf(['short', 'long'])),
    timezone: required(DataTypes.TEXT),
    createdBy: optional(DataTypes.UUID, references('users')),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    deletedAt: optional(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    isTaken: required(DataTypes.BOOLEAN, { defaultValue: false }),
  },
  { sequelize: schema, tableName: 'availabilities' },
);
