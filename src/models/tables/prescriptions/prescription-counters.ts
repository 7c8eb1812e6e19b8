import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, required, schema } from '../../schema.js';

/** The last number of a year. */
export class PrescriptionCountersTable extends Model<
  InferAttributes<PrescriptionCountersTable>,
  InferCreationAttributes<PrescriptionCountersTable>
> {
  declare readonly year: number;
  declare readonly last: number;
}

PrescriptionCountersTable.init(
  { year: primary(DataTypes.INTEGER), last: required(DataTypes.INTEGER) },
  { sequelize: schema, tableName: 'prescription_counters' },
);
