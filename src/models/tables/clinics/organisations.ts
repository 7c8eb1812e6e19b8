import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, primary, required, schema } from '../../schema.js';

export class OrganisationsTable extends Model<
  InferAttributes<OrganisationsTable>,
  InferCreationAttributes<OrganisationsTable>
> {
  declare readonly id: string;
  declare readonly name: string;
  declare readonly createdAt: CreationOptional<Date>;
}

OrganisationsTable.init(
  {
    id: primary(DataTypes.UUID),
    name: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'organisations' },
);
