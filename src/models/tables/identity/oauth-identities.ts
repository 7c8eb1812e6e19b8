import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

const PROVIDERS = ['google'] as const;

export class OauthIdentitiesTable extends Model<
  InferAttributes<OauthIdentitiesTable>,
  InferCreationAttributes<OauthIdentitiesTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly userId: string;
  declare readonly provider: (typeof PROVIDERS)[number];
  declare readonly subjectHash: string;
  declare readonly emailSealed: string | null;
  declare readonly linkedAt: Date;
  declare readonly lastUsedAt: Date | null;
}

OauthIdentitiesTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    userId: required(DataTypes.UUID, references('users')),
    provider: required(oneOf(PROVIDERS)),
    subjectHash: required(DataTypes.TEXT),
    emailSealed: optional(DataTypes.TEXT),
    linkedAt: required(DataTypes.DATE),
    lastUsedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'oauth_identities' },
);
