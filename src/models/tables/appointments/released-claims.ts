import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, primary, required, schema } from '../../schema.js';

export class ReleasedClaimsTable extends Model<
  InferAttributes<ReleasedClaimsTable>,
  InferCreationAttributes<ReleasedClaimsTable>
> {
  declare readonly appointmentId: string;
  declare readonly runId: string;
  declare readonly releasedAt: CreationOptional<Date>;
}

ReleasedClaimsTable.init(
  {
    appointmentId: primary(DataTypes.UUID),
    runId: primary(DataTypes.TEXT),
    releasedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'released_claims' },
);
