import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class DevicesTable extends Model<InferAttributes<DevicesTable>, InferCreationAttributes<DevicesTable>> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly tokenHash: string;
  declare readonly userAgent: string | null;
  declare readonly firstSeenAt: Date;
  declare readonly lastSeenAt: Date;
  declare readonly trustedAt: Date | null;
}

DevicesTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: required(DataTypes.UUID, references('users')),
    tokenHash: required(DataTypes.TEXT),
    userAgent: optional(DataTypes.TEXT),
    firstSeenAt: required(DataTypes.DATE),
    lastSeenAt: required(DataTypes.DATE),
    trustedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'devices' },
);
