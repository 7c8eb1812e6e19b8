import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ENTRY_KINDS, type EntryKind, type EntryState } from '../../../domain/records/states.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** Every version of every entry of a patient's record. */
export class RecordEntriesTable extends Model<
  InferAttributes<RecordEntriesTable>,
  InferCreationAttributes<RecordEntriesTable>
> {
  /** Of this version. */
  declare readonly id: string;
  declare readonly entryId: string;
  declare readonly version: number;
  declare readonly kind: EntryKind;
  declare readonly clinicId: string;
  declare readonly patientId: string;
  declare readonly status: EntryState;
  declare readonly contentSealed: string;
  declare readonly reasonSealed: string | null;
  declare readonly recordedBy: string;
  declare readonly recordedAt: Date;
}

RecordEntriesTable.init(
  {
    id: primary(DataTypes.UUID),
    entryId: required(DataTypes.UUID),
    version: required(DataTypes.INTEGER),
    kind: required(oneOf(ENTRY_KINDS)),
    clinicId: required(DataTypes.UUID, references('clinics')),
    patientId: required(DataTypes.UUID, references('users')),
    status: required(oneOf(['active', 'resolved', 'stopped', 'entered_in_error'])),
    contentSealed: required(DataTypes.TEXT),
    reasonSealed: optional(DataTypes.TEXT),
    recordedBy: required(DataTypes.UUID, references('users')),
    recordedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'record_entries' },
);
