import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, schema } from '../../schema.js';

export class AppointmentTransitionsTable extends Model<
  InferAttributes<AppointmentTransitionsTable>,
  InferCreationAttributes<AppointmentTransitionsTable>
> {
  declare readonly fromStatus: string;
  declare readonly toStatus: string;
}

AppointmentTransitionsTable.init(
  {
    fromStatus: primary(DataTypes.TEXT),
    toStatus: primary(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'appointment_transitions' },
);
