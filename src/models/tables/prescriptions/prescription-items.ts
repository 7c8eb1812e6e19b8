import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { SCHEDULES } from '../../../domain/formulary/public.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

/** The medicines of prescriptions, as far as supplies are counted by them. */
export class PrescriptionItemsTable extends Model<
  InferAttributes<PrescriptionItemsTable>,
  InferCreationAttributes<PrescriptionItemsTable>
> {
  declare readonly id: string;
  declare readonly prescriptionId: string;
  declare readonly position: number;
  declare readonly drugId: string;
  declare readonly drugVersion: number;
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
    drugId: required(DataTypes.UUID),
    drugVersion: required(DataTypes.INTEGER),
    schedule: required(oneOf(SCHEDULES)),
    quantity: required(DataTypes.INTEGER),
    repeats: required(DataTypes.INTEGER),
    intervalDays: required(DataTypes.INTEGER),
    issuedOn: required(DataTypes.DATEONLY, references('prescriptions', 'issued_on')),
    validUntil: required(DataTypes.DATEONLY, references('prescriptions', 'valid_until')),
  },
  { sequelize: schema, tableName: 'prescription_items' },
);
