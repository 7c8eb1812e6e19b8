import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, required, schema } from '../../schema.js';

export class OauthFlowsTable extends Model<InferAttributes<OauthFlowsTable>, InferCreationAttributes<OauthFlowsTable>> {
  declare readonly stateHash: string;
  declare readonly cookieHash: string;
  declare readonly detailsSealed: string;
  declare readonly createdAt: Date;
  declare readonly expiresAt: Date;
  declare readonly spentAt: Date | null;
}

OauthFlowsTable.init(
  {
    stateHash: primary(DataTypes.TEXT),
    cookieHash: required(DataTypes.TEXT),
    detailsSealed: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    spentAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'oauth_flows' },
);
