import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { optional, primary, references, required, schema } from '../../schema.js';

/** Supplies of prescriptions by pharmacies. */
export class DispensingsTable extends Model<
  InferAttributes<DispensingsTable>,
  InferCreationAttributes<DispensingsTable>
> {
  declare readonly id: string;
  declare readonly requestId: string;
  declare readonly prescriptionId: string;
  declare readonly itemId: string;
  declare readonly issuedOn: Day;
  declare readonly validUntil: Day;
  declare readonly repeats: number;
  declare readonly intervalDays: number;
  declare readonly supplyNo: number;
  declare readonly dispensedOn: Day;
  declare readonly pharmacyName: string;
  declare readonly pharmacistSealed: string;
  declare readonly apiKeyId: string | null;
  declare readonly patientIdentityChecked: boolean;
  declare readonly recordedAt: Date;
  declare readonly undoneAt: Date | null;
  declare readonly undoneBy: string | null;
  declare readonly undoReasonSealed: string | null;
}

DispensingsTable.init(
  {
    id: primary(DataTypes.UUID),
    requestId: required(DataTypes.UUID),
    prescriptionId: required(DataTypes.UUID, references('prescription_items', 'prescription_id')),
    itemId: required(DataTypes.UUID, references('prescription_items')),
    issuedOn: required(DataTypes.DATEONLY, references('prescription_items', 'issued_on')),
    validUntil: required(DataTypes.DATEONLY, references('prescription_items', 'valid_until')),
    repeats: required(DataTypes.INTEGER, references('prescription_items', 'repeats')),
    intervalDays: required(DataTypes.INTEGER, references('prescription_items', 'interval_days')),
    supplyNo: required(DataTypes.INTEGER),
    dispensedOn: required(DataTypes.DATEONLY),
    pharmacyName: required(DataTypes.TEXT),
    pharmacistSealed: required(DataTypes.TEXT),
    apiKeyId: optional(DataTypes.UUID),
    patientIdentityChecked: required(DataTypes.BOOLEAN),
    recordedAt: required(DataTypes.DATE),
    undoneAt: optional(DataTypes.DATE),
    undoneBy: optional(DataTypes.TEXT),
    undoReasonSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'dispensings' },
);
