import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import { LEDGER_ACCOUNTS, LEDGER_KINDS, type LedgerAccount, type LedgerKind } from '../../../domain/payments/ledger.js';
import { NOW, oneOf, primary, references, required, schema } from '../../schema.js';

export class LedgerEntriesTable extends Model<
  InferAttributes<LedgerEntriesTable>,
  InferCreationAttributes<LedgerEntriesTable>
> {
  declare readonly seq: CreationOptional<number>;
  declare readonly postingId: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly kind: LedgerKind;
  declare readonly account: LedgerAccount;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly reference: string;
  declare readonly postedAt: CreationOptional<Date>;
}

LedgerEntriesTable.init(
  {
    seq: primary(DataTypes.BIGINT, { autoIncrement: true }),
    postingId: required(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    kind: required(oneOf(LEDGER_KINDS)),
    account: required(oneOf(LEDGER_ACCOUNTS)),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    reference: required(DataTypes.TEXT),
    postedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'ledger_entries' },
);
