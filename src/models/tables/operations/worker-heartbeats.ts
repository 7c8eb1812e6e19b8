import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, required, schema } from '../../schema.js';

export class WorkerHeartbeatsTable extends Model<
  InferAttributes<WorkerHeartbeatsTable>,
  InferCreationAttributes<WorkerHeartbeatsTable>
> {
  declare readonly workerId: string;
  declare readonly taskQueue: string;
  declare readonly beatAt: Date;
}

WorkerHeartbeatsTable.init(
  {
    workerId: primary(DataTypes.TEXT),
    taskQueue: required(DataTypes.TEXT),
    beatAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'worker_heartbeats' },
);
