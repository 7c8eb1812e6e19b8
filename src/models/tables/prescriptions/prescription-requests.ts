import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { DELIVERY_STATES, type DeliveryState } from '../../../domain/prescriptions/states.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** What was issued in one transaction, for one request of a doctor. */
export class PrescriptionRequestsTable extends Model<
  InferAttributes<PrescriptionRequestsTable>,
  InferCreationAttributes<PrescriptionRequestsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly doctorId: string;
  declare readonly patientId: string;
  declare readonly appointmentId: string;
  declare readonly bodyHash: string;
  declare readonly operationId: string;
  declare readonly issuedAt: Date;
  declare readonly remindAt: Date | null;
  declare readonly apiRequestId: string | null;
  declare readonly runId: string;
  declare readonly delivery: CreationOptional<DeliveryState>;
  declare readonly deliveryStartedAt: Date | null;
  declare readonly deliveryCompletedAt: Date | null;
}

PrescriptionRequestsTable.init(
  {
    id: primary(DataTypes.UUID, references('subjects')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    doctorId: required(DataTypes.UUID, references('users')),
    patientId: required(DataTypes.UUID, references('users')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    bodyHash: required(DataTypes.TEXT),
    operationId: required(DataTypes.TEXT),
    issuedAt: required(DataTypes.DATE),
    remindAt: optional(DataTypes.DATE),
    apiRequestId: optional(DataTypes.TEXT),
    runId: required(DataTypes.TEXT),
    delivery: required(oneOf(DELIVERY_STATES), { defaultValue: 'queued' }),
    deliveryStartedAt: optional(DataTypes.DATE),
    deliveryCompletedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'prescription_requests' },
);
