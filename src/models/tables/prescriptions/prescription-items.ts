import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { SCHEDULES } from '../../../domain/formulary/public.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** The medicines of prescriptions, as far as supplies are counted by them. */
export class PrescriptionItemsTable extends Model<
  InferAttributes<PrescriptionItemsTable>,
  InferCreationAttributes<PrescriptionItemsTable>
> {
  declare readonly id: string;
  declare readonly prescriptionId: string;
  declare readonly position: number;
  /** The row of the formulary; null for a product of a supplier. */
  declare readonly drugId: string | null;
  declare readonly drugVersion: number | null;
  /** The product of a supplier; null for a medicine of the formulary. */
  declare readonly productId: string | null;
  declare readonly schedule: (typeof SCHEDULES)[number];
  declare readonly quantity: number;
  declare readonly repeats: number;
  declare readonly intervalDays: number;
  declare readonly issuedOn: Day;
  declare readonly validUntil: Day;
}

PrescriptionItemsTable.init(
  {
    id: primary(DataTypes.UUID),
    prescriptionId: required(DataTypes.UUID, references('prescriptions')),
    position: required(DataTypes.INTEGER),
    drugId: optional(DataTypes.UUID),
    drugVersion: optional(DataTypes.INTEGER),
    productId: optional(DataTypes.UUID, references('supplier_products')),
    schedule: required(oneOf(SCHEDULES)),
    quantity: required(DataTypes.INTEGER),
    repeats: required(DataTypes.INTEGER),
    intervalDays: required(DataTypes.INTEGER),
    issuedOn: required(DataTypes.DATEONLY, references('prescriptions', 'issued_on')),
    validUntil: required(DataTypes.DATEONLY, references('prescriptions', 'valid_until')),
  },
  { sequelize: schema, tableName: 'prescription_items' },
);
