import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, primary, required, schema } from '../../schema.js';

export class SchemaMigrationsTable extends Model<
  InferAttributes<SchemaMigrationsTable>,
  InferCreationAttributes<SchemaMigrationsTable>
> {
  declare readonly name: string;
  declare readonly executedAt: CreationOptional<Date>;
  declare readonly destructive: CreationOptional<boolean>;
}

SchemaMigrationsTable.init(
  {
    name: primary(DataTypes.TEXT),
    executedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    destructive: required(DataTypes.BOOLEAN, { defaultValue: false }),
  },
  { sequelize: schema, tableName: 'schema_migrations' },
);
