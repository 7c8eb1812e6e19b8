import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { CHALLENGE_PURPOSES, type ChallengePurpose } from '../../../domain/identity/second-factors.js';
import { SIGN_IN_METHODS, type SignInMethod } from '../../../domain/identity/sessions.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class MfaChallengesTable extends Model<
  InferAttributes<MfaChallengesTable>,
  InferCreationAttributes<MfaChallengesTable>
> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly membershipId: string;
  declare readonly purpose: ChallengePurpose;
  declare readonly method: SignInMethod;
  declare readonly remembered: boolean;
  declare readonly deviceTokenSealed: string | null;
  declare readonly tries: CreationOptional<number>;
  declare readonly createdAt: Date;
  declare readonly expiresAt: Date;
  declare readonly spentAt: Date | null;
}

MfaChallengesTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: required(DataTypes.UUID, references('users')),
    membershipId: required(DataTypes.UUID, references('memberships')),
    purpose: required(oneOf(CHALLENGE_PURPOSES)),
    method: required(oneOf(SIGN_IN_METHODS)),
    remembered: required(DataTypes.BOOLEAN),
    deviceTokenSealed: optional(DataTypes.TEXT),
    tries: required(DataTypes.INTEGER, { defaultValue: 0 }),
    createdAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    spentAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'mfa_challenges' },
);
