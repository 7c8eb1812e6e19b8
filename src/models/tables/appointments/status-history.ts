import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Actor } from '../../../domain/actor.js';
import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import type { HistoryMove } from '../../../domain/appointments/transitions.js';
import type { PaymentStatus } from '../../../domain/payments/public.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class StatusHistoryTable extends Model<
  InferAttributes<StatusHistoryTable>,
  InferCreationAttributes<StatusHistoryTable>
> {
  declare readonly seq: CreationOptional<number>;
  declare readonly appointmentId: string;
  declare readonly clinicId: string;
  declare readonly operationId: string;
  declare readonly move: HistoryMove;
  declare readonly fromStatus: AppointmentStatus | null;
  declare readonly toStatus: AppointmentStatus;
  declare readonly paymentStatus: PaymentStatus;
  declare readonly actorKind: Actor['kind'];
  declare readonly actorUserId: string | null;
  declare readonly actorLabel: string;
  declare readonly reasonSealed: string | null;
  declare readonly context: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly changedAt: Date;
}

StatusHistoryTable.init(
  {
    seq: primary(DataTypes.BIGINT, { autoIncrement: true }),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    operationId: required(DataTypes.TEXT),
    move: required(DataTypes.TEXT),
    fromStatus: optional(DataTypes.TEXT),
    toStatus: required(DataTypes.TEXT),
    paymentStatus: required(DataTypes.TEXT),
    actorKind: required(DataTypes.TEXT),
    actorUserId: optional(DataTypes.UUID, references('users')),
    actorLabel: required(DataTypes.TEXT),
    reasonSealed: optional(DataTypes.TEXT),
    context: required(DataTypes.JSONB, { defaultValue: {} }),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'status_history' },
);
