import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, schema } from '../../schema.js';

export class PaymentTransitionsTable extends Model<
  InferAttributes<PaymentTransitionsTable>,
  InferCreationAttributes<PaymentTransitionsTable>
> {
  declare readonly fromStatus: string;
  declare readonly toStatus: string;
}

PaymentTransitionsTable.init(
  {
    fromStatus: primary(DataTypes.TEXT),
    toStatus: primary(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'payment_transitions' },
);
