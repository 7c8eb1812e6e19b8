import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { MOVEMENT_KINDS, type MovementKind } from '../../../domain/catalogue/stock/movements.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierProductMovementsTable extends Model<
  InferAttributes<SupplierProductMovementsTable>,
  InferCreationAttributes<SupplierProductMovementsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly productId: string;
  /** From 1 on, of each product. */
  declare readonly number: number;
  declare readonly kind: MovementKind;
  declare readonly quantity: number;
  /** What it left. */
  declare readonly onHand: number;
  declare readonly note: string | null;
  declare readonly recordedBy: string | null;
  declare readonly at: Date;
}

SupplierProductMovementsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    productId: required(DataTypes.UUID, references('supplier_products')),
    number: required(DataTypes.INTEGER),
    kind: required(oneOf(MOVEMENT_KINDS)),
    quantity: required(DataTypes.INTEGER),
    onHand: required(DataTypes.INTEGER),
    note: optional(DataTypes.TEXT),
    recordedBy: optional(DataTypes.UUID, references('users')),
    at: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'supplier_product_movements' },
);
