import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { STATEMENT_KINDS, type StatementKind } from '../../../domain/records/states.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

/** What somebody has said of a patient's lists as a whole. */
export class RecordStatementsTable extends Model<
  InferAttributes<RecordStatementsTable>,
  InferCreationAttributes<RecordStatementsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly patientId: string;
  declare readonly number: number;
  declare readonly kind: StatementKind;
  declare readonly madeBy: string;
  declare readonly madeAt: Date;
}

RecordStatementsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    patientId: required(DataTypes.UUID, references('users')),
    number: required(DataTypes.INTEGER),
    kind: required(oneOf(STATEMENT_KINDS)),
    madeBy: required(DataTypes.UUID, references('users')),
    madeAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'record_statements' },
);
