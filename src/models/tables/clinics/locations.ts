import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { OpeningHours } from '../../../domain/clinics/opening-hours.js';
import type { PostalAddress } from '../../../domain/identity/public.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class LocationsTable extends Model<InferAttributes<LocationsTable>, InferCreationAttributes<LocationsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly name: string;
  declare readonly address: PostalAddress;
  declare readonly phone: string | null;
  declare readonly timezone: string | null;
  declare readonly openingHours: CreationOptional<readonly OpeningHours[]>;
  declare readonly createdAt: Date;
  declare readonly updatedAt: Date;
}

LocationsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    name: required(DataTypes.TEXT),
    address: required(DataTypes.JSONB),
    phone: optional(DataTypes.TEXT),
    timezone: optional(DataTypes.TEXT),
    openingHours: required(DataTypes.JSONB, { defaultValue: [] }),
    createdAt: required(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'locations' },
);
