import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, primary, required, schema } from '../../schema.js';

/** Runs that have issued nothing, and never will. */
export class GivenUpPrescriptionsTable extends Model<
  InferAttributes<GivenUpPrescriptionsTable>,
  InferCreationAttributes<GivenUpPrescriptionsTable>
> {
  declare readonly requestId: string;
  declare readonly runId: string;
  declare readonly givenUpAt: CreationOptional<Date>;
}

GivenUpPrescriptionsTable.init(
  {
    requestId: primary(DataTypes.UUID),
    runId: primary(DataTypes.TEXT),
    givenUpAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'given_up_prescriptions' },
);
