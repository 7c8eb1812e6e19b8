import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

/** The signed copies of prescriptions. */
export class PrescriptionDocumentsTable extends Model<
  InferAttributes<PrescriptionDocumentsTable>,
  InferCreationAttributes<PrescriptionDocumentsTable>
> {
  declare readonly prescriptionId: string;
  declare readonly name: string;
  declare readonly sha256: string;
  declare readonly size: number;
  declare readonly madeAt: Date;
}

PrescriptionDocumentsTable.init(
  {
    prescriptionId: primary(DataTypes.UUID, references('prescriptions')),
    name: required(DataTypes.TEXT),
    sha256: required(DataTypes.TEXT),
    size: required(DataTypes.INTEGER),
    madeAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'prescription_documents' },
);
