import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import {
  CLINIC_REGIONS,
  CLINIC_TYPES,
  type ClinicRegion,
  type ClinicType,
} from '../../../domain/clinics/clinic-kinds.js';
import type { PostalAddress } from '../../../domain/identity/public.js';
import { CURRENCIES, type Currency } from '../../../domain/money.js';
import type { GatewayName } from '../../../domain/payments/public.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ClinicsTable extends Model<InferAttributes<ClinicsTable>, InferCreationAttributes<ClinicsTable>> {
  declare readonly id: string;
  declare readonly name: string;
  declare readonly slug: string;
  declare readonly timezone: string;
  declare readonly currency: Currency;
  declare readonly phone: string | null;
  declare readonly policy: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly paymentProviders: CreationOptional<readonly GatewayName[]>;
  declare readonly billing: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly addresses: CreationOptional<readonly PostalAddress[]>;
  declare readonly type: CreationOptional<ClinicType>;
  declare readonly region: CreationOptional<ClinicRegion>;
  declare readonly suspendedAt: Date | null;
  declare readonly suspensionReasonSealed: string | null;
  declare readonly organisationId: string | null;
  declare readonly chatNotice: CreationOptional<string | null>;
  declare readonly notesVisible: CreationOptional<boolean | null>;
}

ClinicsTable.init(
  {
    id: primary(DataTypes.UUID),
    name: required(DataTypes.TEXT),
    slug: required(DataTypes.TEXT),
    timezone: required(DataTypes.TEXT),
    currency: required(oneOf(CURRENCIES)),
    phone: optional(DataTypes.TEXT),
    policy: required(DataTypes.JSONB, { defaultValue: {} }),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    paymentProviders: required(DataTypes.ARRAY(DataTypes.TEXT), { defaultValue: [] }),
    billing: required(DataTypes.JSONB, { defaultValue: {} }),
    addresses: required(DataTypes.JSONB, { defaultValue: [] }),
    type: required(oneOf(CLINIC_TYPES), { defaultValue: 'clinic' }),
    region: required(oneOf(CLINIC_REGIONS), { defaultValue: 'au' }),
    suspendedAt: optional(DataTypes.DATE),
    suspensionReasonSealed: optional(DataTypes.TEXT),
    organisationId: optional(DataTypes.UUID, references('organisations')),
    chatNotice: optional(DataTypes.TEXT),
    notesVisible: optional(DataTypes.BOOLEAN),
  },
  { sequelize: schema, tableName: 'clinics' },
);
