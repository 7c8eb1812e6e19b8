import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { SUBJECT_KINDS, type SubjectKind } from '../../../domain/subjects.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

export class SubjectsTable extends Model<InferAttributes<SubjectsTable>, InferCreationAttributes<SubjectsTable>> {
  declare readonly id: string;
  declare readonly kind: SubjectKind;
  declare readonly clinicId: string;
}

SubjectsTable.init(
  {
    id: primary(DataTypes.UUID),
    kind: required(oneOf(SUBJECT_KINDS)),
    clinicId: required(DataTypes.UUID, references('clinics')),
  },
  { sequelize: schema, tableName: 'subjects' },
);
