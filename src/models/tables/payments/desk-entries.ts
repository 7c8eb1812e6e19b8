import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import { DESK_METHODS, type DeskMethod } from '../../../domain/payments/orders.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DeskEntriesTable extends Model<
  InferAttributes<DeskEntriesTable>,
  InferCreationAttributes<DeskEntriesTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly kind: 'taken' | 'to_pay_out' | 'paid_out';
  declare readonly method: DeskMethod;
  declare readonly refundId: string | null;
  declare readonly takenId: string | null;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly noteSealed: string | null;
  declare readonly recordedBy: string | null;
  declare readonly recordedAt: Date;
  declare readonly settledAt: Date | null;
}

DeskEntriesTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    kind: required(oneOf(['taken', 'to_pay_out', 'paid_out'])),
    method: required(oneOf(DESK_METHODS)),
    refundId: optional(DataTypes.UUID, references('refunds')),
    takenId: optional(DataTypes.UUID, references('desk_entries')),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    noteSealed: optional(DataTypes.TEXT),
    recordedBy: optional(DataTypes.UUID, references('users')),
    recordedAt: required(DataTypes.DATE),
    settledAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'desk_entries' },
);
