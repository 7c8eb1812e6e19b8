import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ALERT_SEVERITIES, type AlertSeverity } from '../../../domain/prescriptions/checks/rule.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** Every version of what clinics have changed of clinical rules. */
export class ClinicalRuleChangesTable extends Model<
  InferAttributes<ClinicalRuleChangesTable>,
  InferCreationAttributes<ClinicalRuleChangesTable>
> {
  declare readonly clinicId: string;
  declare readonly rule: string;
  declare readonly version: number;
  declare readonly active: boolean;
  declare readonly severity: AlertSeverity | null;
  declare readonly changedBy: string;
  declare readonly changedAt: Date;
}

ClinicalRuleChangesTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    rule: primary(DataTypes.TEXT),
    version: primary(DataTypes.INTEGER),
    active: required(DataTypes.BOOLEAN),
    severity: optional(oneOf(ALERT_SEVERITIES)),
    changedBy: required(DataTypes.UUID, references('users')),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'clinical_rule_changes' },
);
