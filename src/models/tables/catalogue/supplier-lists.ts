import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class SupplierListsTable extends Model<
  InferAttributes<SupplierListsTable>,
  InferCreationAttributes<SupplierListsTable>
> {
  declare readonly clinicId: string;
  declare readonly supplier: string;
  declare readonly version: number;
  /** A day. */
  declare readonly effectiveFrom: CreationOptional<string | null>;
  declare readonly lastListAt: CreationOptional<Date | null>;
}

SupplierListsTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    supplier: primary(DataTypes.TEXT),
    version: required(DataTypes.INTEGER),
    effectiveFrom: optional(DataTypes.DATEONLY),
    lastListAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'supplier_lists' },
);
