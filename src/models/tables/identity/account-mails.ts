import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ACCOUNT_MAIL_KINDS, type AccountMailKind } from '../../../domain/identity/account-mails.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** `waiting` until a mail server has taken it or refused it for good. */
const STATES = ['waiting', 'sent', 'refused'] as const;

export class AccountMailsTable extends Model<
  InferAttributes<AccountMailsTable>,
  InferCreationAttributes<AccountMailsTable>
> {
  declare readonly id: string;
  declare readonly userId: string | null;
  declare readonly clinicId: string | null;
  declare readonly kind: AccountMailKind;
  declare readonly recipientSealed: string;
  declare readonly recipientHash: string;
  declare readonly contentSealed: string | null;
  declare readonly subject: string | null;
  declare readonly state: (typeof STATES)[number];
  declare readonly messageId: string;
  declare readonly createdAt: Date;
  declare readonly sentAt: Date | null;
  declare readonly smtpResponse: string | null;
}

AccountMailsTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: optional(DataTypes.UUID, references('users')),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    kind: required(oneOf(ACCOUNT_MAIL_KINDS)),
    recipientSealed: required(DataTypes.TEXT),
    recipientHash: required(DataTypes.TEXT),
    contentSealed: optional(DataTypes.TEXT),
    subject: optional(DataTypes.TEXT),
    state: required(oneOf(STATES)),
    messageId: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    sentAt: optional(DataTypes.DATE),
    smtpResponse: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'account_mails' },
);
