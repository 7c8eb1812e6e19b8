import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

/** The last number of a clinic and year. */
export class PurchaseOrderCountersTable extends Model<
  InferAttributes<PurchaseOrderCountersTable>,
  InferCreationAttributes<PurchaseOrderCountersTable>
> {
  declare readonly clinicId: string;
  declare readonly year: number;
  declare readonly last: number;
}

PurchaseOrderCountersTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    year: primary(DataTypes.INTEGER),
    last: required(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'purchase_order_counters' },
);
