import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import {
  ACCESS_PATHS,
  type AccessPath,
  CANNABIS_DOSE_FORMS,
  type CannabisCategory,
  type CannabisDoseForm,
} from '../../../domain/prescriptions/law/cannabis.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** Approvals of medicinal cannabis that is not registered. */
export class CannabisApprovalsTable extends Model<
  InferAttributes<CannabisApprovalsTable>,
  InferCreationAttributes<CannabisApprovalsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly doctorId: string;
  declare readonly patientId: string | null;
  declare readonly accessPath: AccessPath;
  declare readonly approvalRefSealed: string;
  declare readonly category: CannabisCategory;
  declare readonly doseForm: CannabisDoseForm;
  declare readonly indicationSealed: string;
  declare readonly approvedOn: Day;
  declare readonly expiresOn: Day;
  declare readonly recordedBy: string;
  declare readonly recordedAt: Date;
  declare readonly withdrawnOn: Day | null;
  declare readonly withdrawnBy: string | null;
  declare readonly withdrawnAt: Date | null;
  declare readonly reasonSealed: string | null;
}

CannabisApprovalsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    doctorId: required(DataTypes.UUID, references('users')),
    patientId: optional(DataTypes.UUID, references('users')),
    accessPath: required(oneOf(ACCESS_PATHS)),
    approvalRefSealed: required(DataTypes.TEXT),
    category: required(DataTypes.INTEGER),
    doseForm: required(oneOf(CANNABIS_DOSE_FORMS)),
    indicationSealed: required(DataTypes.TEXT),
    approvedOn: required(DataTypes.DATEONLY),
    expiresOn: required(DataTypes.DATEONLY),
    recordedBy: required(DataTypes.UUID, references('users')),
    recordedAt: required(DataTypes.DATE),
    withdrawnOn: optional(DataTypes.DATEONLY),
    withdrawnBy: optional(DataTypes.UUID, references('users')),
    withdrawnAt: optional(DataTypes.DATE),
    reasonSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'cannabis_approvals' },
);
