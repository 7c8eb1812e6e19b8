import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { CERTIFICATE_KINDS, type SigningCertificate } from '../../../domain/prescriptions/signing-certificates.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SigningCertificatesTable extends Model<
  InferAttributes<SigningCertificatesTable>,
  InferCreationAttributes<SigningCertificatesTable>
> {
  declare readonly id: string;
  declare readonly kind: SigningCertificate['kind'];
  declare readonly doctorId: string | null;
  declare readonly generation: number | null;
  declare readonly holder: string;
  declare readonly issuer: string;
  declare readonly chain: string;
  declare readonly fingerprint: string;
  declare readonly notBefore: Date;
  declare readonly notAfter: Date;
  declare readonly mac: Buffer;
  declare readonly createdAt: Date;
}

SigningCertificatesTable.init(
  {
    id: primary(DataTypes.UUID),
    kind: required(oneOf(CERTIFICATE_KINDS)),
    doctorId: optional(DataTypes.UUID, references('users')),
    generation: optional(DataTypes.INTEGER),
    holder: required(DataTypes.TEXT),
    issuer: required(DataTypes.TEXT),
    chain: required(DataTypes.TEXT),
    fingerprint: required(DataTypes.TEXT),
    notBefore: required(DataTypes.DATE),
    notAfter: required(DataTypes.DATE),
    mac: required(DataTypes.BLOB),
    createdAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'signing_certificates' },
);
