import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { PRESCRIPTION_EVENTS, type PrescriptionEvent } from '../../../domain/prescriptions/states.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** What has become of prescriptions. */
export class PrescriptionEventsTable extends Model<
  InferAttributes<PrescriptionEventsTable>,
  InferCreationAttributes<PrescriptionEventsTable>
> {
  declare readonly id: string;
  declare readonly prescriptionId: string;
  declare readonly operationId: string;
  declare readonly event: PrescriptionEvent;
  declare readonly happenedBy: string | null;
  declare readonly happenedAt: Date;
  declare readonly reasonSealed: string | null;
}

PrescriptionEventsTable.init(
  {
    id: primary(DataTypes.UUID),
    prescriptionId: required(DataTypes.UUID, references('prescriptions')),
    operationId: required(DataTypes.TEXT),
    event: required(oneOf(PRESCRIPTION_EVENTS)),
    happenedBy: optional(DataTypes.UUID, references('users')),
    happenedAt: required(DataTypes.DATE),
    reasonSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'prescription_events' },
);
