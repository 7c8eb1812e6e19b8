import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class QuestionnairesTable extends Model<
  InferAttributes<QuestionnairesTable>,
  InferCreationAttributes<QuestionnairesTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly version: number;
  declare readonly createdAt: Date;
  declare readonly retiredAt: Date | null;
}

QuestionnairesTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    version: required(DataTypes.INTEGER),
    createdAt: required(DataTypes.DATE),
    retiredAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'questionnaires' },
);
